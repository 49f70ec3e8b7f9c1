// Tables: as they are in a message, and data tables that one pages through,
// https://docs.slack.dev/reference/block-kit/blocks/data-table-block.
import { h, icon } from './dom.js';
import { richText } from './richtext.js';
import { renderElement } from './elements.js';

function content(cell, at) {
  if (cell?.type === 'rich_text') return richText(cell, at.surface.ws);
  if (cell?.type === 'action_cell') return renderElement(cell.element, at);
  return String(cell?.text ?? cell?.value ?? '');
}

function side(cell) {
  return cell?.type === 'raw_number' ? 'right' : 'left';
}

export function table(block, at) {
  const setting = (i) => block.column_settings?.[i] || {};
  const cell = (c, i, tag) => h(tag, { class: `align-${setting(i).align || side(c)}${setting(i).is_wrapped ? '' : ' is-nowrap'}` }, content(c, at));
  const line = (row, tag) => h('tr', row.map((c, i) => cell(c, i, tag)));
  const [head, ...body] = block.rows || [];
  return h('div', h('div.table-scroll', { tabindex: '0', role: 'region', 'aria-label': 'Table' }, h('table.grid', head ? h('thead', line(head, 'th')) : null, h('tbody', body.map((r) => line(r, 'td'))))));
}

export function dataTable(block, at) {
  const [head, ...body] = block.rows || [];
  const size = block.page_size || 5;
  const numeric = (i) => body.length > 0 && body.every((r) => side(r[i]) === 'right');
  const rows = h('tbody');
  const count = h('span.page-count', { role: 'status' });
  let from = 0;
  const line = (row) => h('tr', row.map((c, i) => (i === block.row_header_column_index
    ? h('th', { scope: 'row', class: `align-${side(c)}` }, content(c, at)) : h('td', { class: `align-${side(c)}` }, content(c, at)))));
  const turn = (name, label, step) => h('button.icon-button', { type: 'button', 'aria-label': label, title: label, onclick: () => show(from + step) }, icon(name));
  const before = turn('back', 'Previous rows', -size);
  const after = turn('forth', 'Next rows', size);
  function show(start) {
    from = start;
    const to = Math.min(from + size, body.length);
    rows.replaceChildren(...body.slice(from, to).map(line));
    count.textContent = `${from + 1}–${to} of ${body.length}`;
    before.disabled = from === 0;
    after.disabled = to === body.length;
  }
  show(0);
  return h('div', h('div.table-scroll', { tabindex: '0', role: 'region', 'aria-label': block.caption },
    h('table.grid', h('caption', block.caption), h('thead', h('tr', (head || []).map((c, i) => h('th', { scope: 'col', class: `align-${numeric(i) ? 'right' : side(c)}` }, content(c, at))))), rows)),
  body.length > size ? h('div.pages', before, count, after) : null);
}
