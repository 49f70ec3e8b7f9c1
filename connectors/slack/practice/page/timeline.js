// A scrolling list of messages that stays at its end only for those who are at its end.
import { h, icon, sync } from './dom.js';
import { renderMessage } from './message.js';
import { day, dayKey, moment } from './time.js';

const together = 5 * 60;
const near = 80;

// A message made of blocks stands for itself; only words run on under one name.
function isCard(m) {
  return (m.blocks || []).some((b) => b.type !== 'rich_text');
}

export class Timeline {
  constructor(room, { inThread = false, onTop = () => {}, head = null } = {}) {
    Object.assign(this, { room, inThread, head, messages: [], kept: new Map(), firstNew: null, lastTop: 0 });
    this.list = h('div.messages', { role: 'log', 'aria-label': inThread ? 'Replies' : 'Messages', 'aria-relevant': 'additions', onkeydown: (e) => this.key(e) });
    this.jump = h('button.jump', { type: 'button', hidden: true, onclick: () => this.toEnd(true) }, icon('arrow'), 'New messages');
    this.scroller = h('div.timeline', { onscroll: () => this.scrolled(onTop) }, this.list);
    this.node = h('div.timeline-frame', this.scroller, this.jump);
    // Pictures and fonts that arrive late change the height: whoever was at the end stays there.
    this.atEnd = true;
    this.growth = new ResizeObserver(() => this.atEnd && this.toEnd());
    this.growth.observe(this.list);
    this.growth.observe(this.scroller);
  }

  scrolled(onTop) {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    // Growth alone never moves scrollTop: only somebody who scrolls up leaves the end.
    if (scrollHeight - scrollTop - clientHeight < near) this.atEnd = true;
    else if (scrollTop < this.lastTop) this.atEnd = false;
    this.lastTop = scrollTop;
    if (this.atEnd) this.jump.hidden = true;
    if (scrollTop < 120) onTop();
  }

  toEnd(smooth) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? 'smooth' : 'instant' });
    this.atEnd = true;
    this.jump.hidden = true;
  }

  // seen: the ts up to which this person has read here, if they were ever here.
  set(messages, seen) {
    this.messages = messages.slice();
    this.firstNew = seen ? messages.find((m) => Number(m.ts) > Number(seen) && m.user !== this.room.ws.me.id)?.ts : null;
    this.paint();
    this.toEnd();
  }

  // Brings one message into sight and marks it for a moment.
  reveal(ts) {
    const node = this.list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    if (!node) return;
    this.atEnd = false;
    node.scrollIntoView({ block: 'center' });
    node.classList.add('is-pointed');
    setTimeout(() => node.classList.remove('is-pointed'), 2500);
  }

  prepend(older) {
    const before = this.scroller.scrollHeight - this.scroller.scrollTop;
    const known = new Set(this.messages.map((m) => m.ts));
    this.messages.unshift(...older.filter((m) => !known.has(m.ts)));
    this.paint();
    this.scroller.scrollTop = this.scroller.scrollHeight - before;
  }

  // Merges a freshly read last page, after a lost connection.
  merge(page) {
    const from = page[0]?.ts || '0';
    this.messages = [...this.messages.filter((m) => Number(m.ts) < Number(from)), ...page];
    this.paint();
    if (this.atEnd) this.toEnd();
  }

  // A change of a message that is not on the page (an older one) is left for when it is read.
  upsert(message, isNew) {
    const i = this.messages.findIndex((m) => m.ts === message.ts);
    const fresh = i < 0;
    if (fresh && !isNew) return;
    if (fresh) {
      this.messages.push(message);
      this.messages.sort((a, b) => Number(a.ts) - Number(b.ts));
    } else {
      this.messages[i] = { ...message, ephemeral: message.ephemeral ?? this.messages[i].ephemeral };
    }
    const mine = message.user === this.room.ws.me.id;
    const follow = this.atEnd || (fresh && mine);
    this.paint();
    if (follow) this.toEnd();
    else if (fresh) this.jump.hidden = false;
  }

  remove(ts) {
    this.messages = this.messages.filter((m) => m.ts !== ts);
    this.paint();
  }

  paint() {
    const nodes = this.head ? [this.head] : [];
    const used = new Map();
    let before = null;
    for (const m of this.messages) {
      const { compact, divider } = this.relation(before, m);
      if (divider) nodes.push(this.once(`day ${divider}`, used, () => h('div.day', { role: 'separator' }, h('span', divider))));
      if (m.ts === this.firstNew && before) nodes.push(this.once('new', used, () => h('div.new-line', { role: 'separator' }, h('span', 'New'))));
      const key = `${JSON.stringify(m)}${compact}${this.room.hasNews(m)}`;
      nodes.push(this.once(key, used, () => renderMessage(m, this.room, { compact, inThread: this.inThread })));
      if (this.inThread && !before && this.messages.length > 1) nodes.push(this.once(`count ${this.messages.length}`, used, () => this.replyLine()));
      before = m;
    }
    const had = this.list.contains(document.activeElement) ? document.activeElement : null;
    const ts = had?.closest('[data-ts]')?.dataset.ts;
    this.kept = used;
    sync(this.list, nodes);
    if (had && !had.isConnected) this.refocus(had, ts);
    const last = [...this.list.querySelectorAll('.message')].at(-1);
    if (last && !this.list.querySelector('.message[tabindex="0"]')) last.tabIndex = 0;
  }

  replyLine() {
    const n = this.messages.length - 1;
    return h('div.reply-line', `${n} ${n === 1 ? 'reply' : 'replies'}`);
  }

  refocus(had, ts) {
    const same = ts && this.list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    const action = had.dataset?.actionId;
    const control = same && action ? [...same.querySelectorAll('[data-action-id]')].find((n) => n.dataset.actionId === action) : null;
    (control || same)?.focus({ preventScroll: true });
  }

  once(key, used, make) {
    const node = this.kept.get(key) || make();
    used.set(key, node);
    return node;
  }

  relation(before, m) {
    const zone = this.room.ws.zone();
    const sameDay = before && dayKey(moment(before.ts), zone) === dayKey(moment(m.ts), zone);
    const divider = sameDay || (this.inThread && !before) ? '' : day(moment(m.ts), zone);
    const compact = Boolean(sameDay && before.user === m.user && !before.ephemeral && !m.ephemeral && m.ts !== this.firstNew
      && Number(m.ts) - Number(before.ts) < together && !isCard(m) && !isCard(before) && !(this.inThread && this.messages[0] === before));
    return { compact, divider };
  }

  // One message at a time holds the tab stop; arrows walk from message to message.
  key(e) {
    if (!e.target.matches('.message') || !['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(e.key)) return;
    e.preventDefault();
    const all = [...this.list.querySelectorAll('.message')];
    const at = all.indexOf(e.target);
    const next = all[{ ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[e.key]];
    if (!next) return;
    e.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  end() {
    this.growth.disconnect();
  }
}
