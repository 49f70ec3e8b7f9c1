// Buttons, overflow menus, checkboxes and radio buttons.
import { h, icon } from './dom.js';
import { plain } from './emoji.js';
import { renderText } from './mrkdwn.js';
import { act, agreed, changed, mark } from './act.js';
import { menu } from './popup.js';

const styles = { primary: 'is-primary', danger: 'is-danger' };

export function button(el, at) {
  const label = plain(el.text);
  const press = async () => {
    if (node.getAttribute('aria-busy') === 'true' || !(await agreed(el, at))) return;
    act(node, el, at, { value: el.value, text: el.text });
  };
  const common = { class: styles[el.style] || '', 'aria-label': el.accessibility_label, onclick: press };
  // A link button opens the page and tells the app as well.
  const node = el.url && /^https?:/i.test(el.url)
    ? h('a.btn', { ...common, href: el.url, target: '_blank', rel: 'noopener noreferrer' }, h('span.btn-label', label))
    : h('button.btn', { ...common, type: 'button' }, h('span.btn-label', label));
  if (el.value) node.dataset.value = el.value;
  return mark(node, el, at);
}

// The small buttons under a message: what was thought of it, and what else can be done.
function mini(shape, label, pressed, onclick) {
  return h('button.mini', { type: 'button', 'aria-label': label, title: label, 'aria-pressed': pressed, onclick }, icon(shape));
}

export function iconButton(el, at) {
  const label = el.accessibility_label || plain(el.text);
  const node = h('button.mini', { type: 'button', 'aria-label': label, onclick: async () => { if (await agreed(el, at)) act(node, el, at, { value: el.value, text: el.text }); } },
    icon(el.icon === 'trash' ? 'bin' : 'bolt'), h('span', plain(el.text)));
  if (el.visible_to_user_ids?.length && !el.visible_to_user_ids.includes(at.surface.ws.me.id)) node.hidden = true;
  return mark(node, el, at);
}

export function feedback(el, at) {
  const group = h('span', { role: 'group', 'aria-label': 'Feedback' });
  const one = (shape, side) => {
    const node = mini(shape, side.accessibility_label || plain(side.text), 'false', async () => {
      if (!(await act(group, el, at, { value: side.value, text: side.text }))) return;
      for (const other of group.children) other.setAttribute('aria-pressed', String(other === node));
    });
    node.dataset.value = side.value;
    return node;
  };
  group.append(one('good', el.positive_button), one('bad', el.negative_button));
  return mark(group, el, at);
}

export function overflow(el, at) {
  const run = async (option) => {
    if (!(await agreed(el, at))) return;
    if (option.url && /^https?:/i.test(option.url)) open(option.url, '_blank', 'noopener');
    act(node, el, at, { selected_option: option });
  };
  const items = (el.options || []).map((option) => ({
    label: plain(option.text), hint: plain(option.description), dataset: { value: option.value }, run: () => run(option),
  }));
  const node = h('button.btn.is-overflow', { type: 'button', 'aria-label': 'More actions', 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: () => menu(node, items, 'More actions', { end: true }) }, icon('dots'));
  return mark(node, el, at);
}

function option(el, at, type, o, checked, onchange) {
  const input = h('input', { type, name: type === 'radio' ? at.domId : null, value: o.value, dataset: { value: o.value }, onchange });
  input.checked = checked;
  return h('label.choice', input, h('span.choice-mark', { 'aria-hidden': 'true' }, type === 'checkbox' ? icon('check') : null),
    h('span.choice-words', h('span', renderText(o.text, at.surface.ws)), o.description ? h('span.choice-hint', renderText(o.description, at.surface.ws)) : null));
}

export function checkboxes(el, at) {
  const chosen = new Set((at.surface.values.get(at.blockId, el.action_id)?.selected_options || []).map((o) => o.value));
  const group = mark(h('div.choices', { role: 'group', id: at.domId, tabindex: '-1' }), el, at);
  const tell = async (e) => {
    const picked = new Set([...group.querySelectorAll('input:checked')].map((i) => i.value));
    const kept = await changed(group, el, at, { selected_options: (el.options || []).filter((o) => picked.has(o.value)) });
    if (!kept) e.target.checked = !e.target.checked;
  };
  group.append(...(el.options || []).map((o) => option(el, at, 'checkbox', o, chosen.has(o.value), tell)));
  return group;
}

export function radios(el, at) {
  const before = () => at.surface.values.get(at.blockId, el.action_id)?.selected_option?.value;
  const group = mark(h('div.choices', { role: 'radiogroup', id: at.domId, tabindex: '-1' }), el, at);
  const tell = async (e) => {
    const old = before();
    if (await changed(group, el, at, { selected_option: el.options.find((o) => o.value === e.target.value) })) return;
    for (const input of group.querySelectorAll('input')) input.checked = input.value === old;
  };
  group.append(...(el.options || []).map((o) => option(el, at, 'radio', o, o.value === before(), tell)));
  return group;
}
