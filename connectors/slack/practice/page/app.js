// Ties the page together: who one is, where one looks, and what comes in.
import { h, icon, notice } from './dom.js';
import { api, follow } from './api.js';
import { placeLink, readPlace, writePlace } from './place.js';
import { Workspace } from './workspace.js';
import { Sidebar } from './sidebar.js';
import { Conversation } from './conversation.js';
import { Thread } from './thread.js';
import { Home } from './home.js';
import { Modals } from './modal.js';
import { Elsewhere } from './elsewhere.js';
import { Seen } from './seen.js';
import { Traffic } from './traffic.js';

class App {
  constructor() {
    Object.assign(this, { place: { as: '', at: '', thread: '' }, drafts: new Map(), messageValues: new Map(), live: true, view: null, thread: null, seen: new Seen() });
    this.main = document.getElementById('main');
    this.aside = document.getElementById('thread');
    this.modals = new Modals(this);
    this.elsewhere = new Elsewhere((found) => this.sidebar?.paintElsewhere(found));
  }

  async start() {
    const wanted = readPlace();
    this.sidebar = new Sidebar(this);
    addEventListener('hashchange', () => this.arrive());
    addEventListener('popstate', () => this.arrive());
    document.getElementById('skip').addEventListener('click', (e) => { e.preventDefault(); this.main.focus(); });
    document.addEventListener('keydown', (e) => this.key(e));
    // A file dropped beside the target must not make the browser leave the page.
    for (const type of ['dragover', 'drop']) addEventListener(type, (e) => e.preventDefault());
    try {
      await this.become(wanted.as || localStorage.getItem('as') || '', wanted.at, wanted.thread);
    } catch (err) {
      this.main.replaceChildren(h('div.empty', icon('warn'), h('h1', 'The practice workspace could not be opened'), h('p', err.message)));
      return;
    }
    if (wanted.message) this.view.timeline?.reveal(wanted.message);
    document.body.dataset.ready = 'true';
    this.elsewhere.soon(this.ws, 300);
  }

  // Changes who one is; the place is kept where that person has it too.
  async become(as, at, thread = '') {
    const before = this.ws && this.whatPlace();
    // Somebody remembered may be gone by now; then the workspace chooses.
    const turn = this.becoming = (this.becoming || 0) + 1;
    const data = await api.workspace(as).catch((err) => (as ? api.workspace('') : Promise.reject(err)));
    if (turn !== this.becoming) return;
    this.events?.close();
    this.ws = new Workspace(data);
    this.messageValues.clear();
    this.place = { as: this.ws.me.id, at: '', thread: '' };
    localStorage.setItem('as', this.ws.me.id);
    this.live = true;
    this.listen();
    this.elsewhere.seen(this.ws.me.id);
    await Promise.all([this.show(this.resolve(at || before), thread, !before), this.modals.refresh().catch((err) => this.trouble(err))]);
    this.elsewhere.soon(this.ws);
  }

  whatPlace() {
    const channel = this.ws.channels.get(this.place.at);
    if (!channel) return this.place.at;
    return channel.user === this.ws.app.bot_user_id ? 'bot' : channel.id;
  }

  resolve(at) {
    const dm = this.ws.botChannel()?.id || [...this.ws.channels.keys()][0] || 'home';
    if (at === 'home' || at === 'traffic') return at;
    return this.ws.channels.has(at) ? at : dm;
  }

  link(at) {
    return placeLink({ as: this.place.as, at });
  }

  async arrive() {
    if (!this.ws) return location.reload();
    const wanted = readPlace();
    this.drawer(false);
    if (wanted.as && wanted.as !== this.place.as) return this.become(wanted.as, wanted.at, wanted.thread);
    const at = this.resolve(wanted.at);
    if (at !== this.place.at) return this.show(at, wanted.thread);
    if (wanted.thread !== this.place.thread) return this.openThread(wanted.thread);
  }

  async show(at, thread = '', replace = false) {
    this.view?.end();
    this.closeThread();
    this.place = { ...this.place, at, thread: '' };
    writePlace({ ...this.place, thread }, replace);
    const channel = this.ws.channels.get(at);
    if (channel) channel.unread = 0;
    const view = this.view = channel ? new Conversation(this, channel) : at === 'traffic' ? new Traffic(this) : new Home(this);
    this.main.replaceChildren(...view.parts);
    const title = channel ? this.ws.channelName(at) : at === 'traffic' ? 'Traffic' : `${this.ws.app.name || 'App'} Home`;
    document.title = `${title} · Practice workspace`;
    this.sidebar.paint();
    try {
      await view.load();
    } catch (err) {
      this.trouble(err);
    }
    if (this.view !== view) return;
    if (thread) await this.openThread(thread);
    else this.focusComposer();
  }

  focusComposer() {
    // On a touch screen focus would raise the keyboard over the messages.
    if (matchMedia('(hover: none)').matches || this.modals.top()) return;
    this.view?.composer?.focus();
  }

