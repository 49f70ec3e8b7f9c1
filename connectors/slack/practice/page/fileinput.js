// The file_input of modals: drop or choose, see what is there, take it out again.
import { h, iconButton, spinner, icon } from './dom.js';
import { changed, mark } from './act.js';
import { api } from './api.js';
import { fileBadge, readable } from './files.js';

const tenMegabytes = 10 * 1024 * 1024;

// Why this file cannot be taken, or ''. The limit is Slack's for file_input.
export function refusal(file, filetypes) {
  if (file.size > tenMegabytes) return `${file.name} is ${readable(file.size)}. Files can be 10 MB at most.`;
  if (file.size === 0) return `${file.name} is empty.`;
  const ending = file.name.split('.').pop().toLowerCase();
  const same = (t) => t.toLowerCase() === ending || (t === 'jpg' && ending === 'jpeg') || (t === 'jpeg' && ending === 'jpg');
  if (filetypes?.length && !filetypes.some(same)) return `${file.name} is not one of: ${filetypes.join(', ')}.`;
  return '';
}

export function fileInput(el, at) {
  const max = el.max_files || 10;
  const files = () => at.surface.values.get(at.blockId, el.action_id)?.files || [];
  const keep = (next) => changed(input, el, at, { files: next });
  const rows = h('ul.file-rows');
  const trouble = h('p.file-trouble', { role: 'alert', hidden: true });
  const input = mark(h('input.visually-hidden', {
    type: 'file', id: at.domId, multiple: max > 1, accept: el.filetypes?.map((t) => `.${t}`).join(','), onchange: () => { take([...input.files]); input.value = ''; },
  }), el, at);
  const zone = h('label.drop-zone', { for: at.domId }, icon('upload'), h('span', h('strong', max > 1 ? 'Choose files' : 'Choose a file'), ' or drop here'),
    h('span.drop-hint', `${max > 1 ? `Up to ${max} files, ` : ''}10 MB each`));

  const paint = () => {
    rows.replaceChildren(...files().map((f) => h('li.file-row', fileBadge(f), h('span.file-words', h('span.file-name', f.name || f.id), h('span.file-meta', f.size ? readable(f.size) : '')),
      iconButton('close', `Remove ${f.name}`, async () => { await keep(files().filter((x) => x !== f)); paint(); input.focus(); }))));
    zone.hidden = files().length >= max;
  };
  const say = (text) => {
    trouble.textContent = text;
    trouble.hidden = !text;
  };
  async function take(list) {
    say('');
    for (const file of list) {
      const no = files().length >= max ? `Only ${max} ${max === 1 ? 'file' : 'files'} can be added here.` : refusal(file, el.filetypes);
      if (no) { say(no); continue; }
      const waiting = h('li.file-row', spinner(), h('span.file-words', h('span.file-name', file.name), h('span.file-meta', 'Uploading…')));
      rows.append(waiting);
      try {
        await keep([...files(), await api.upload(at.surface.ws.me.id, file)]);
      } catch (err) {
        say(err.message);
      }
      paint();
    }
  }
  const box = h('div.file-input', input, rows, zone, trouble);
  dropTarget(box, take);
  paint();
  return box;
}

// Makes node accept dropped files; is-over is set while something hangs above it.
export function dropTarget(node, take) {
  let depth = 0;
  const hasFiles = (e) => [...(e.dataTransfer?.types || [])].includes('Files');
  const over = (n) => node.classList.toggle('is-over', n > 0);
  node.addEventListener('dragenter', (e) => { if (hasFiles(e)) { e.preventDefault(); e.stopPropagation(); over(++depth); } });
  node.addEventListener('dragleave', (e) => { if (hasFiles(e)) { e.stopPropagation(); over(depth = Math.max(0, depth - 1)); } });
  node.addEventListener('dragover', (e) => { if (hasFiles(e)) { e.preventDefault(); e.stopPropagation(); } });
  node.addEventListener('drop', (e) => {
    if (!hasFiles(e)) return;
    e.preventDefault();
    e.stopPropagation();
    over(depth = 0);
    take([...e.dataTransfer.files]);
  });
}
