// Builds nodes without ever parsing HTML: foreign text only becomes text nodes.
import { shapes } from './icons.js';

const SVG = 'http://www.w3.org/2000/svg';

// h('a.link#x', {href, onclick, dataset, vars}, child, [children], 'text')
export function h(spec, ...rest) {
  const [, tag, tail] = /^([a-z0-9-]*)(.*)$/i.exec(spec);
  const node = document.createElement(tag || 'div');
  for (const [, kind, name] of tail.matchAll(/([.#])([^.#]+)/g)) {
    if (kind === '.') node.classList.add(name);
    else node.id = name;
  }
  if (isProps(rest[0])) set(node, rest.shift());
  node.append(...rest.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ''));
  return node;
}

function isProps(value) {
  return value && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Node);
}

function set(node, props) {
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'dataset') Object.assign(node.dataset, value);
    else if (key === 'vars') for (const [k, v] of Object.entries(value)) node.style.setProperty(k, v);
    else if (key === 'value') node.value = value;
    else if (key === 'class') node.classList.add(...value.split(' ').filter(Boolean));
    else node.setAttribute(key, value === true ? '' : value);
  }
}

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of shapes[name] || []) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

export function iconButton(name, label, onclick, spec = 'button.icon-button') {
  return h(spec, { type: 'button', 'aria-label': label, title: label, onclick }, icon(name));
}

// Puts nodes into parent in this order and touches only what differs, so that focus and scroll stay.
export function sync(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

export function avatar(user, size = '') {
  const face = h('span.avatar', { class: size, 'aria-hidden': 'true' }, user.initials || (user.real_name || user.name || '?')[0]);
  if (user.is_bot) face.classList.add('is-bot');
  if (user.color) face.style.setProperty('--face', user.color.startsWith('#') || user.color.includes('(') ? user.color : `#${user.color}`);
  return face;
}

// A picture that cannot come leaves its description.
export function picture(spec, props) {
  const instead = () => h('span.no-picture', { title: props.src }, props.alt || 'Picture');
  // Nothing is fetched from elsewhere; the page's security policy would refuse it anyway.
  if (!ours(props.src)) return instead();
  const node = h(spec, props);
  node.addEventListener('error', () => node.replaceWith(instead()));
  return node;
}

function ours(address) {
  return /^(data|blob):/.test(address) || (URL.canParse(address, location.href) && new URL(address, location.href).origin === location.origin);
}

export function spinner() {
  return h('span.spinner', { 'aria-hidden': 'true' });
}

// Says something to screen readers and, for a moment, to everybody.
export function notice(text, kind = '') {
  const box = document.getElementById('notice');
  const line = h('div.toast', { class: kind }, text);
  box.append(line);
  setTimeout(() => line.remove(), 6000);
}
