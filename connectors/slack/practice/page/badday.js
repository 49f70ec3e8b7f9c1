// Orders misbehaviour of the workspace: what Slack does on a bad day.
import { h } from './dom.js';
import { api } from './api.js';

const chances = [
  ['redeliver', 'Events come again', 'up to 3 times more, in any order'],
  ['late', 'Events come late', 'and overtake each other'],
  ['cut', 'Sockets end', 'without a word, after a delivery'],
  ['warn', 'Sockets end with a warning', '10 seconds before'],
  ['lose', 'Replies are lost', 'the call has its effect, the answer never comes'],
  ['fail', 'Calls fail', 'status 500, without effect'],
  ['limit', 'Calls are refused', 'status 429, without effect'],
  ['slow', 'Calls are slow', '2 seconds longer'],
];

export class BadDay {
  constructor(app) {
    this.app = app;
    this.inputs = Object.fromEntries(chances.map(([key]) => [key, h('input', { type: 'number', id: `bad-${key}`, min: '0', max: '100', step: '1', inputmode: 'numeric' })]));
    this.seed = h('input', { type: 'number', id: 'bad-seed', min: '0', step: '1', inputmode: 'numeric' });
    this.skew = h('input', { type: 'number', id: 'bad-skew', step: '1' });
    this.state = h('span.bad-state');
    const button = (text, run, kind = '') => h('button.btn', { type: 'button', class: kind, onclick: () => this.order(run) }, text);
    const form = h('form.bad-form', { onsubmit: (e) => { e.preventDefault(); this.order(() => this.wanted()); } },
      h('p.bad-lead', 'How often, in percent of calls or deliveries. The same seed gives the same bad day.'),
      h('div.bad-grid', chances.map(([key, name, hint]) => this.field(this.inputs[key], name, hint, '%')),
        this.field(this.skew, 'Slack’s clock is ahead', 'behind when negative', 's'), this.field(this.seed, 'Seed', 'any number', '')),
      h('div.bad-buttons', h('button.btn.is-primary', { type: 'submit' }, 'Misbehave'), button('Good behaviour', () => ({ reset: true })),
        button('Cut sockets now', () => ({ sockets: 'cut' })), button('End sockets with a warning', () => ({ sockets: 'warning' }))));
    this.node = h('details.bad-day', h('summary', h('span', 'Make the workspace misbehave'), this.state), form);
  }

  field(input, name, hint, unit) {
    return h('div.bad-field', h('label', { for: input.id }, name, h('span.bad-hint', hint)), h('span.bad-value', input, unit ? h('span', unit) : null));
  }

  wanted() {
    const out = { seed: Math.max(0, Math.trunc(Number(this.seed.value) || 0)), skew_ms: Math.trunc((Number(this.skew.value) || 0) * 1000) };
    for (const [key] of chances) out[key] = Math.min(100, Math.max(0, Number(this.inputs[key].value) || 0)) / 100;
    return out;
  }

  async load() {
    this.show(await api.misbehaviour());
  }

  async order(what) {
    try {
      this.show(await api.misbehave(what()));
    } catch (err) {
      this.app.trouble(err);
    }
  }

  show(now) {
    for (const [key] of chances) this.inputs[key].value = String(Math.round((now[key] || 0) * 100));
    this.seed.value = String(now.seed || 0);
    this.skew.value = String((now.skew_ms || 0) / 1000);
    const on = chances.filter(([key]) => now[key] > 0).map(([, name]) => name.toLowerCase());
    if (now.skew_ms) on.push('the clock is wrong');
    this.state.textContent = on.length ? on.join(', ') : 'It behaves well';
    this.node.classList.toggle('is-on', on.length > 0);
  }
}
