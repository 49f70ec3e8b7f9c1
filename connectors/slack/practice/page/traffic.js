// What goes to and fro between the workspace and the app, newest first, and the switches for bad days.
import { h, icon, iconButton, sync } from './dom.js';
import { api } from './api.js';
import { heading } from './conversation.js';
import { BadDay } from './badday.js';

const every = 1000;
const most = 500;
const ways = { api: ['up', 'call of the app'], event: ['arrow', 'to the app'], ack: ['check', 'answer of the app'] };

// An entry is wrong unless it says that it went well; what goes to the app has no status of its own.
function isWrong(e) {
  return e.status !== 'ok' && e.status !== '' && !(e.direction === 'event');
}

export class Traffic {
  constructor(app) {
    Object.assign(this, { app, rows: new Map(), last: 0 });
    this.words = h('input#traffic-filter', { type: 'search', placeholder: 'Filter by name or content', 'aria-label': 'Filter by name or content', oninput: () => this.paint() });
    this.way = h('select', { 'aria-label': 'Direction', onchange: () => this.paint() },
      [['', 'Everything'], ['api', 'Calls of the app'], ['event', 'To the app'], ['ack', 'Answers of the app']].map(([value, text]) => h('option', { value }, text)));
    this.wrong = h('input', { type: 'checkbox', onchange: () => this.paint() });
    this.count = h('span.traffic-count', { role: 'status' });
    this.list = h('ol.traffic-list', { 'aria-label': 'Traffic, newest first', reversed: true });
    this.badDay = new BadDay(app);
    const name = app.ws.app.name || 'the app';
    this.parts = [
      heading(app, [h('h1', 'Traffic'), h('p.topic', `Between the workspace and ${name}`)], icon('bolt'), [h('a.traffic-help', { href: '/docs', target: '_blank' }, 'How to connect a bot')]),
      h('div.traffic-scroll', { tabindex: '-1' }, this.badDay.node,
        h('div.traffic-bar', { role: 'search' }, this.words, this.way, h('label.traffic-wrong', this.wrong, 'Refused or failed only'),
          iconButton('close', 'Clear the list', () => this.clear()), this.count),
        this.list),
    ];
  }

  async load() {
    await Promise.all([this.refresh(), this.badDay.load()]);
    this.timer = setInterval(() => this.refresh().catch(() => null), every);
  }

  async refresh() {
    if (this.reading) return;
    this.reading = true;
    try {
      const entries = await api.log(this.last);
      for (const e of entries) this.rows.set(e.n, { e, text: `${e.what} ${e.status} ${e.body}`.toLowerCase(), node: this.row(e) });
      this.last = entries.at(-1)?.n ?? this.last;
      for (const n of [...this.rows.keys()].slice(0, -most)) this.rows.delete(n);
      if (entries.length || !this.painted) this.paint();
    } finally {
      this.reading = false;
    }
  }

  clear() {
    this.rows.clear();
    this.paint();
    this.words.focus();
  }

  paint() {
    this.painted = true;
    const words = this.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const shown = [...this.rows.values()].reverse().filter(({ e, text }) => (!this.way.value || e.direction === this.way.value)
      && (!this.wrong.checked || isWrong(e)) && words.every((w) => text.includes(w)));
    sync(this.list, shown.map(({ node }) => node));
    this.count.textContent = `${shown.length} of ${this.rows.size}`;
  }

  row(e) {
    const [mark, meaning] = ways[e.direction] || ways.api;
    const time = new Date(e.time);
    const said = e.status || 'sent';
    const body = h('pre.traffic-body');
    const node = h('details.traffic-row', { class: isWrong(e) ? 'is-wrong' : '', dataset: { n: String(e.n), what: e.what }, ontoggle: () => { if (node.open && !body.textContent) body.textContent = pretty(e.body); } },
      h('summary', icon(mark), h('span.visually-hidden', `${meaning}: `), h('span.traffic-what', e.what), h('span.traffic-status', said),
        h('span.traffic-ms', e.direction === 'event' ? '' : `${e.ms} ms`), h('time', { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour12: false }))), body);
    return h('li', node);
  }

  end() {
    clearInterval(this.timer);
  }
}

// A body is what went in and, after an arrow, what came out; either may be cut short.
function pretty(body) {
  return (body || 'nothing').split(' → ').map((part) => {
    try {
      return JSON.stringify(JSON.parse(part), null, 2);
    } catch {
      return part;
    }
  }).join('\n\n→ ');
}
