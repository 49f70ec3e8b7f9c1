// Every select, single or multi: a text field that filters a list (ARIA combobox pattern).
import { h, icon, avatar, iconButton } from './dom.js';
import { plain } from './emoji.js';
import { float } from './popup.js';
import { changed, mark } from './act.js';
import { api } from './api.js';

// A choice is {key, label, hint, group, face, value}: value is what Slack's state holds for it.
function optionChoice(option, group) {
  return { key: option.value, label: plain(option.text), hint: plain(option.description), group, value: option };
}

function allOptions(el) {
  if (el.option_groups) return el.option_groups.flatMap((g) => (g.options || []).map((o) => optionChoice(o, plain(g.label))));
  return (el.options || []).map((o) => optionChoice(o));
}

function userChoice(user) {
  return { key: user.id, label: user.real_name || user.name, hint: user.title, face: user, value: user.id };
}

function channelChoice(channel, ws) {
  if (channel.kind === 'im') return { ...userChoice(ws.user(channel.user)), key: channel.id, value: channel.id };
  return { key: channel.id, label: `${channel.kind === 'private' ? '' : '#'}${channel.name}`, hint: channel.topic, value: channel.id };
}

function listed(el, ws) {
  const allowed = el.filter?.include;
  const kindOf = { channel: 'public', private: 'private', im: 'im' };
  return [...ws.channels.values()].filter((c) => (/channels_select/.test(el.type) ? c.kind === 'channel' : !allowed || allowed.includes(kindOf[c.kind])));
}

const fields = {
  static_select: 'selected_option', external_select: 'selected_option', users_select: 'selected_user',
  conversations_select: 'selected_conversation', channels_select: 'selected_channel',
};

export function combo(el, at) {
  const multi = el.type.startsWith('multi_');
  const kind = el.type.replace('multi_', '');
  const field = fields[kind] + (multi ? 's' : '');
  const ws = at.surface.ws;
  const find = (value) => {
    if (kind.endsWith('static_select') || kind === 'external_select') return optionChoice(value);
    return kind === 'users_select' ? userChoice(ws.user(value)) : channelChoice(ws.channels.get(value) || { id: value, name: value, kind: 'channel' }, ws);
  };
  const source = async (words) => {
    if (kind === 'external_select') return external(el, at, words);
    if (kind === 'static_select') return allOptions(el);
    if (kind === 'users_select') return ws.people.filter((u) => !u.deleted).map(userChoice);
    return listed(el, ws).map((c) => channelChoice(c, ws));
  };
  const stored = at.surface.values.get(at.blockId, el.action_id)?.[field];
  const box = new Combo({ el, at, multi, field, find, source, remote: kind === 'external_select' });
  box.picked = (multi ? stored || [] : [stored]).filter((v) => v !== null && v !== undefined).map(find);
  return box.build();
}

async function external(el, at, words) {
  if ([...words].length < (el.min_query_length ?? 3)) return null;
  const { surface } = at;
  const body = await api.options({ as: surface.ws.me.id, ...surface.address(), block_id: at.blockId, action_id: el.action_id, value: words });
  const groups = body.option_groups;
  return groups ? groups.flatMap((g) => g.options.map((o) => optionChoice(o, plain(g.label)))) : (body.options || []).map((o) => optionChoice(o));
}

class Combo {
  constructor(options) {
    Object.assign(this, options);
    this.shown = [];
    this.active = -1;
    this.asked = 0;
  }

  build() {
    const placeholder = plain(this.el.placeholder) || (this.multi ? 'Select options' : 'Select an option');
    this.placeholder = placeholder;
    this.listId = `list-${this.at.domId}`;
    this.list = h('div.listbox.floating', { role: 'listbox', id: this.listId, 'aria-label': placeholder, onpointerdown: (e) => e.preventDefault() });
    this.input = mark(h('input.combo-input', {
      type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', id: this.at.domId, placeholder,
      'aria-expanded': 'false', 'aria-controls': this.listId, 'aria-autocomplete': 'list', 'aria-label': this.at.label ? null : placeholder,
      onfocus: () => this.input.select(), onclick: () => this.open(), oninput: () => this.open(true), onblur: () => this.shut(), onkeydown: (e) => this.key(e),
    }), this.el, this.at);
    this.chips = h('span.chips');
    this.clear = iconButton('close', 'Clear', () => this.drop(), 'button.combo-clear');
    this.clear.tabIndex = -1;
    this.box = h('div.combo', { class: this.multi ? 'is-multi' : '', onclick: (e) => e.target === this.box && this.input.focus() },
      this.chips, this.input, this.clear, h('span.combo-arrow', icon('down')));
    this.paint();
    return this.box;
  }

