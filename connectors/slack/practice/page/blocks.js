// Block Kit, block by block, https://docs.slack.dev/reference/block-kit/blocks.
import { h, picture, sync } from './dom.js';
import { plain } from './emoji.js';
import { renderText } from './mrkdwn.js';
import { richText } from './richtext.js';
import { markdown } from './markdown.js';
import { renderElement, labelOf } from './elements.js';
import { filesOf } from './files.js';
import { container, layout, card, carousel, alertBlock, task, plan } from './holders.js';
import { table, dataTable } from './tables.js';
import { chart } from './charts.js';

const makers = {
  section, header, divider, context, actions, context_actions: actions, image, input, rich_text: rich, markdown: md, file, video,
  container, layout, card, carousel, alert: alertBlock, task_card: task, plan, table, data_table: dataTable, data_visualization: chart,
};

// Puts blocks into parent; blocks that did not change keep their node, and so what is typed and focused.
export function renderBlocks(parent, list, surface) {
  const old = new Map([...parent.children].filter((n) => n.blockKey).map((n) => [n.blockKey, n]));
  const used = new Map();
  const nodes = (list || []).map((block, i) => {
    const json = JSON.stringify(block);
    const nth = used.get(json) || 0;
    used.set(json, nth + 1);
    const key = `${json}\n${nth}`;
    const node = old.get(key) || renderBlock(block, surface, block.block_id || `block-${i}`);
    node.blockKey = key;
    return node;
  });
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  sync(parent, nodes);
  refocus(parent, focused);
}

function refocus(parent, focused) {
  if (!focused || focused.isConnected) return;
  const { blockId, actionId, value } = focused.dataset;
  if (!actionId) return;
  const same = [...parent.querySelectorAll('[data-action-id]')].filter((n) => n.dataset.actionId === actionId && n.dataset.blockId === blockId);
  const next = same.find((n) => n.dataset.value === value) || same[0];
  next?.focus({ preventScroll: true });
  if (next?.setSelectionRange && focused.selectionStart !== null && next.type === 'text') next.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

function renderBlock(block, surface, blockId) {
  const make = makers[block.type];
  const inside = (list) => h('div.blocks', (list || []).map((b, i) => renderBlock(b, surface, b.block_id || `${blockId}-${i}`)));
  const at = { surface, blockId, dispatches: true, inside };
  const node = make ? make(block, at) : h('div.unsupported', { role: 'note' }, `Unsupported block: ${block.type || 'no type'}`);
  node.classList.add('block', `block-${(block.type || 'none').replaceAll('_', '-')}`);
  node.dataset.blockId = blockId;
  return node;
}

function section(block, at) {
  const { ws } = at.surface;
  const words = h('div.section-words', block.text ? h('div.section-text', renderText(block.text, ws)) : null,
    block.fields ? h('div.fields', block.fields.map((f) => h('div.field-cell', renderText(f, ws)))) : null);
  return h('div', words, block.accessory ? h('div.accessory', { class: `is-${block.accessory.type}` }, renderElement(block.accessory, at)) : null);
}

function header(block) {
  const level = block.level || 2;
  return h('div', { role: 'heading', 'aria-level': String(level), class: `level-${level}` }, plain(block.text));
}

function divider() {
  return h('div', h('hr'));
}

function context(block, at) {
  return h('div', (block.elements || []).map((el) => (el.type === 'image' ? picture('img.context-image', { src: el.image_url, alt: el.alt_text || '', title: el.alt_text }) : h('div.context-text', renderText(el, at.surface.ws)))));
}

function actions(block, at) {
  return h('div', { role: 'group' }, (block.elements || []).map((el) => renderElement(el, at)));
}

function image(block, at) {
  const file = block.slack_file?.id && `/control/file/${encodeURIComponent(block.slack_file.id)}?as=${at.surface.ws.me.id}`;
  const url = block.image_url || block.slack_file?.url || file;
  const name = plain(block.title);
  return h('figure', name ? h('figcaption', name) : null, url ? h('a', { href: url, target: '_blank', rel: 'noopener' }, picture('img', { src: url, alt: block.alt_text || '' })) : h('div.unsupported', 'The picture has no address.'));
}

function input(block, at) {
  const here = { ...at, dispatches: Boolean(block.dispatch_action), optional: Boolean(block.optional), label: plain(block.label) };
  const el = renderElement(block.element || {}, here);
  const control = el.matches('input,textarea,.choices') ? el : el.querySelector('input,textarea,.choices') || el;
  const node = h('div', labelOf(block, control.id), el, block.hint ? h('p.input-hint', { id: `hint-${control.id}` }, plain(block.hint)) : null, h('p.field-error', { id: `error-${control.id}`, role: 'alert', hidden: true }));
  control.setAttribute('aria-describedby', `${block.hint ? `hint-${control.id} ` : ''}error-${control.id}`);
  if (control.matches('.choices')) control.setAttribute('aria-label', plain(block.label));
  else if (!block.optional) control.setAttribute('aria-required', 'true');
  return node;
}

function rich(block, at) {
  return h('div', richText(block, at.surface.ws));
}

function md(block) {
  return h('div', markdown(block.text || ''));
}

function file(block) {
  return h('div', filesOf([{ id: block.external_id || block.file_id, name: block.external_id || block.file_id || 'File' }]));
}

function video(block) {
  return h('div', h('a', { href: block.title_url || block.video_url, target: '_blank', rel: 'noopener noreferrer' }, h('strong', plain(block.title))), block.description ? h('p', plain(block.description)) : null);
}
