// Charts, https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block.
import { h } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const width = 560;
const height = 250;
const box = { left: 52, right: 548, top: 12, bottom: 206 };
const figure = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const brief = new Intl.NumberFormat('en', { maximumFractionDigits: 1, notation: 'compact' });

function s(tag, props, ...inside) {
  const node = document.createElementNS(SVG, tag);
  for (const [k, v] of Object.entries(props)) node.setAttribute(k, v);
  node.append(...inside.flat());
  return node;
}

export function chart(block) {
  const c = block.chart || {};
  const parts = c.type === 'pie' ? c.segments || [] : c.series || [];
  const names = parts.map((p) => p.label ?? p.name);
  const drawing = c.type === 'pie' ? pie(parts) : axes(c, parts);
  return h('figure', h('figcaption', block.title), drawing,
    h('ul.legend', { 'aria-hidden': 'true' }, names.map((n, i) => h('li', h('span.legend-mark', { class: `c${i % 12}` }), c.type === 'pie' ? `${n}: ${figure.format(parts[i].value)}` : n))),
    c.type === 'pie' ? words([['', ''], ...parts.map((p) => [p.label, figure.format(p.value)])])
      : words([['', ...names], ...labels(c, parts).map((l) => [l, ...parts.map((p) => { const v = valueAt(c, p, l); return v === null ? '' : figure.format(v); })])]));
}

// The same figures for those who do not see the drawing.
function words([head, ...rows]) {
  return h('table.visually-hidden', h('thead', h('tr', head.map((c) => h('th', c)))), h('tbody', rows.map((r) => h('tr', r.map((c, i) => h(i ? 'td' : 'th', c))))));
}

function pie(parts) {
  const sum = parts.reduce((n, p) => n + p.value, 0) || 1;
  const spot = (share, r = 96) => `${140 + r * Math.sin(2 * Math.PI * share)} ${110 - r * Math.cos(2 * Math.PI * share)}`;
  let from = 0;
  const slices = parts.map((p, i) => {
    const share = p.value / sum;
    const to = from + Math.min(share, 0.9999);
    const path = s('path', { d: `M140 110 L${spot(from)} A96 96 0 ${share > 0.5 ? 1 : 0} 1 ${spot(to)} Z`, class: `slice c${i % 12}` }, s('title', {}, `${p.label}: ${figure.format(p.value)}`));
    from += share;
    return path;
  });
  return s('svg', { viewBox: '0 0 280 220', class: 'chart is-pie', 'aria-hidden': 'true' }, slices);
}

function labels(c, parts) {
  return c.axis_config?.categories || parts[0]?.data.map((p) => p.label) || [];
}

function valueAt(c, part, label) {
  return (part.data || []).find((p) => p.label === label)?.value ?? null;
}

// Round steps, so that the lines stand at figures one would write.
function scale(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const from = Math.floor(low / step) * step;
  const ticks = [];
  for (let t = from; ticks.length < 12; t += step) {
    ticks.push(Number(t.toPrecision(12)));
    if (t >= high) break;
  }
  const span = ticks.at(-1) - from || 1;
  return { ticks, y: (v) => box.bottom - ((v - from) / span) * (box.bottom - box.top) };
}

function axes(c, parts) {
  const names = labels(c, parts);
  const { ticks, y } = scale(parts.flatMap((p) => (p.data || []).map((d) => d.value)));
  const band = (box.right - box.left) / Math.max(1, names.length);
  const middle = (i) => box.left + band * (i + 0.5);
  const grid = ticks.map((t) => [s('line', { x1: box.left, x2: box.right, y1: y(t), y2: y(t), class: t === 0 ? 'zero' : 'rule' }), s('text', { x: box.left - 8, y: y(t) + 4, class: 'tick at-end' }, brief.format(t))]);
  const room = Math.max(3, Math.floor(band / 6.5));
  const under = names.map((n, i) => s('text', { x: middle(i), y: box.bottom + 18, class: 'tick at-middle' }, n.length > room ? `${n.slice(0, room - 1)}…` : n, s('title', {}, n)));
  const { x_label: x, y_label: up } = c.axis_config || {};
  return s('svg', { viewBox: `0 0 ${width} ${height}`, class: `chart is-${c.type}`, 'aria-hidden': 'true' }, grid.flat(), under,
    (c.type === 'bar' ? bars : curves)(c, parts, { names, y, band, middle }),
    x ? s('text', { x: (box.left + box.right) / 2, y: height - 6, class: 'axis at-middle' }, x) : [],
    up ? s('text', { x: -(box.top + box.bottom) / 2, y: 11, transform: 'rotate(-90)', class: 'axis at-middle' }, up) : []);
}

function bars(c, parts, { names, y, band, middle }) {
  const wide = Math.min(44, (band * 0.76) / parts.length);
  return names.flatMap((name, i) => parts.flatMap((p, k) => {
    const v = valueAt(c, p, name);
    if (v === null) return [];
    const x = middle(i) + (k - parts.length / 2) * wide;
    return [s('rect', { x: x + 1, width: Math.max(1, wide - 2), y: Math.min(y(v), y(0)), height: Math.max(1, Math.abs(y(v) - y(0))), class: `c${k % 12}` }, s('title', {}, `${p.name}, ${name}: ${figure.format(v)}`))];
  }));
}

function curves(c, parts, { names, y, middle }) {
  return parts.flatMap((p, k) => {
    const spots = names.map((n, i) => ({ n, x: middle(i), v: valueAt(c, p, n) })).filter((d) => d.v !== null);
    if (!spots.length) return [];
    const line = spots.map((d) => `${d.x} ${y(d.v)}`).join(' L');
    const area = c.type === 'area' ? [s('path', { d: `M${spots[0].x} ${y(0)} L${line} L${spots.at(-1).x} ${y(0)} Z`, class: `area c${k % 12}` })] : [];
    return [...area, s('path', { d: `M${line}`, class: `line c${k % 12}` }),
      ...spots.map((d) => s('circle', { cx: d.x, cy: y(d.v), r: 3.5, class: `c${k % 12}` }, s('title', {}, `${p.name}, ${d.n}: ${figure.format(d.v)}`)))];
  });
}
