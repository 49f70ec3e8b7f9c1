// One message as Slack shows it: face, name, time, words or blocks, files, reactions, thread.
import { h, icon, iconButton, avatar } from './dom.js';
import { emojiNode, mrkdwn } from './mrkdwn.js';
import { renderBlocks } from './blocks.js';
import { filesOf } from './files.js';
import { menu } from './popup.js';
import { ago, clock, full, moment } from './time.js';

// The reactions one reaches for in an office.
const quick = ['white_check_mark', '+1', 'eyes', 'tada', 'heart', 'thinking_face', 'pray', 'x'];

// room: {ws, channel, surfaceOf(message), openThread(ts), runShortcut(shortcut, ts)}.
export function renderMessage(m, room, { compact, inThread } = {}) {
  const { ws } = room;
  if (m.subtype === 'tombstone') {
    return h('article.message.tombstone', { dataset: { ts: m.ts }, tabindex: '-1' }, h('div', h('span', 'This message was deleted.'), m.reply_count > 0 && !inThread ? h('div', threadLink(m, room)) : null));
  }
  const user = ws.user(m.user);
  const date = moment(m.ts);
  const name = user.real_name || user.name;
  const node = h('article.message', {
    class: [compact && 'is-compact', m.ephemeral && 'is-ephemeral'].filter(Boolean).join(' '), dataset: { ts: m.ts, user: m.user || '' }, tabindex: '-1', 'aria-label': `${name}, ${clock(date, ws.zone())}`,
  });
  const stamp = h('time.stamp', { datetime: date.toISOString(), title: full(date, ws.zone()) }, clock(date, ws.zone()));
  const body = h('div.message-body');
  if (m.ephemeral) body.append(h('div.only-you', icon('eye'), 'Only visible to you'));
  if (!compact) {
    body.append(h('div.byline', h('span.author', name), m.bot || user.is_bot ? h('span.app-badge', 'App') : null,
      user.deleted ? h('span.app-badge', 'Deactivated') : null, stamp));
  }
  body.append(...content(m, room));
  const reactions = reactionRow(m, room);
  if (reactions) body.append(reactions);
  if (!inThread && m.reply_count > 0) body.append(threadLink(m, room));
  node.append(h('div.message-side', compact ? stamp : avatar(user)), body, tools(m, room, inThread));
  return node;
}

function content(m, room) {
  const out = [];
  const edited = m.edited ? h('span.edited', ' (edited)') : null;
  if (m.blocks?.length) {
    const holder = h('div.blocks');
    renderBlocks(holder, m.blocks, room.surfaceOf(m));
    out.push(holder);
    if (edited) out.push(edited);
  } else if (m.text) {
    out.push(h('div.text', mrkdwn(m.text, room.ws), edited));
  }
  for (const old of m.attachments || []) out.push(attachment(old, room, m));
  const files = filesOf(m.files);
  if (files) out.push(files);
  return out;
}

function attachment(a, room, m) {
  const box = h('div.attachment', { vars: { '--bar': /^#?[0-9a-f]{6}$/i.test(a.color || '') ? `#${a.color.replace('#', '')}` : 'var(--line)' } });
  if (a.blocks) renderBlocks(box, a.blocks, room.surfaceOf(m));
  else box.append(h('strong', a.title || ''), h('div', mrkdwn(a.text || a.fallback || '', room.ws)));
  return box;
}

function reactionRow(m, room) {
  const { ws } = room;
  if (!m.reactions?.length) return null;
  return h('div.reactions', m.reactions.map((r) => {
    const names = (r.users || []).map((u) => ws.name(u)).join(', ');
    const mine = (r.users || []).includes(ws.me.id);
    return h('button.reaction', { type: 'button', class: mine ? 'is-mine' : '', 'aria-pressed': String(mine), title: `${names} reacted with :${r.name}:`, dataset: { reaction: r.name }, onclick: () => room.react(m, r.name) }, emojiNode(r.name), h('span', String((r.users || []).length)));
  }));
}

function threadLink(m, room) {
  const news = room.hasNews(m);
  const faces = (m.reply_users || []).slice(0, 4).map((u) => avatar(room.ws.user(u), 'small'));
  return h('button.thread-open.replies', { type: 'button', class: news ? 'has-news' : '', onclick: () => room.openThread(m.ts) },
    h('span.faces', faces), h('span.reply-count', `${m.reply_count} ${m.reply_count === 1 ? 'reply' : 'replies'}`),
    news ? h('span.news', 'New') : null, m.latest_reply ? h('span.last-reply', `Last reply ${ago(moment(m.latest_reply))}`) : null);
}

function tools(m, room, inThread) {
  if (m.ephemeral) return '';
  const shortcuts = room.ws.shortcutsOf('message');
  const bar = h('div.message-tools', { role: 'group', 'aria-label': 'Message actions' });
  const root = m.thread_ts || m.ts;
  const smile = iconButton('smile', 'React', () => menu(smile, quick.map((name) => ({ label: emojiNode(name), dataset: { reaction: name }, run: () => room.react(m, name) })), 'Reactions', { end: true, row: true }), 'button.icon-button.message-react');
  bar.append(smile);
  if (!inThread) bar.append(iconButton('reply', 'Reply in thread', () => room.openThread(root), `button.icon-button${m.reply_count > 0 ? '' : '.thread-open'}`));
  const more = iconButton('dots', 'More actions', () => menu(more, [
    ...(inThread ? [] : [{ label: 'Reply in thread', icon: 'reply', run: () => room.openThread(root) }]),
    ...(own(m, room) ? [
      { label: 'Edit message', dataset: { own: 'edit' }, run: () => room.edit(m) },
      { label: 'Delete message', dataset: { own: 'delete' }, run: () => room.remove(m) },
    ] : []),
    ...shortcuts.map((s) => ({ label: s.name, hint: room.ws.app.name, icon: 'bolt', dataset: { shortcut: s.callback_id }, run: () => room.runShortcut(s, m.ts) })),
  ], 'Message actions', { end: true, empty: 'No actions for this message.' }), 'button.icon-button.message-more');
  more.setAttribute('aria-haspopup', 'menu');
  more.setAttribute('aria-expanded', 'false');
  bar.append(more);
  return bar;
}

// Whether the message is of the person who acts: they may change it and take it back.
function own(m, room) {
  return m.user === room.ws.me.id && !m.ephemeral && !m.bot;
}
