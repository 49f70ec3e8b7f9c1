// Things that float: menus and confirm dialogs. All live in the top layer, so nothing clips them.
import { h, icon } from './dom.js';
import { plain } from './emoji.js';
import { renderText } from './mrkdwn.js';

// Shows node below anchor, or above where there is more room. Returns a function that moves it again.
export function float(node, anchor, { wide = false, end = false } = {}) {
  node.popover = 'manual';
  if (!node.isConnected) document.body.append(node);
  node.showPopover();
  const place = () => {
    const a = anchor.getBoundingClientRect();
    if (wide) node.style.width = `${Math.max(a.width, 180)}px`;
    const below = innerHeight - a.bottom - 12;
    const above = a.top - 12;
    const up = below < Math.min(node.scrollHeight, 260) && above > below;
    node.style.maxHeight = `${Math.min(340, up ? above : below)}px`;
    const box = node.getBoundingClientRect();
    node.style.left = `${Math.max(8, Math.min(end ? a.right - box.width : a.left, innerWidth - box.width - 8))}px`;
    node.style.top = `${up ? a.top - box.height - 4 : a.bottom + 4}px`;
  };
  place();
  return place;
}

// items: {label, hint, icon, run}. Arrow keys move, Escape returns to the button.
export function menu(anchor, items, label, options = {}) {
  const box = h('div.menu.floating', { class: options.row ? 'is-row' : '', role: 'menu', 'aria-label': label });
  const close = (refocus) => {
    if (!box.isConnected) return;
    box.remove();
    anchor.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    removeEventListener('resize', close);
    if (refocus) anchor.focus();
  };
  const outside = (e) => {
    if (!box.contains(e.target) && !anchor.contains(e.target)) close(false);
  };
  box.append(...items.map((item) => h('button.menu-item', { type: 'button', role: 'menuitem', dataset: item.dataset, onclick: () => { close(true); item.run(); } },
    item.icon ? icon(item.icon) : null, h('span', h('span.menu-label', item.label), item.hint ? h('span.menu-hint', item.hint) : null))));
  if (!items.length) box.append(h('p.menu-empty', options.empty || 'Nothing here.'));
  box.addEventListener('keydown', (e) => menuKeys(e, box, close));
  anchor.setAttribute('aria-expanded', 'true');
  float(box, anchor, options);
  document.addEventListener('pointerdown', outside, true);
  addEventListener('resize', close);
  (box.querySelector('button') || anchor).focus();
}

function menuKeys(e, box, close) {
  const all = [...box.querySelectorAll('button')];
  const at = all.indexOf(document.activeElement);
  const go = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[e.key];
  if (go !== undefined && all.length) {
    e.preventDefault();
    all[(go + all.length) % all.length].focus();
  }
  if (e.key === 'Escape' || e.key === 'Tab') {
    e.preventDefault();
    e.stopPropagation();
    close(true);
  }
}

// A dialog in the middle of the page; show gives its parts and gets what ends it.
function dialogue(title, show) {
  const back = document.activeElement;
  return new Promise((resolve) => {
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      back?.focus();
      resolve(answer);
    };
    const { parts, first, none } = show(done);
    const dialog = h('dialog.confirm', { role: 'alertdialog', 'aria-label': title }, h('h2', title), parts);
    dialog.addEventListener('cancel', (e) => { e.preventDefault(); done(none); });
    dialog.addEventListener('keydown', (e) => e.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
    first.focus();
  });
}

// Slack's confirm object, https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object.
export function confirmFirst(confirm, ws) {
  if (!confirm) return Promise.resolve(true);
  return dialogue(plain(confirm.title) || 'Are you sure?', (done) => {
    const yes = h('button.btn.confirm-yes', { type: 'button', class: confirm.style === 'danger' ? 'is-danger' : 'is-primary', onclick: () => done(true) }, plain(confirm.confirm) || 'Yes');
    const no = h('button.btn.confirm-no', { type: 'button', onclick: () => done(false) }, plain(confirm.deny) || 'Cancel');
    return { parts: [h('div.confirm-text', renderText(confirm.text, ws)), h('div.confirm-buttons', no, yes)], first: yes, none: false };
  });
}

// Asks for other words than these; null where they stay. Enter saves, as in Slack.
export function otherWords(title, text) {
  return dialogue(title, (done) => {
    const save = () => done(words.value.trim() ? words.value : null);
    const words = h('textarea.own-words', { rows: '4', 'aria-label': title, onkeydown: (e) => {
      if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
      e.preventDefault();
      save();
    } });
    words.value = text;
    const no = h('button.btn.confirm-no', { type: 'button', onclick: () => done(null) }, 'Cancel');
    return { parts: [words, h('div.confirm-buttons', no, h('button.btn.confirm-yes.is-primary', { type: 'button', onclick: save }, 'Save'))], first: words, none: null };
  });
}
