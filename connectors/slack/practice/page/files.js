// Files under a message: pictures as thumbnails, everything else as a chip that opens it.
import { h, icon } from './dom.js';

export function readable(bytes) {
  if (!bytes) return '';
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function kindOf(file) {
  const type = file.mimetype || file.type || '';
  const ending = (file.name || '').split('.').pop().toLowerCase();
  if (type === 'application/pdf' || ending === 'pdf') return ['PDF', 'pdf'];
  if (type.startsWith('image/')) return ['Image', 'image'];
  if (/sheet|excel|csv/.test(type) || /^(csv|xlsx?|ods)$/.test(ending)) return [ending.toUpperCase() || 'Sheet', 'sheet'];
  if (/word|text/.test(type) || /^(docx?|odt|txt|md)$/.test(ending)) return [ending.toUpperCase() || 'Document', 'doc'];
  return [ending && ending.length < 6 ? ending.toUpperCase() : 'File', 'any'];
}

export function fileBadge(file) {
  const [, kind] = kindOf(file);
  return h('span.file-badge', { class: `is-${kind}`, 'aria-hidden': 'true' }, icon('file'));
}

export function filesOf(files) {
  if (!files?.length) return null;
  const pictures = files.filter((f) => (f.mimetype || '').startsWith('image/') && f.url);
  const others = files.filter((f) => !pictures.includes(f));
  return h('div.files', others.map(chip), pictures.map(thumb));
}

function chip(file) {
  const [label] = kindOf(file);
  const words = h('span.file-words', h('span.file-name', file.name || file.id), h('span.file-meta', [label, readable(file.size)].filter(Boolean).join(' · ')));
  if (!file.url) return h('div.file-chip', fileBadge(file), words);
  return h('a.file-chip', { href: file.url, target: '_blank', rel: 'noopener', title: `Open ${file.name}`, dataset: { file: file.id } }, fileBadge(file), words, icon('download'));
}

function thumb(file) {
  return h('figure.thumb', h('figcaption', file.name), h('a', { href: file.url, target: '_blank', rel: 'noopener', title: `Open ${file.name}`, dataset: { file: file.id } },
    h('img', { src: file.url, alt: file.name, decoding: 'async' })));
}
