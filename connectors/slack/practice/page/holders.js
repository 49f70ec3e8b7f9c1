// Blocks that hold others: container, layout, card, carousel, plan and task_card,
// https://docs.slack.dev/reference/block-kit/blocks.
import { h, icon, picture, spinner } from './dom.js';
import { plain } from './emoji.js';
import { link, renderText } from './mrkdwn.js';
import { richText } from './richtext.js';
import { renderElement } from './elements.js';

function image(el, spec) {
  return el ? picture(spec, { src: el.image_url || el.slack_file?.url || '', alt: el.alt_text || '' }) : null;
}

export function container(block, at) {
  const { ws } = at.surface;
  const title = block.rich_text_title ? richText(block.rich_text_title, ws) : plain(block.title);
  const head = [image(block.icon, 'img.container-icon'),
    h('span.container-words', h('strong.container-title', title), block.subtitle ? h('span.container-subtitle', renderText(block.subtitle, ws)) : null)];
  const inside = at.inside(block.child_blocks);
  const classes = [`is-${block.width || 'standard'}`, block.has_header_divider && 'has-divider'].filter(Boolean).join(' ');
  if (!block.is_collapsible) return h('section', { class: classes }, h('div.container-head', head), inside);
  return h('details', { class: classes, open: !block.default_collapsed }, h('summary.container-head', head, icon('down')), inside);
}

export function layout(block, at) {
  const row = (r) => h('div.layout-row', (r.items || []).map((item) => h('div.layout-item', { class: `is-${item.width || 'standard'} to-${item.horizontal_alignment || 'start'}` }, at.inside([item.block]))));
  return h('section', { class: `lines-${block.grid_lines || 'none'}`, 'aria-label': block.label }, block.is_label_visible ? h('div.layout-label', block.label) : null, (block.rows || []).map(row));
}

export function card(block, at) {
  const { ws } = at.surface;
  const text = (spec, object) => (object ? h(spec, renderText(object, ws)) : null);
  const mark = image(block.icon, 'img.card-icon') || (block.slack_icon ? h('span.card-icon', { title: block.slack_icon.name }, icon('bolt')) : null);
  return h('article', image(block.hero_image, 'img.card-hero'),
    h('div.card-head', mark, h('div.card-titles', text('strong.card-title', block.title), text('span.card-subtitle', block.subtitle))),
    text('div.card-body', block.body), text('div.card-subtext', block.subtext),
    block.actions ? h('div.card-actions', { role: 'group' }, block.actions.map((el) => renderElement(el, at))) : null);
}

export function carousel(block, at) {
  return h('div', { role: 'region', 'aria-label': 'Cards', tabindex: '0' }, at.inside(block.elements));
}

const levels = { default: 'bell', info: 'info', warning: 'warn', error: 'warn', success: 'check' };

export function alertBlock(block, at) {
  const level = block.level || 'default';
  return h('div', { role: 'note', class: `is-${level}` }, icon(levels[level] || 'bell'), h('div', renderText(block.text, at.surface.ws)));
}

const states = { pending: ['clock', 'Pending'], in_progress: ['', 'In progress'], complete: ['check', 'Complete'], error: ['warn', 'Failed'] };

export function task(block, at) {
  const { ws } = at.surface;
  const [shape, said] = states[block.status] || states.pending;
  const sources = (block.sources || []).map((s) => link(s.url, s.text));
  return h('article', { class: `is-${block.status || 'pending'}` },
    block.hide_title ? null : h('div.task-title', shape ? icon(shape) : spinner(), h('span.visually-hidden', `${said}: `), h('span', block.title)),
    block.details ? h('div.task-more', richText(block.details, ws)) : null,
    block.output ? h('div.task-more', richText(block.output, ws)) : null,
    sources.length ? h('div.task-more.task-sources', sources) : null);
}

export function plan(block, at) {
  return h('section', h('strong.plan-title', block.title), at.inside(block.tasks));
}
