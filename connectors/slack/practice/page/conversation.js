// One channel or direct message: heading, messages, composer.
import { h, icon, iconButton, avatar } from './dom.js';
import { api } from './api.js';
import { Timeline } from './timeline.js';
import { Composer } from './composer.js';
import { Values } from './values.js';
import { dropTarget } from './fileinput.js';
import { confirmFirst, otherWords } from './popup.js';

export function heading(app, title, lead, extra = []) {
  return h('header.main-head', iconButton('back', 'Back to the list', () => app.drawer(true), 'button.icon-button.to-list'), lead, h('div.title-words', title), ...extra,
    h('button.face-button', { type: 'button', 'aria-label': `You are ${app.ws.name(app.ws.me.id)}. Change who you are.`, onclick: () => app.drawer(true, '#who') }, avatar(app.ws.me, 'small')));
}

// The two tabs of the app, as Slack has them above the direct message.
export function appTabs(app, current) {
  const dm = app.ws.botChannel();
  const tab = (at, label) => h('a.tab', { href: app.link(at), 'aria-current': at === current ? 'page' : null }, label);
  return h('nav.tabs', { 'aria-label': app.ws.app.name || 'App' }, tab('home', 'Home'), dm ? tab(dm.id, 'Messages') : null);
}

function channelLead(app, channel) {
  if (channel.kind === 'im') return avatar(app.ws.user(channel.user), 'small');
  return icon(channel.kind === 'private' ? 'lock' : 'hash');
}

export class Conversation {
  constructor(app, channel) {
    Object.assign(this, { app, channel, ws: app.ws, more: false, loading: false });
    this.timeline = new Timeline(this, { onTop: () => this.older() });
    this.composer = new Composer(app, { id: 'composer', channel: channel.id });
    const other = this.ws.user(channel.user);
    const isBot = channel.kind === 'im' && channel.user === this.ws.app.bot_user_id;
    const title = [h('h1', app.ws.channelName(channel.id), isBot ? h('span.app-badge', 'App') : null), h('p.topic', channel.kind === 'im' ? (isBot ? '' : other.title || '') : channel.topic || '')];
    this.parts = [heading(app, title, channelLead(app, channel)), ...(isBot ? [appTabs(app, channel.id)] : []),
      this.area = h('div.drop-area', this.timeline.node, this.composer.node, h('div.drop-veil', { 'aria-hidden': 'true' }, icon('upload'), `Drop to share with ${app.ws.channelName(channel.id)}`))];
    dropTarget(this.area, (files) => this.composer.attach(files));
  }

  async load() {
    const { messages, more } = await api.messages(this.ws.me.id, this.channel.id, { limit: 50 });
    this.more = more;
    this.timeline.head = more ? null : this.beginning();
    const seen = this.app.seen.get(this.ws.me.id, this.channel.id);
    if (!seen) this.oldThreads(messages);
    this.timeline.set(messages, seen);
    this.reached();
    const news = !this.timeline.firstNew && messages.findLast((m) => this.hasNews(m));
    if (news) this.timeline.reveal(news.ts);
  }

  reached() {
    this.app.seen.reach(this.timeline.messages.at(-1)?.ts, this.ws.me.id, this.channel.id);
  }

  // Threads that were there before this person first looked are no news.
  oldThreads(messages) {
    for (const m of messages) if (m.reply_count > 0) this.app.seen.reach(m.latest_reply, this.ws.me.id, this.channel.id, m.ts);
  }

  hasNews(m) {
    return m.reply_count > 0 && Number(m.latest_reply) > Number(this.app.seen.get(this.ws.me.id, this.channel.id, m.ts) || 0);
  }

  react(message, name) {
    return toggleReaction(this.app, this.channel.id, message, name);
  }

  edit(message) {
    return editOwn(this.app, this.channel.id, message);
  }

  remove(message) {
    return removeOwn(this.app, this.channel.id, message);
  }

  beginning() {
    const name = this.ws.channelName(this.channel.id);
    const isIm = this.channel.kind === 'im';
    const face = isIm ? avatar(this.ws.user(this.channel.user), 'large') : h('span.channel-mark', icon(this.channel.kind === 'private' ? 'lock' : 'hash'));
    const commands = this.channel.user === this.ws.app.bot_user_id && this.ws.commands.length
      ? h('p.try', 'Try ', this.ws.commands.slice(0, 3).map((c) => h('button.try-command', { type: 'button', onclick: () => this.composer.type(`${c.command} `) }, c.command)), ' or just say what you need.') : null;
    return h('div.beginning', face, h('h2', name), h('p', isIm ? `This is the very beginning of your direct messages with ${name}.` : `This is the very beginning of #${name}.`), commands);
  }

  async older() {
    if (!this.more || this.loading || !this.timeline.messages.length) return;
    this.loading = true;
    try {
      const page = await api.messages(this.ws.me.id, this.channel.id, { limit: 50, before: this.timeline.messages[0].ts });
      this.more = page.more;
      if (!page.more) this.timeline.head = this.beginning();
      this.oldThreads(page.messages);
      this.timeline.prepend(page.messages);
    } finally {
      this.loading = false;
    }
  }

  async refresh() {
    const { messages } = await api.messages(this.ws.me.id, this.channel.id, { limit: 50 });
    this.timeline.merge(messages);
  }

  surfaceOf(message) {
    return messageSurface(this.app, this.channel.id, message.ts);
  }

  openThread(ts) {
    this.app.openThread(ts);
  }

  runShortcut(shortcut, ts) {
    this.app.shortcut(shortcut, { channel: this.channel.id, ts });
  }

  end() {
    this.timeline.end();
    this.composer.end();
  }
}

export async function toggleReaction(app, channel, message, name) {
  const as = app.ws.me.id;
  const mine = (message.reactions || []).some((r) => r.name === name && (r.users || []).includes(as));
  try {
    await api.react({ as, channel, ts: message.ts, name, remove: mine });
  } catch (err) {
    app.trouble(err);
  }
}

// What was typed, of the text that an app receives.
function asTyped(text, ws) {
  return text.replace(/<@([UW][A-Z0-9]+)>/g, (_, id) => `@${ws.user(id).real_name || ws.name(id)}`).replace(/<(?:mailto:)?([^<>|@!#][^<>|]*)(?:\|[^<>]*)?>/g, '$1')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

// Changes the words of one's own message.
export async function editOwn(app, channel, message) {
  const before = asTyped(message.text || '', app.ws);
  const text = await otherWords('Edit your message', before);
  if (text === null || text === before) return;
  try {
    await api.edit({ as: app.ws.me.id, channel, ts: message.ts, text });
  } catch (err) {
    app.trouble(err);
  }
}

// Takes one's own message back, once that is confirmed.
export async function removeOwn(app, channel, message) {
  const say = (text) => ({ type: 'plain_text', text });
  if (!await confirmFirst({ title: say('Delete this message?'), text: say('This cannot be undone.'), confirm: say('Delete'), style: 'danger' }, app.ws)) return;
  try {
    await api.remove({ as: app.ws.me.id, channel, ts: message.ts });
  } catch (err) {
    app.trouble(err);
  }
}

// What is typed in a message's inputs outlives its redraws, within one person.
export function messageSurface(app, channel, ts) {
  const key = `${channel} ${ts}`;
  if (!app.messageValues.has(key)) app.messageValues.set(key, new Values());
  const values = app.messageValues.get(key);
  return {
    kind: 'message', ws: app.ws, values,
    address: () => ({ channel, ts }),
    click: (action) => app.click({ message: { channel, ts }, ...action, state: { values: values.toState() } }),
  };
}
