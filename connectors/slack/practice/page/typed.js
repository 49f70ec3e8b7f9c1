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

// Rich text is typed here as words, without their looks: what comes with looks keeps them until it is changed.
export function rich(el, at) {
  const words = (v) => (typeof v?.text === 'string' ? v.text : v?.url || (v?.name ? `:${v.name}:` : (v?.elements || []).map(words).join(/^rich_text(_list)?$/.test(v?.type) ? '\n' : '')));
  const input = mark(h('textarea.field', { id: at.domId, placeholder: plain(el.placeholder), rows: String(Math.min(10, el.min_lines || 4)), 'aria-label': at.label ? null : plain(el.placeholder) || 'Text' }), el, at);
  input.value = words(at.surface.values.get(at.blockId, el.action_id)?.rich_text_value);
  input.addEventListener('input', () => {
    const text = { type: 'rich_text_section', elements: [{ type: 'text', text: input.value }] };
    at.surface.values.set(at.blockId, el.action_id, { type: el.type, rich_text_value: input.value ? { type: 'rich_text', elements: [text] } : null });
    at.surface.touched?.(at.blockId);
  });
  return input;
}

function count(el, input, counter) {
  if (!counter) return;
  const left = el.max_length - [...input.value].length;
  counter.textContent = String(left);
  counter.classList.toggle('is-over', left < 0);
  // Slack shows the count once it starts to matter.
  counter.hidden = el.max_length > 500 && left > 100;
}