  async openThread(ts) {
    const channel = this.ws.channels.get(this.place.at);
    const had = this.place.thread;
    this.closeThread();
    if (!ts || !channel) {
      writePlace(this.place);
      const root = had && this.main.querySelector(`[data-ts="${CSS.escape(had)}"]`);
      if (root) root.focus({ preventScroll: true });
      return;
    }
    this.place = { ...this.place, thread: ts };
    writePlace(this.place);
    const thread = this.thread = new Thread(this, channel, ts);
    this.aside.replaceChildren(...thread.parts);
    this.aside.hidden = false;
    document.body.classList.add('has-thread');
    try {
      await thread.load();
      if (this.view.channel === channel) this.view.timeline.paint();
    } catch (err) {
      this.trouble(err);
    }
    if (this.thread === thread) thread.composer.focus();
  }

  closeThread() {
    this.thread?.end();
    this.thread = null;
    this.place = { ...this.place, thread: '' };
    this.aside.hidden = true;
    this.aside.replaceChildren();
    document.body.classList.remove('has-thread');
  }

  drawer(open, focus) {
    document.body.classList.toggle('drawer-open', open);
    if (focus) document.querySelector(focus)?.focus();
  }

  key(e) {
    if (e.key !== 'Escape' || e.defaultPrevented || this.modals.top()) return;
    if (document.body.classList.contains('drawer-open')) this.drawer(false);
    else if (this.thread) this.openThread('');
  }

  async click(action) {
    const isView = Boolean(action.view);
    try {
      await api.click({ as: this.place.as, ...action });
      if (isView && this.modals.top()) await this.modals.refresh();
    } finally {
      this.pulse();
    }
  }

  async shortcut(shortcut, where = {}) {
    try {
      await api.shortcut({ as: this.place.as, callback_id: shortcut.callback_id, ...where });
    } catch (err) {
      this.trouble(err);
    }
    this.pulse();
  }

  // Something was done: others may now have something new.
  pulse() {
    this.elsewhere.soon(this.ws);
  }

  trouble(err) {
    notice(err.message, 'is-error');
  }

  listen() {
    this.events = follow(this.place.as, {
      onevent: (event) => this.take(event),
      onlost: () => { this.live = false; this.sidebar.paintStatus(); },
      onback: () => this.catchUp(),
    });
  }

  // After a gap everything is read again; nothing is guessed.
  async catchUp() {
    this.live = true;
    try {
      this.ws = Object.assign(this.ws, new Workspace(await api.workspace(this.place.as)));
      this.sidebar.paint();
      await Promise.all([this.view?.refresh(), this.thread?.refresh(), this.modals.refresh()]);
    } catch (err) {
      this.trouble(err);
    }
  }

  take(event) {
    if (event.type.startsWith('message') || event.type === 'reaction') return this.takeMessage(event);
    if (event.type.startsWith('view_')) return this.modals.take(event);
    if (event.type === 'home' && this.view instanceof Home) this.view.show(event.view);
    if (event.type === 'channel' && event.channel?.id) this.takeChannel(event.channel);
    if (event.type === 'app') {
      this.ws.app.connected = event.connected;
      this.sidebar.paintStatus();
    }
  }

  takeChannel(channel) {
    const known = this.ws.channels.get(channel.id) || {};
    this.ws.channels.set(channel.id, { ...known, ...channel });
    if (channel.id === this.place.at) this.ws.channels.get(channel.id).unread = 0;
    this.sidebar.paintLists();
  }

  takeMessage({ type, channel: id, message, ts }) {
    const isReply = message?.thread_ts && message.thread_ts !== message.ts;
    const inMain = this.view?.channel?.id === id;
    if (inMain && type === 'message_deleted') this.view.timeline.remove(ts);
    if (inMain && message && (!isReply || message.subtype === 'thread_broadcast')) this.view.timeline.upsert(message, type === 'message');
    if (this.thread?.channel.id === id) {
      if (type === 'message_deleted') this.thread.timeline.remove(ts);
      else if (message.thread_ts === this.thread.ts || message.ts === this.thread.ts) this.thread.timeline.upsert(message, type === 'message');
    }
    if (type !== 'message') return;
    if (inMain) this.readOn();
    this.countUnread(id, message);
  }

  // What arrives before one's eyes is read: the workspace learns it by being read from.
  readOn() {
    this.view.reached();
    this.thread?.reached();
    clearTimeout(this.reading);
    const { as, at } = this.place;
    this.reading = setTimeout(() => as === this.place.as && api.messages(as, at, { limit: 1 }).catch(() => null), 250);
  }

  countUnread(id, message) {
    const channel = this.ws.channels.get(id);
    if (!channel) return this.catchUp();
    if (id === this.place.at || message.user === this.ws.me.id) return;
    channel.unread = (channel.unread || 0) + 1;
    this.sidebar.paintLists();
  }
}

new App().start();
