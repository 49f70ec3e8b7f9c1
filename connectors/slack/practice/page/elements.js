// From an element's type to the thing on the page.
import { h, picture } from './dom.js';
import { plain } from './emoji.js';
import { renderText } from './mrkdwn.js';
import { button, iconButton, feedback, overflow, checkboxes, radios } from './choices.js';
import { combo } from './combo.js';
import { rich, typed } from './typed.js';
import { datePicker } from './dates.js';
import { fileInput } from './fileinput.js';
import { initialValue } from './values.js';

const makers = {
  button, workflow_button: button, icon_button: iconButton, feedback_buttons: feedback, overflow, checkboxes, radio_buttons: radios,
  static_select: combo, external_select: combo, users_select: combo, conversations_select: combo, channels_select: combo,
  multi_static_select: combo, multi_external_select: combo, multi_users_select: combo, multi_conversations_select: combo, multi_channels_select: combo,
  datepicker: datePicker, timepicker: datePicker, datetimepicker: datePicker,
  plain_text_input: typed, number_input: typed, email_text_input: typed, url_text_input: typed, rich_text_input: rich, file_input: fileInput,
};

let made = 0;

// at: {surface, blockId, dispatches, optional, label}.
export function renderElement(el, at) {
  if (el.type === 'image') return picture('img.element-image', { src: el.image_url, alt: el.alt_text || '' });
  if (el.type === 'mrkdwn' || el.type === 'plain_text') return h('span', renderText(el, at.surface.ws));
  const make = makers[el.type];
  if (!make) return h('div.unsupported', `Unsupported element: ${el.type || 'no type'}`);
  const here = { ...at, domId: `e${++made}` };
  const { values } = at.surface;
  const known = values.get(at.blockId, el.action_id);
  if (!known || known.type !== el.type) {
    const first = initialValue(el, at.surface.ws.zone());
    if (first) values.set(at.blockId, el.action_id, first);
  }
  const node = make(el, here);
  if (el.focus_on_load) node.dataset.focusOnLoad = 'true';
  return node;
}

export function labelOf(block, id) {
  return h('label.input-label', { for: id }, plain(block.label), block.optional ? h('span.optional', ' (optional)') : null);
}
