// The rich_text block, https://docs.slack.dev/reference/block-kit/blocks/rich-text-block.
import { h } from './dom.js';
import { emojiNode, mention, channelLink, link } from './mrkdwn.js';
import { withEmoji } from './emoji.js';
import { slackDate, moment, full } from './time.js';

export function richText(block, ws) {
  return h('div.rich-text', (block.elements || []).map((el) => part(el, ws)));
}

function part(el, ws) {
  const inside = () => (el.elements || []).map((e) => run(e, ws));
  switch (el.type) {
    case 'rich_text_section': return h('div.rt-section', inside());
    case 'rich_text_list': return list(el, ws);
    case 'rich_text_preformatted': return h('pre.code', inside());
    case 'rich_text_quote': return h('blockquote', inside());
    default: return h('div.unsupported', `Unsupported rich text: ${el.type}`);
  }
}

function list(el, ws) {
  const tag = el.style === 'ordered' ? 'ol' : 'ul';
  const node = h(`${tag}.rt-list`, { class: `depth-${Math.min(8, el.indent || 0)}` }, (el.elements || []).map((item) =>
    h('li', (item.elements || []).map((e) => run(e, ws)))));
  if (el.border) node.classList.add('has-border');
  if (tag === 'ol' && el.offset) node.start = el.offset + 1;
  return node;
}

function run(el, ws) {
  return styled(leaf(el, ws), el.style || {});
}

function leaf(el, ws) {
  switch (el.type) {
    case 'text': return document.createTextNode(el.text || '');
    case 'link': return link(el.url || '', el.text || el.url);
    case 'user': return mention(el.user_id, '', ws);
    case 'channel': return channelLink(el.channel_id, '', ws);
    case 'usergroup': return h('span.mention', `@${el.usergroup_id}`);
    case 'team': return h('span.mention', el.team_id);
    case 'broadcast': return h('span.mention.is-me', `@${el.range}`);
    case 'emoji': return el.unicode ? unicode(el) : emojiNode(el.name || '');
    case 'date': return h('time', { title: full(moment(el.timestamp), ws.zone()) }, slackDate(String(el.timestamp), el.format || '{date}', ws.zone()));
    case 'color': return h('span.rt-color', h('span.swatch', { vars: { '--swatch': /^#[0-9a-f]{3,8}$/i.test(el.value) ? el.value : 'transparent' } }), el.value);
    default: return h('span.unsupported', `Unsupported: ${el.type}`);
  }
}

function unicode(el) {
  const text = el.unicode.split('-').map((hex) => String.fromCodePoint(parseInt(hex, 16) || 0x2753)).join('');
  return h('span.emoji', { title: `:${el.name}:` }, text || withEmoji(`:${el.name}:`));
}

function styled(node, style) {
  const wraps = [['code', 'code'], ['strike', 's'], ['italic', 'em'], ['bold', 'strong'], ['underline', 'u'], ['highlight', 'mark'], ['client_highlight', 'mark']];
  return wraps.reduce((inner, [key, tag]) => (style[key] ? h(tag, inner) : inner), node);
}
