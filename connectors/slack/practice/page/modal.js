// The stack of modals of the acting person.
import { h, icon, iconButton, spinner, avatar } from './dom.js';
import { api } from './api.js';
import { plain } from './emoji.js';
import { renderBlocks } from './blocks.js';
import { Values, allBlocks, isEmpty, mistake } from './values.js';

export class Modals {
  constructor(app) {
    Object.assign(this, { app, open: [], turn: 0 });
    this.root = document.getElementById('modals');
  }

  // Makes the page show exactly this stack, bottom first; what is typed in views that stay is kept.
  show(stack) {
    this.turn++;
    const was = this.top();
    if (!was && stack.length) this.back = spot(document.activeElement);
    was?.remember();
    const known = new Map(this.open.map((m) => [m.view.id, m]));
    this.open = stack.map((view) => {
      const modal = known.get(view.id) || new Modal(this, view);
      known.delete(view.id);
      modal.update(view);
      return modal;
    });
    for (const gone of known.values()) gone.node.remove();
    for (const [i, modal] of this.open.entries()) {
      modal.node.hidden = i < this.open.length - 1;
      modal.node.classList.toggle('is-pushed', i > 0);
      if (!modal.node.isConnected) this.root.append(modal.node);
    }
    document.getElementById('app').inert = stack.length > 0;
    document.body.classList.toggle('has-modal', stack.length > 0);
    const now = this.top();
    if (now && now !== was) now.focusBack();
    // What had focus may be gone since the view was drawn anew.
    else if (now && document.activeElement === document.body) now.focusBack();
    if (was && !now) this.giveBack();
  }

  giveBack() {
    if (!regain(this.back, document)) this.app.focusComposer();
  }

  top() {
    return this.open.at(-1);
  }

  take(event) {
    const views = this.open.map((m) => m.view);
    if (event.type === 'view_closed') {
      const id = event.view?.id || event.view;
      return this.show(views.filter((v) => v.id !== id));
    }
    const i = views.findIndex((v) => v.id === event.view.id);
    if (i >= 0) views[i] = event.view;
    else views.push(event.view);
    this.show(views);
  }

  async refresh() {
    const { as } = this.app.place;
    const { turn } = this;
    const { stack } = await api.views(as);
    // What was shown meanwhile is newer than this answer.
    if (as === this.app.place.as && turn === this.turn) this.show(stack || []);
  }
}

// Where focus is, so that it is found again after the place was drawn anew.
function spot(node) {
  return { node, ts: node.closest('[data-ts]')?.dataset.ts, block: node.dataset.blockId, action: node.dataset.actionId };
}

// Brings focus back to a spot below root; false where it is gone.
function regain(at, root) {
  if (!at || at.node === document.body) return false;
  const scope = at.ts ? document.querySelector(`[data-ts="${CSS.escape(at.ts)}"]`) : root;
  const same = at.node.isConnected ? at.node
    : at.action && scope?.querySelector(`[data-block-id="${CSS.escape(at.block || '')}"][data-action-id="${CSS.escape(at.action)}"]`);
  same?.focus({ preventScroll: true });
  return Boolean(same) && document.activeElement === same;
}

class Modal {
  constructor(modals, view) {
    Object.assign(this, { modals, app: modals.app, values: new Values(view.state?.values || view.state), waiting: false });
    const { ws } = this.app;
    this.surface = {
      kind: 'modal', ws, values: this.values,
      address: () => ({ view: this.view.id }),
      touched: (blockId) => this.setError(blockId, ''),
      click: (action) => this.app.click({ view: this.view.id, ...action, state: { values: this.values.toState() } }),
    };
    this.title = h('h1', { id: `title-${view.id}` });
    this.blocks = h('div.blocks');
    this.trouble = h('div.modal-error', { role: 'alert', hidden: true });
    this.submit = h('button.btn.is-primary.modal-submit', { type: 'submit' });
    this.cancel = h('button.btn.modal-close', { type: 'button', onclick: () => this.close() });
    this.foot = h('footer.modal-foot', h('span.modal-app', avatar(ws.bot(), 'tiny'), ws.app.name || ''), this.cancel, this.submit);
    this.form = h('form.modal-form', { novalidate: true, onsubmit: (e) => { e.preventDefault(); this.send(); } }, h('div.modal-body', { tabindex: '-1' }, this.trouble, this.blocks), this.foot);
    this.node = h('div.modal-layer', h('div.modal', { role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': `title-${view.id}`, dataset: { view: view.id }, onkeydown: (e) => this.key(e) },
      h('header.modal-head', iconButton('back', 'Back', () => this.close(), 'button.icon-button.modal-back'), this.title, iconButton('close', 'Close everything', () => this.close(true), 'button.icon-button.modal-x')), this.form));
  }

  update(view) {
    if (this.view && JSON.stringify({ ...view, state: null }) === JSON.stringify({ ...this.view, state: null })) return;
    if (this.view) this.values.keepOnly(view.blocks || []);
    this.view = view;
    this.title.textContent = plain(view.title);
    renderBlocks(this.blocks, view.blocks, this.surface);
    this.submit.replaceChildren(h('span.btn-label', plain(view.submit) || 'Submit'));
    this.submit.hidden = !view.submit;
    this.cancel.textContent = plain(view.close) || (view.submit ? 'Cancel' : 'Close');
    this.say('');
    if (this.waiting) this.wait(true);
  }

  // Keeps what has focus, for when the view above is gone or this one was drawn anew.
  remember() {
    if (this.node.contains(document.activeElement)) this.last = spot(document.activeElement);
  }

  focusBack() {
    if (!regain(this.last, this.blocks)) this.focusFirst();
  }

  focusFirst() {
    const first = this.node.querySelector('[data-focus-on-load] input, input[data-focus-on-load], textarea[data-focus-on-load]')
      || this.blocks.querySelector('.block-input input:not([type=file]):not([type=date]), .block-input textarea')
      || (this.submit.hidden ? this.blocks.querySelector('button, input, a') || this.cancel : this.submit);
    first.focus({ preventScroll: true });
  }

  key(e) {
    if (e.key === 'Escape' && !e.defaultPrevented) {
      e.preventDefault();
      this.close();
    }
    if (e.key === 'Enter' && (e.metaKey || e.ctrlKey)) {
      e.preventDefault();
      this.form.requestSubmit();
    }
    if (e.key === 'Tab') this.trap(e);
  }

  trap(e) {
    const all = [...this.node.querySelectorAll('button, input, textarea, a[href], [tabindex="0"]')].filter((n) => !n.disabled && n.tabIndex >= 0 && n.offsetParent);
    const edge = e.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge) return;
    e.preventDefault();
    (e.shiftKey ? all.at(-1) : all[0]).focus();
  }

