// Date and time pickers: the browser's own, which know every calendar and keyboard.
import { h } from './dom.js';
import { plain } from './emoji.js';
import { changed, mark } from './act.js';
import { unixSeconds, wallClock } from './time.js';

const kinds = {
  datepicker: { type: 'date', field: 'selected_date', label: 'Date' },
  timepicker: { type: 'time', field: 'selected_time', label: 'Time' },
  datetimepicker: { type: 'datetime-local', field: 'selected_date_time', label: 'Date and time' },
};

export function datePicker(el, at) {
  const kind = kinds[el.type];
  const zone = el.timezone || at.surface.ws.zone();
  const show = (v) => (v === null || v === undefined ? '' : el.type === 'datetimepicker' ? wallClock(v, zone) : v);
  const read = (text) => (text === '' ? null : el.type === 'datetimepicker' ? unixSeconds(text, zone) : text);
  const input = mark(h('input.field.date-field', { type: kind.type, id: at.domId, 'aria-label': at.label ? null : plain(el.placeholder) || kind.label, title: plain(el.placeholder) }), el, at);
  const stored = () => at.surface.values.get(at.blockId, el.action_id)?.[kind.field];
  input.value = show(stored());
  input.addEventListener('change', async () => {
    const extra = el.type === 'timepicker' ? { timezone: zone } : {};
    const before = stored();
    if (!(await changed(input, el, at, { [kind.field]: read(input.value), ...extra }))) input.value = show(before);
  });
  if (el.type === 'datepicker') return input;
  return h('span.with-zone', input, zone && (el.timezone || el.type === 'datetimepicker') ? h('span.zone', zone.replaceAll('_', ' ')) : null);
}
