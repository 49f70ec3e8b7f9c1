// The markdown block: the part of CommonMark that Slack documents for it,
// https://docs.slack.dev/reference/block-kit/blocks/markdown-block.
import { h } from './dom.js';
import { link } from './mrkdwn.js';
import { withEmoji } from './emoji.js';

export function markdown(text) {
  return h('div.markdown', blocks(text.replace(/\r\n?/g, '\n').split('\n')));
}

function blocks(rows) {
  const out = [];
  let i = 0;
  while (i < rows.length) {
    const reader = readers.find((r) => r.test.test(rows[i]) && (!r.also || r.also(rows, i)));
    const end = reader ? reader.end(rows, i) : paragraphEnd(rows, i);
    const taken = rows.slice(i, end);
    if (reader) out.push(reader.make(taken));
    else if (taken.join('').trim()) out.push(h('p', withBreaks(taken)));
    i = Math.max(end, i + 1);
  }
  return out.filter(Boolean);
}

function while_(rows, i, pattern) {
  while (i < rows.length && pattern.test(rows[i])) i++;
  return i;
}

function paragraphEnd(rows, i) {
  i++;
  while (i < rows.length && rows[i].trim() && !readers.some((r) => r.test.test(rows[i]))) i++;
  return i;
}

function fenceEnd(rows, i) {
  let j = i + 1;
  while (j < rows.length && !/^\s*```/.test(rows[j])) j++;
  return j + 1;
}

function listEnd(rows, i) {
  while (i < rows.length && (/^\s*([-*+]|\d+[.)])\s/.test(rows[i]) || /^\s{2,}\S/.test(rows[i]))) i++;
  return i;
}

const readers = [
  { test: /^\s*$/, end: (rows, i) => while_(rows, i, /^\s*$/), make: () => null },
  { test: /^\s*```/, end: fenceEnd, make: (rows) => h('pre.code', rows.slice(1).join('\n').replace(/\n?\s*```\s*$/, '')) },
  { test: /^#{1,6}\s/, end: (_, i) => i + 1, make: ([row]) => heading(row) },
  { test: /^\s*([-*_])(\s*\1){2,}\s*$/, end: (_, i) => i + 1, make: () => h('hr') },
  { test: /^>/, end: (rows, i) => while_(rows, i, /^>/), make: (rows) => h('blockquote', blocks(rows.map((r) => r.replace(/^> ?/, '')))) },
  { test: /^\s*([-*+]|\d+[.)])\s/, end: listEnd, make: list },
  { test: /^\s*\|?.*\|/, also: (rows, i) => /^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/.test(rows[i + 1] || ''), end: (rows, i) => while_(rows, i, /\|/), make: table },
];

function heading(row) {
  const [, marks, text] = /^(#+)\s+(.*?)\s*#*$/.exec(row) || [null, '#', row];
  return h('div.md-heading', { class: `level-${marks.length}`, role: 'heading', 'aria-level': marks.length }, spans(text));
}

function list(rows) {
  const depth = /^\s*/.exec(rows[0])[0].length;
  const ordered = /^\s*\d/.test(rows[0]);
  const items = [];
  for (const row of rows) {
    const m = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/.exec(row);
    if (m && m[1].length <= depth + 1) items.push({ text: m[3], inner: [] });
    else items.at(-1).inner.push(row.slice(Math.min(2, /^\s*/.exec(row)[0].length)));
  }
  return h(ordered ? 'ol' : 'ul', items.map(({ text, inner }) => {
    const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
    return h('li', { class: task ? 'task' : '' }, task ? [task[1] === ' ' ? '☐ ' : '☑ ', spans(task[2])] : spans(text), inner.length ? blocks(inner) : null);
  }));
}

function table(rows) {
  const cells = (row) => row.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((c) => c.trim().replaceAll('\\|', '|'));
  const align = cells(rows[1]).map((c) => (/^:.*:$/.test(c) ? 'center' : /:$/.test(c) ? 'right' : 'left'));
  const line = (row, tag) => h('tr', cells(row).map((c, i) => h(tag, { class: `align-${align[i] || 'left'}` }, spans(c))));
  return h('div.table-scroll', h('table.grid', h('thead', line(rows[0], 'th')), h('tbody', rows.slice(2).map((r) => line(r, 'td')))));
}

function withBreaks(rows) {
  return rows.flatMap((row, i) => (i ? [h('br'), ...spans(row.trim())] : spans(row.trim())));
}

const token = /\\([\\`*_{}[\]()#+.!|~>-])|`([^`]+)`|!?\[([^\]]*)\]\(([^)\s]+)(?:\s+"[^"]*")?\)|\*\*(?=\S)(.+?\S?)\*\*|__(?=\S)(.+?)__|(?<![\w*])\*(?=\S)([^*]+?)\*(?!\w)|(?<!\w)_(?=\S)([^_]+?)_(?!\w)|~~(.+?)~~|<(https?:[^>\s]+)>|(https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]}'"])/g;

function spans(text) {
  const out = [];
  let from = 0;
  for (const m of text.matchAll(token)) {
    if (m.index > from) out.push(withEmoji(text.slice(from, m.index)));
    out.push(span(m));
    from = m.index + m[0].length;
  }
  if (from < text.length) out.push(withEmoji(text.slice(from)));
  return out;
}

function span([, escaped, code, label, href, bold, bold2, italic, italic2, strike, auto, bare]) {
  if (escaped) return escaped;
  if (code) return h('code', code);
  if (href) return link(href, label);
  if (bold || bold2) return h('strong', spans(bold || bold2));
  if (italic || italic2) return h('em', spans(italic || italic2));
  if (strike) return h('s', spans(strike));
  return link(auto || bare, auto || bare);
}
