// Slack's mrkdwn to nodes, https://docs.slack.dev/messaging/formatting-message-text.
import { h } from './dom.js';
import { emoji, plain } from './emoji.js';
import { slackDate, full, moment } from './time.js';

// Renders a text object (mrkdwn or plain_text).
export function renderText(object, ws) {
  if (!object) return [];
  if (object.type === 'mrkdwn') return mrkdwn(object.text || '', ws, object.verbatim);
  return [h('span.plain', plain(object))];
}

export function mrkdwn(text, ws, verbatim) {
  const out = [];
  for (const [i, part] of text.split('```').entries()) {
    const isCode = i % 2 === 1 && text.split('```').length > i + 1;
    if (isCode) out.push(h('pre.code', decode(part.replace(/^\n/, '').replace(/\n$/, ''))));
    else out.push(...lines(i % 2 === 1 ? '```' + part : part, ws, verbatim, i > 0));
  }
  return out;
}

function lines(text, ws, verbatim, afterCode) {
  const rows = text.split('\n');
  if (afterCode && rows[0] === '') rows.shift();
  const out = [];
  let quote = null;
  let open = false;
  let rest = false;
  for (const row of rows) {
    const quoted = /^(>>>|&gt;&gt;&gt;|>|&gt;) ?(.*)$/s.exec(row);
    if (rest || quoted) {
      if (!quote) out.push(quote = h('blockquote'));
      else quote.append(h('br'));
      quote.append(...inline(rest ? row : quoted[2], ws, verbatim));
      rest ||= quoted[1].length > 4 || quoted[1] === '>>>';
      open = false;
      continue;
    }
    quote = null;
    const item = /^(\s*)([•◦▪-]|\d+\.)\s+(.*)$/.exec(row);
    if (item) {
      const depth = Math.min(3, Math.floor(item[1].length / 2));
      out.push(h('span.line-item', { class: `depth-${depth}` }, h('span.marker', item[2] === '-' ? '–' : item[2]), h('span', inline(item[3], ws, verbatim))));
      open = false;
      continue;
    }
    if (open) out.push(h('br'));
    if (row === '' && !open) out.push(h('span.blank'));
    else out.push(...inline(row, ws, verbatim));
    open = row !== '' || open;
  }
  return out;
}

// The order matters: code and <…> first, since nothing inside them is formatted.
const token = /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+)(?:::skin-tone-\d)?:|(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])|(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])|(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]}'"])/g;

export function inline(text, ws, verbatim) {
  const out = [];
  let from = 0;
  for (const m of text.matchAll(token)) {
    const node = tokenNode(m, ws, verbatim);
    if (node === null) continue;
    if (m.index > from) out.push(decode(text.slice(from, m.index)));
    out.push(node);
    from = m.index + m[0].length;
  }
  if (from < text.length) out.push(decode(text.slice(from)));
  return out;
}

function tokenNode(m, ws, verbatim) {
  const [, code, angle, smiley, bold, italic, strike, url] = m;
  if (code !== undefined) return h('code', decode(code));
  if (angle !== undefined) return reference(angle, ws);
  if (smiley !== undefined) return emoji(smiley) ? emojiNode(smiley) : null;
  if (bold !== undefined) return h('strong', inline(bold, ws, verbatim));
  if (italic !== undefined) return h('em', inline(italic, ws, verbatim));
  if (strike !== undefined) return h('s', inline(strike, ws, verbatim));
  return verbatim ? null : link(decode(url), decode(url));
}

export function emojiNode(name) {
  return h('span.emoji', { title: `:${name}:`, role: 'img', 'aria-label': name.replaceAll('_', ' ') }, emoji(name) || `:${name}:`);
}

function reference(body, ws) {
  const [target, ...labels] = body.split('|');
  const label = decode(labels.join('|'));
  if (target.startsWith('@')) return mention(target.slice(1), label, ws);
  if (target.startsWith('#')) return channelLink(target.slice(1), label, ws);
  if (target.startsWith('!')) return special(target.slice(1), label, ws);
  if (/^(https?:|mailto:|tel:)/i.test(target)) return link(decode(target), label || decode(target).replace(/^(mailto|tel):/, ''));
  return null;
}

export function mention(id, label, ws) {
  const name = ws.users.has(id) ? ws.name(id) : label || id;
  return h('span.mention', { class: id === ws.me.id ? 'is-me' : '', title: ws.user(id).title || name }, `@${name}`);
}

export function channelLink(id, label, ws) {
  const name = ws.channels.has(id) ? ws.channelName(id) : label || id;
  return h('a.mention', { href: `#as=${ws.me.id}&at=${id}` }, `#${name}`);
}

function special(body, label, ws) {
  const [kind, ts, pattern, href] = body.split('^');
  if (kind === 'date' && /^\d+$/.test(ts || '')) {
    const text = slackDate(ts, pattern || label, ws.zone());
    const stamp = h('time', { datetime: moment(ts).toISOString(), title: full(moment(ts), ws.zone()) }, text);
    return href && /^https?:/i.test(href) ? h('a', linkProps(href), stamp) : stamp;
  }
  if (kind === 'subteam') return h('span.mention', label || `@${ts}`);
  return h('span.mention.is-me', label || `@${kind}`);
}

function linkProps(href) {
  return { href, target: '_blank', rel: 'noopener noreferrer' };
}

// Only schemes that cannot run script become links.
export function link(href, label) {
  if (!/^(https?:|mailto:|tel:)/i.test(href)) return h('span', label || href);
  return h('a', linkProps(href), label || href);
}

// Slack escapes exactly these three, https://docs.slack.dev/messaging/formatting-message-text#escaping.
export function decode(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

// One line of words without formatting, for previews and titles.
export function flat(text, ws) {
  const holder = h('div', mrkdwn(text, ws));
  return holder.textContent.replace(/\s+/g, ' ').trim();
}