  async close(all) {
    const rest = all ? [] : this.modals.open.filter((m) => m !== this).map((m) => m.view);
    this.modals.show(rest);
    try {
      await api.close({ as: this.app.place.as, view: this.view.id, ...(all ? { all: true } : {}) });
    } catch (err) {
      this.app.trouble(err);
    }
    this.app.pulse();
  }

  inputs() {
    return allBlocks(this.view.blocks).filter((b) => b.type === 'input' && b.element);
  }

  mistakes() {
    const found = {};
    for (const block of this.inputs()) {
      const text = mistake(block, this.values.get(block.block_id, block.element.action_id));
      if (text) found[block.block_id] = text;
    }
    return found;
  }

  // Slack leaves out nothing: an untouched input is sent with its empty value.
  state() {
    const state = this.values.toState();
    for (const actions of Object.values(state)) {
      for (const [id, value] of Object.entries(actions)) if (isEmpty(value) && value.value === '') actions[id] = { ...value, value: null };
    }
    return state;
  }

  async send() {
    if (this.waiting || this.submit.hidden) return;
    this.showErrors({});
    this.say('');
    const found = this.mistakes();
    if (Object.keys(found).length) return this.showErrors(found);
    this.remember(); // a disabled button loses focus
    this.wait(true);
    let replaced = false;
    try {
      const reply = await api.submit({ as: this.app.place.as, view: this.view.id, state: this.state() });
      if (reply.response === 'errors') this.showErrors(reply.errors || {});
      else await this.modals.refresh();
      replaced = reply.response === 'update';
    } catch (err) {
      this.say(err.message);
    } finally {
      this.wait(false);
      if (this.modals.top() === this) {
        if (replaced) this.focusFirst();
        else if (document.activeElement === document.body) this.focusBack();
      }
      this.app.pulse();
    }
  }

  wait(on) {
    this.waiting = on;
    this.submit.disabled = on;
    this.submit.setAttribute('aria-busy', String(on));
    this.submit.querySelector('.spinner')?.remove();
    clearTimeout(this.slow);
    if (on) this.slow = setTimeout(() => this.waiting && this.submit.append(spinner()), 120);
  }

  say(text) {
    this.trouble.replaceChildren(...(text ? [icon('warn'), text] : []));
    this.trouble.hidden = !text;
    if (text) this.trouble.scrollIntoView({ block: 'nearest' });
  }

  setError(blockId, text) {
    const block = this.blocks.querySelector(`.block-input[data-block-id="${CSS.escape(blockId)}"]`);
    const line = block?.querySelector('.field-error');
    if (!line) return null;
    line.textContent = text;
    line.hidden = !text;
    block.classList.toggle('has-error', Boolean(text));
    const control = block.querySelector('[data-action-id]');
    if (text) control?.setAttribute('aria-invalid', 'true');
    else control?.removeAttribute('aria-invalid');
    return block;
  }

  showErrors(errors) {
    for (const block of this.inputs()) this.setError(block.block_id, errors[block.block_id] || '');
    const first = this.inputs().find((b) => errors[b.block_id]);
    const node = first && this.setError(first.block_id, errors[first.block_id]);
    if (!node) return;
    node.scrollIntoView({ block: 'center' });
    (node.querySelector('.choices input') || node.querySelector('[data-action-id]'))?.focus({ preventScroll: true });
  }
}
