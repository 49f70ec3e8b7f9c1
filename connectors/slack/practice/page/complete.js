// Completion while writing: /commands at the start, @people anywhere.
import { h, avatar } from './dom.js';
import { float } from './popup.js';

export class Completion {
  constructor(text, ws, { commands }) {
    Object.assign(this, { text, ws, commands, shown: [], active: 0, named: new Map() });
    this.id = `completion-${commands ? 'main' : 'thread'}`;
    this.box = h('div.completion.floating', { id: this.id, role: 'listbox', 'aria-label': 'Suggestions', onpointerdown: (e) => e.preventDefault() });
    text.setAttribute('aria-autocomplete', 'list');
    text.addEventListener('input', () => this.update());
    text.addEventListener('click', () => this.update());
    text.addEventListener('blur', () => this.close());
  }

  update() {
    if (document.activeElement !== this.text) return;
    const before = this.text.value.slice(0, this.text.selectionStart);
    const command = this.commands && /^\/(\S*)$/.exec(before);
    const running = this.commands && /^(\/\S+)\s/.exec(before);
    const person = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(before);
    if (command) this.show(this.commandRows(before), 'No such command');
    else if (running) this.hint(running[1]);
    else if (person) this.show(this.personRows(person[1]));
    else this.close();
  }

  commandRows(typed) {
    const fits = this.ws.commands.filter((c) => c.command.startsWith(typed.toLowerCase()));
    return fits.map((c) => ({
      key: c.command, insert: (value) => `${c.command} ${value.slice(typed.length).trimStart()}`,
      parts: [h('span.complete-lead', h('b', c.command), c.usage_hint ? h('span.usage', c.usage_hint) : null), h('span.complete-hint', c.description || '')],
    }));
  }

  personRows(typed) {
    const words = typed.toLowerCase();
    const fits = this.ws.people.filter((u) => !u.deleted && `${u.real_name} ${u.name}`.toLowerCase().split(/\s+/).some((w) => w.startsWith(words)));
    return fits.slice(0, 8).map((u) => ({
      key: u.id, insert: (value, at) => this.addPerson(u, value, at, typed.length + 1),
      parts: [avatar(u, 'tiny'), h('span.complete-lead', h('b', u.real_name || u.name), u.is_bot ? h('span.app-badge', 'App') : null), h('span.complete-hint', u.title || '')],
    }));
  }

  addPerson(user, value, at, length) {
    const name = `@${user.real_name || user.name}`;
    this.named.set(name, user.id);
    this.caret = at - length + name.length + 1;
    return `${value.slice(0, at - length)}${name} ${value.slice(at)}`;
  }

  // Slack sends mentions as <@U…>, whatever the person sees.
  withMentions(text) {
    const names = [...this.named.keys()].sort((a, b) => b.length - a.length);
    return names.reduce((t, name) => t.replaceAll(name, `<@${this.named.get(name)}>`), text);
  }

  show(rows, none) {
    if (!rows.length && !none) return this.close();
    this.shown = rows;
    this.active = 0;
    this.box.replaceChildren(...(rows.length ? rows.map((r, i) => h('div.option', { role: 'option', id: `${this.id}-${i}`, dataset: { value: r.key }, onclick: () => this.pick(i), onpointermove: () => { this.active = i; this.paint(); } }, r.parts)) : [h('div.list-none', none)]));
    this.open();
    this.paint();
  }

  hint(command) {
    const known = this.ws.commands.find((c) => c.command === command);
    if (!known) return this.close();
    this.shown = [];
    this.box.replaceChildren(h('div.usage-line', h('b', known.command), known.usage_hint ? h('span.usage', known.usage_hint) : null, h('span.complete-hint', known.description || '')));
    this.open();
    this.text.removeAttribute('aria-activedescendant');
  }

  open() {
    float(this.box, this.text.closest('form'), { wide: true });
    this.text.setAttribute('aria-controls', this.id);
  }

  paint() {
    for (const [i, row] of [...this.box.querySelectorAll('.option')].entries()) {
      row.classList.toggle('is-active', i === this.active);
      row.setAttribute('aria-selected', String(i === this.active));
      if (i === this.active) row.scrollIntoView({ block: 'nearest' });
    }
    if (this.shown.length) this.text.setAttribute('aria-activedescendant', `${this.id}-${this.active}`);
  }

  // Returns true when the key was meant for the list.
  key(e) {
    if (!this.box.isConnected || e.isComposing) return false;
    if (e.key === 'Escape') {
      e.preventDefault();
      this.close();
      return true;
    }
    if (!this.shown.length) return false;
    const exact = e.key === 'Enter' && this.text.value.trim() === this.shown[this.active].key;
    if (exact) return false;
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      this.active = (this.active + (e.key === 'ArrowDown' ? 1 : this.shown.length - 1)) % this.shown.length;
      this.paint();
    } else if ((e.key === 'Tab' && !e.shiftKey) || (e.key === 'Enter' && !e.shiftKey)) {
      this.pick(this.active);
    } else {
      return false;
    }
    e.preventDefault();
    return true;
  }

  pick(i) {
    this.caret = undefined;
    this.text.value = this.shown[i].insert(this.text.value, this.text.selectionStart);
    const at = this.caret ?? this.text.value.length;
    this.text.setSelectionRange(at, at);
    this.text.focus();
    this.close();
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  close() {
    this.box.remove();
    this.text.removeAttribute('aria-activedescendant');
    this.text.removeAttribute('aria-controls');
  }
}
