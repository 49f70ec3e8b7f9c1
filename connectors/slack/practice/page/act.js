// An interactive element tells the app: pending mark, confirm, and a warning when the app stayed silent.
import { h, icon, spinner } from './dom.js';
import { confirmFirst } from './popup.js';

// at: {surface, blockId}. Resolves to true when the app acknowledged.
export async function act(node, el, at, extra) {
  if (node.getAttribute('aria-busy') === 'true') return false;
  clearWarning(node);
  busy(node, true);
  try {
    await at.surface.click({ block_id: at.blockId, action_id: el.action_id, element: { type: el.type, ...extra } });
    return true;
  } catch (err) {
    warn(node, err.message);
    return false;
  } finally {
    busy(node, false);
  }
}

export function agreed(el, at) {
  return confirmFirst(el.confirm, at.surface.ws);
}

function busy(node, on) {
  if (on) {
    node.setAttribute('aria-busy', 'true');
    // Answers of a local app take milliseconds; a spinner that flashes would only unsettle.
    node.pending = setTimeout(() => node.classList.contains('btn') && node.append(spinner()), 120);
  } else {
    clearTimeout(node.pending);
    node.removeAttribute('aria-busy');
    node.querySelector(':scope > .spinner')?.remove();
  }
}

function host(node) {
  return node.closest('[data-block-id].block') || node.parentElement;
}

function warn(node, text) {
  if (!node.isConnected) return;
  node.classList.add('has-warning');
  host(node).append(h('div.act-warning', { role: 'alert' }, icon('warn'), text));
}

function clearWarning(node) {
  node.classList.remove('has-warning');
  for (const old of host(node).querySelectorAll(':scope > .act-warning')) old.remove();
}

// Marks an element so that stories and the keyboard find it again.
export function mark(node, el, at) {
  node.dataset.blockId = at.blockId;
  node.dataset.actionId = el.action_id || '';
  return node;
}

// Keeps a new value and, where the block asks for it, tells the app.
export async function changed(node, el, at, value) {
  if (at.dispatches && el.confirm && !(await agreed(el, at))) return false;
  at.surface.values.set(at.blockId, el.action_id, { type: el.type, ...value });
  at.surface.touched?.(at.blockId);
  if (at.dispatches) act(node, el, at, value);
  return true;
}
