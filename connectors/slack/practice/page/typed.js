// Inputs one types into: text, number, e-mail, address of a page.
import { h } from './dom.js';
import { plain } from './emoji.js';
import { act, mark } from './act.js';

const modes = { number_input: 'decimal', email_text_input: 'email', url_text_input: 'url' };

export function typed(el, at) {
  const kept = at.surface.values.get(at.blockId, el.action_id)?.value ?? '';
  const triggers = at.dispatches ? el.dispatch_action_config?.trigger_actions_on || ['on_enter_pressed'] : [];
  const input = mark(h(el.multiline ? 'textarea.field' : 'input.field', {
    id: at.domId, placeholder: plain(el.placeholder), autocomplete: 'off', inputmode: modes[el.type], type: el.multiline ? null : 'text',
    rows: el.multiline ? '4' : null, 'aria-label': at.label ? null : plain(el.placeholder) || 'Text',
  }), el, at);
  input.value = kept;
  const counter = el.max_length ? h('span.counter', { 'aria-hidden': 'true' }) : null;
  const tell = () => act(input, el, at, { value: input.value || null });
  let soon;
  input.addEventListener('input', () => {
    at.surface.values.set(at.blockId, el.action_id, { type: el.type, value: input.value === '' ? null : input.value });
    at.surface.touched?.(at.blockId);
    count(el, input, counter);
    if (!triggers.includes('on_character_entered')) return;
    clearTimeout(soon);
    soon = setTimeout(tell, 300);
  });
  input.addEventListener('keydown', (e) => {
    if (e.key !== 'Enter' || e.shiftKey || el.multiline || e.isComposing || !triggers.includes('on_enter_pressed')) return;
    e.preventDefault();
    tell();
  });
  count(el, input, counter);
  return counter ? h('div.with-counter', { class: el.multiline ? 'is-multiline' : '' }, input, counter) : input;
}

function count(el, input, counter) {
  if (!counter) return;
  const left = el.max_length - [...input.value].length;
  counter.textContent = String(left);
  counter.classList.toggle('is-over', left < 0);
  // Slack shows the count once it starts to matter.
  counter.hidden = el.max_length > 500 && left > 100;
}
