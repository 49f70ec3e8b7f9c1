// The control API of the practice workspace; every refusal becomes an Error with a sentence.
const lost = 'The practice workspace does not answer. Is it still running?';

async function ask(path, options) {
  let reply;
  try {
    reply = await fetch(path, options);
  } catch {
    throw new Error(lost);
  }
  const body = await reply.json().catch(() => ({}));
  if (body.error) throw new Error(body.error);
  if (!reply.ok) throw new Error(`The practice workspace answered ${reply.status}.`);
  return body;
}

function get(path, query) {
  const search = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== undefined && v !== ''));
  return ask(`/control/${path}?${search}`);
}

function post(path, body) {
  return ask(`/control/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

export const api = {
  workspace: (as) => get('workspace', { as }),
  messages: (as, channel, more = {}) => get('messages', { as, channel, ...more }),
  views: (as) => get('views', { as }),
  home: (as) => get('home', { as }),
  options: (query) => get('options', query),
  openHome: (as) => post('home', { as }),
  send: (body) => post('send', body),
  command: (body) => post('command', body),
  click: (body) => post('click', body),
  submit: (body) => post('submit', body),
  close: (body) => post('close', body),
  react: (body) => post('react', body),
  edit: (body) => post('edit', body),
  remove: (body) => post('delete', body),
  shortcut: (body) => post('shortcut', body),
  log: (after) => get('log', { after }),
  misbehaviour: () => get('misbehave', {}),
  misbehave: (body) => post('misbehave', body),
  upload: (as, file) => ask(`/control/upload?${new URLSearchParams({ as, name: file.name })}`, {
    method: 'POST', headers: { 'Content-Type': file.type || 'application/octet-stream' }, body: file,
  }),
};

// Follows what happens for one person. onback runs when a lost connection is there again.
export function follow(as, { onevent, onlost, onback }) {
  const source = new EventSource(`/control/events?as=${encodeURIComponent(as)}`);
  let broken = false;
  source.onmessage = (e) => {
    const event = JSON.parse(e.data);
    if (event.type !== 'hello') return onevent(event);
    if (broken) onback();
    broken = false;
  };
  let again;
  const handle = { close: () => { clearTimeout(again); source.close(); } };
  source.onerror = () => {
    broken = true;
    onlost();
    // A browser gives up for good on some failures; then it is opened anew.
    if (source.readyState === EventSource.CLOSED) {
      again = setTimeout(() => {
        const next = follow(as, { onevent, onlost, onback });
        handle.close = next.close;
        onback();
      }, 1500);
    }
  };
  return handle;
}
