// Where one writes: text, files, slash commands, shortcuts.
import { h, icon, iconButton, spinner } from './dom.js';
import { api } from './api.js';
import { Completion } from './complete.js';
import { fileBadge, readable } from './files.js';
import { refusal } from './fileinput.js';
import { menu } from './popup.js';

export class Composer {
  // id is "composer" or "thread-composer"; threadTs only in threads.
  constructor(app, { id, channel, threadTs }) {
    Object.assign(this, { app, id, channel, threadTs, files: [], waiting: 0 });
    this.draftKey = `${app.ws.me.id} ${channel} ${threadTs || ''}`;
    const name = app.ws.channelName(channel);
    const isIm = app.ws.channels.get(channel)?.kind === 'im';
    this.placeholder = threadTs ? 'Reply…' : `Message ${isIm ? '' : '#'}${name}`;
    this.build();
    this.completion = new Completion(this.text, app.ws, { commands: !threadTs });
    this.text.value = app.drafts.get(this.draftKey) || '';
    this.changed();
  }

  build() {
    const prefix = this.threadTs ? 'thread-' : '';
    this.text = h('textarea', { rows: '1', placeholder: this.placeholder, 'aria-label': this.placeholder, oninput: () => this.changed(), onkeydown: (e) => this.key(e), onpaste: (e) => this.pasted(e) });
    this.chips = h('div.composer-files', { hidden: true });
    this.trouble = h('p.composer-error', { role: 'alert', hidden: true });
    this.picker = h('input', { type: 'file', id: `${prefix}file-input`, multiple: true, class: 'visually-hidden', tabindex: '-1', 'aria-label': 'Attach files', onchange: () => { this.attach([...this.picker.files]); this.picker.value = ''; } });
    this.button = h('button.send', { type: 'submit', id: `${prefix}send`, 'aria-label': 'Send', title: 'Send' }, icon('send'));
    const plus = iconButton('plus', 'Shortcuts', () => this.shortcuts(plus));
    plus.setAttribute('aria-haspopup', 'menu');
    plus.setAttribute('aria-expanded', 'false');
    this.plus = plus;
    this.form = h('form', { id: this.id, class: 'composer', onsubmit: (e) => { e.preventDefault(); this.send(); } },
      this.text, this.chips, h('div.composer-tools', this.threadTs ? null : plus, iconButton('clip', 'Attach a file', () => this.picker.click()), this.picker,
        this.threadTs ? null : iconButton('slash', 'Run a command', () => this.type('/')), iconButton('at', 'Mention somebody', () => this.insert('@')), h('span.grow'), h('span.key-hint', { 'aria-hidden': 'true' }, h('b', 'Shift + Enter'), ' for a new line'), this.button));
    this.node = h('div.composer-wrap', this.form, this.trouble);
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  type(text) {
    this.text.value = text;
    this.focus();
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  insert(text) {
    this.focus();
    const at = this.text.selectionStart;
    const gap = at > 0 && !/\s/.test(this.text.value[at - 1]) ? ' ' : '';
    this.text.setRangeText(gap + text, at, this.text.selectionEnd, 'end');
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  changed() {
    this.text.style.height = 'auto';
    if (this.text.scrollHeight) this.text.style.height = `${Math.min(this.text.scrollHeight, 240)}px`;
    this.app.drafts.set(this.draftKey, this.text.value);
    this.button.disabled = this.waiting > 0 || (!this.text.value.trim() && !this.files.length);
  }

  key(e) {
    if (this.completion.key(e)) return;
    if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      this.send();
    }
  }

  pasted(e) {
    const files = [...(e.clipboardData?.files || [])];
    if (!files.length) return;
    e.preventDefault();
    this.attach(files);
  }

  say(text) {
    this.trouble.replaceChildren(...(text ? [icon('warn'), text] : []));
    this.trouble.hidden = !text;
  }

  async attach(list) {
    this.say('');
    await Promise.all(list.map(async (file) => {
      const no = refusal(file);
      if (no) return this.say(no);
      const row = h('div.composer-file', spinner(), h('span.file-words', h('span.file-name', file.name), h('span.file-meta', 'Uploading…')));
      this.chips.append(row);
      this.chips.hidden = false;
      this.waiting++;
      this.changed();
      try {
        const kept = await api.upload(this.app.ws.me.id, file);
        this.files.push(kept);
        row.replaceChildren(fileBadge(kept), h('span.file-words', h('span.file-name', kept.name), h('span.file-meta', readable(kept.size))), iconButton('close', `Remove ${kept.name}`, () => this.detach(kept, row)));
      } catch (err) {
        row.remove();
        this.say(err.message);
      }
      this.waiting--;
      this.chips.hidden = !this.chips.children.length;
      this.changed();
    }));
    this.focus();
  }

  detach(file, row) {
    this.files = this.files.filter((f) => f !== file);
    row.remove();
    this.chips.hidden = !this.chips.children.length;
    this.changed();
    this.focus();
  }

  async send() {
    const typed = this.text.value.trim();
    if (this.waiting > 0 || (!typed && !this.files.length)) return;
    const { files } = this;
    const rows = [...this.chips.children];
    this.completion.close();
    this.say('');
    this.empty();
    this.focus();
    this.button.classList.add('is-waiting');
    try {
      await this.deliver(typed, files);
    } catch (err) {
      if (!this.text.value) this.text.value = typed;
      this.files = files;
      this.chips.replaceChildren(...rows);
      this.chips.hidden = !rows.length;
      this.changed();
      this.say(err.message);
    } finally {
      this.button.classList.remove('is-waiting');
      this.app.pulse();
    }
  }

  empty() {
    this.text.value = '';
    this.files = [];
    this.chips.replaceChildren();
    this.chips.hidden = true;
    this.changed();
  }

  deliver(typed, files) {
    const as = this.app.ws.me.id;
    // A slash followed by a blank, or a path, is a message in Slack too.
    const command = /^\/[^\s/]+(\s|$)/.exec(typed)?.[0].trim();
    if (command && this.threadTs) throw new Error(`${command} is not supported in threads. Run it in the conversation.`);
    if (command) return api.command({ as, channel: this.channel, text: typed });
    return api.send({ as, channel: this.channel, text: this.completion.withMentions(typed), files: files.map((f) => f.id), thread_ts: this.threadTs });
  }

  shortcuts(anchor) {
    const { ws } = this.app;
    const items = [
      ...ws.shortcutsOf('global').map((s) => ({ label: s.name, hint: ws.app.name, icon: 'bolt', dataset: { shortcut: s.callback_id }, run: () => this.app.shortcut(s) })),
      ...ws.commands.map((c) => ({ label: c.command, hint: c.description, icon: 'slash', run: () => this.type(`${c.command} `) })),
    ];
    menu(anchor, items, 'Shortcuts', { empty: 'No shortcuts yet.' });
  }

  end() {
    this.completion.close();
  }
}
