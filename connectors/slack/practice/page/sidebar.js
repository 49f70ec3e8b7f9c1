// The left side: the workspace, who one is, the app, conversations.
import { h, icon, iconButton, avatar } from './dom.js';

export class Sidebar {
  constructor(app) {
    this.app = app;
    this.node = document.getElementById('sidebar');
    this.who = h('select', { id: 'who', 'aria-label': 'Who you are', onchange: () => app.become(this.who.value).catch((err) => app.trouble(err)) });
    this.card = h('div.who-card');
    this.away = h('div.elsewhere', { 'aria-live': 'polite' });
    this.lists = h('div.lists', { onkeydown: (e) => this.key(e) });
    this.status = h('div.app-status', { role: 'status' });
    this.themeButton = iconButton('moon', 'Dark theme', () => this.flip(), 'button.icon-button.theme');
    this.team = h('div.team-words');
    this.node.append(
      h('header.team', h('img.team-mark', { src: '/assets/icon.svg', alt: '' }), this.team, this.themeButton, iconButton('close', 'Back to the conversation', () => app.drawer(false), 'button.icon-button.drawer-close')),
      h('div.who-box', this.card, this.who), this.away, this.lists, this.status);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paintTheme());
    this.paintTheme();
  }

  isDark() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }

  flip() {
    const theme = this.isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
    this.paintTheme();
  }

  paintTheme() {
    const dark = this.isDark();
    this.themeButton.replaceChildren(icon(dark ? 'sun' : 'moon'));
    this.themeButton.title = dark ? 'Light theme' : 'Dark theme';
    this.themeButton.setAttribute('aria-label', this.themeButton.title);
  }

  paint() {
    const { ws } = this.app;
    this.team.replaceChildren(h('strong', ws.team?.name || 'Practice workspace'), h('span', 'Practice workspace'));
    this.paintWho();
    this.paintLists();
    this.paintStatus();
  }

  paintWho() {
    const { ws } = this.app;
    const people = ws.people.filter((u) => !u.is_bot);
    const key = people.map((u) => `${u.id}${u.real_name}${u.title}${u.deleted}`).join();
    if (key !== this.whoKey) {
      this.whoKey = key;
      this.who.replaceChildren(...people.map((u) => h('option', { value: u.id, disabled: u.deleted || null }, `${u.real_name || u.name}${label(u)}`)));
    }
    this.who.value = ws.me.id;
    const title = [ws.me.title, ws.me.is_guest && 'guest', ws.me.is_external && 'external'].filter(Boolean).join(', ');
    this.who.title = `Acting as ${ws.name(ws.me.id)}${title ? `, ${title}` : ''}`;
    this.card.replaceChildren(avatar(ws.me), h('div.who-words', h('span.who-lead', 'Acting as'), h('strong', ws.name(ws.me.id)), h('span.who-title', title || 'Member')), icon('updown'));
  }

  paintLists() {
    const { ws, place } = this.app;
    const all = [...ws.channels.values()];
    const dms = all.filter((c) => c.kind === 'im');
    const rooms = all.filter((c) => c.kind !== 'im');
    const focused = document.activeElement?.closest?.('.entry')?.getAttribute('href');
    const home = h('a.entry', { id: 'home-link', href: this.app.link('home'), 'aria-current': place.at === 'home' ? 'page' : null, onclick: () => this.app.drawer(false) }, icon('home'), h('span.entry-name', `${ws.app.name || 'App'} Home`));
    const traffic = h('a.entry', { id: 'traffic-link', href: this.app.link('traffic'), 'aria-current': place.at === 'traffic' ? 'page' : null, onclick: () => this.app.drawer(false) }, icon('bolt'), h('span.entry-name', 'Traffic'));
    const links = ws.links.map((l) => h('a.entry', { href: l.url }, icon('clip'), h('span.entry-name', l.text)));
    this.lists.replaceChildren(home, this.group('Direct messages', dms), this.group('Channels', rooms), h('section', { 'aria-label': 'Behind the scenes' }, h('h2', 'Behind the scenes'), traffic, ...links));
    if (focused) [...this.lists.querySelectorAll('.entry')].find((n) => n.getAttribute('href') === focused)?.focus();
  }

  group(name, channels) {
    if (!channels.length) return '';
    return h('section', { 'aria-label': name }, h('h2', name), h('ul', channels.map((c) => h('li', this.entry(c)))));
  }

  entry(channel) {
    const { ws, place } = this.app;
    const unread = channel.id === place.at ? 0 : channel.unread || 0;
    const user = channel.kind === 'im' ? ws.user(channel.user) : null;
    const name = ws.channelName(channel.id);
    return h('a.entry', {
      href: this.app.link(channel.id), dataset: { channel: channel.id }, class: [unread && 'is-unread', channel.member === false && 'is-outside'].filter(Boolean).join(' '),
      'aria-current': place.at === channel.id ? 'page' : null, 'aria-label': unread ? `${name}, ${unread} unread` : null, onclick: () => this.app.drawer(false),
    }, user ? avatar(user, 'small') : icon(channel.kind === 'private' ? 'lock' : 'hash'), h('span.entry-name', name),
    user?.is_bot ? h('span.app-badge', 'App') : null, user && user.id === ws.me.id ? h('span.you', 'you') : null, unread ? h('span.count', String(unread)) : null);
  }

  paintStatus() {
    const { ws, live } = this.app;
    const name = ws.app.name || 'The app';
    const [kind, text] = !live ? ['is-lost', 'Reconnecting to the workspace…'] : ws.app.connected ? ['is-on', `${name} is connected`] : ['is-off', `${name} is not connected`];
    if (this.statusText === text) return;
    this.statusText = text;
    this.status.className = `app-status ${kind}`;
    this.status.replaceChildren(h('span.dot', { 'aria-hidden': 'true' }), text);
  }

  // Who else got something new since: the next step of a story is often somebody else's.
  paintElsewhere(found) {
    const { ws } = this.app;
    const rows = found.filter(({ id }) => id !== ws.me.id).slice(0, 4);
    this.away.replaceChildren(...(rows.length ? [h('h2', 'New for others'), ...rows.map(({ id, count }) => h('button.away', { type: 'button', dataset: { as: id }, title: `Act as ${ws.name(id)}`, onclick: () => { this.app.drawer(false); this.app.become(id, 'bot').catch((err) => this.app.trouble(err)); } }, avatar(ws.user(id), 'small'), h('span.entry-name', ws.name(id)), h('span.count', String(count))))] : []));
  }

  key(e) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step) return;
    const all = [...this.lists.querySelectorAll('.entry')];
    const next = all[all.indexOf(document.activeElement) + step];
    if (!next) return;
    e.preventDefault();
    next.focus();
  }
}

function label(user) {
  const marks = [user.title, user.is_guest && 'guest', user.is_external && 'external', user.deleted && 'deactivated'].filter(Boolean);
  return marks.length ? ` — ${marks.join(', ')}` : '';
}