  paint() {
    const [one] = this.picked;
    if (this.multi) {
      this.chips.replaceChildren(...this.picked.map((c) => h('span.chip', c.face ? avatar(c.face, 'tiny') : null, h('span', c.label),
        iconButton('close', `Remove ${c.label}`, () => this.remove(c), 'button.chip-x'))));
      this.input.value = '';
      this.input.placeholder = one ? '' : this.placeholder;
    } else {
      this.input.value = one ? one.label : '';
      this.chips.replaceChildren(...(one?.face ? [avatar(one.face, 'tiny')] : []));
    }
    this.clear.hidden = this.multi || !one || !this.at.optional;
  }

  async open(typed) {
    const words = typed ? this.input.value.trim() : '';
    const turn = ++this.asked;
    if (this.remote && typed) await new Promise((r) => setTimeout(r, 180));
    if (turn !== this.asked) return;
    let choices;
    try {
      choices = await this.source(words);
    } catch (err) {
      return this.show([], err.message);
    }
    if (turn !== this.asked || document.activeElement !== this.input) return;
    if (choices === null) return this.show([], 'Type to search');
    const wanted = words.toLowerCase();
    const fits = (c) => this.remote || !wanted || `${c.label} ${c.hint || ''}`.toLowerCase().includes(wanted);
    const taken = new Set(this.multi ? this.picked.map((c) => c.key) : []);
    this.show(choices.filter((c) => fits(c) && !taken.has(c.key)), 'No results');
  }

  show(choices, none) {
    this.shown = choices;
    const current = this.picked[0]?.key;
    this.active = choices.length ? Math.max(0, choices.findIndex((c) => !this.multi && c.key === current)) : -1;
    let group;
    const rows = choices.flatMap((c, i) => {
      const head = c.group && c.group !== group ? [h('div.list-group', { role: 'presentation' }, c.group)] : [];
      group = c.group;
      return [...head, this.row(c, i, !this.multi && c.key === current)];
    });
    this.list.replaceChildren(...(rows.length ? rows : [h('div.list-none', none)]));
    if (!this.list.isConnected || !this.list.matches(':popover-open')) {
      this.move = () => this.shut();
      addEventListener('resize', this.move);
      document.addEventListener('scroll', this.scrolled = (e) => !this.list.contains(e.target) && this.box.isConnected && this.place?.(), true);
    }
    this.place = float(this.list, this.box, { wide: true });
    this.input.setAttribute('aria-expanded', 'true');
    this.highlight();
  }

  row(c, i, chosen) {
    return h('div.option', { role: 'option', id: `${this.listId}-${i}`, 'aria-selected': String(chosen), dataset: { value: c.key }, onclick: () => this.pick(i), onpointermove: () => this.active !== i && this.highlight(this.active = i) },
      c.face ? avatar(c.face, 'tiny') : null, h('span.option-words', h('span', c.label), c.hint ? h('span.option-hint', c.hint) : null), chosen ? icon('check') : null);
  }

  highlight() {
    for (const [i, row] of [...this.list.querySelectorAll('.option')].entries()) {
      row.classList.toggle('is-active', i === this.active);
      if (i === this.active) row.scrollIntoView({ block: 'nearest' });
    }
    if (this.active >= 0) this.input.setAttribute('aria-activedescendant', `${this.listId}-${this.active}`);
    else this.input.removeAttribute('aria-activedescendant');
  }

  isOpen() {
    return this.input.getAttribute('aria-expanded') === 'true';
  }

  shut() {
    this.asked++;
    removeEventListener('resize', this.move);
    document.removeEventListener('scroll', this.scrolled, true);
    this.list.remove();
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    this.paint();
  }

  key(e) {
    if (e.key === 'Enter') {
      e.preventDefault();
      if (!this.isOpen()) this.open();
      else if (this.active >= 0) this.pick(this.active);
    } else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      if (!this.isOpen()) return this.open();
      const n = this.shown.length;
      if (n) this.active = (this.active + (e.key === 'ArrowDown' ? 1 : n - 1)) % n;
      this.highlight();
    } else if (e.key === 'Escape' && this.isOpen()) {
      e.preventDefault();
      e.stopPropagation();
      this.shut();
    } else if (e.key === 'Backspace' && this.multi && !this.input.value && this.picked.length) {
      this.remove(this.picked.at(-1));
    }
  }

  async pick(i) {
    const choice = this.shown[i];
    const before = this.picked;
    const max = this.el.max_selected_items;
    if (this.multi && max && before.length >= max) return this.show([], `You can choose up to ${max}.`);
    this.picked = this.multi ? [...before, choice] : [choice];
    this.shut();
    if (!(await this.tell())) this.picked = before;
    this.paint();
    if (this.multi && this.input.isConnected) this.input.focus();
  }

  remove(choice) {
    this.picked = this.picked.filter((c) => c.key !== choice.key);
    this.paint();
    this.tell();
    this.input.focus();
  }

  drop() {
    this.picked = [];
    this.paint();
    this.tell();
    this.input.focus();
  }

  tell() {
    const values = this.picked.map((c) => c.value);
    return changed(this.input, this.el, this.at, { [this.field]: this.multi ? values : values[0] ?? null });
  }
}
