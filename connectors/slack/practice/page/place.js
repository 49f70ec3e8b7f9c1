// Who one is and where one looks, kept in the address so that a reload or a link leads back.
export function readPlace() {
  // /archives/C…/p1700000000123456 is the address of one message, as Slack writes it.
  const [, at, digits] = /^\/archives\/(\w+)(?:\/p(\d{10,}))?/.exec(location.pathname) || [];
  if (at && !location.hash) {
    const message = digits ? `${digits.slice(0, -6)}.${digits.slice(-6)}` : '';
    return { as: '', at, thread: new URLSearchParams(location.search).get('thread_ts') || '', message };
  }
  const q = new URLSearchParams(location.hash.slice(1));
  return { as: q.get('as') || '', at: q.get('at') || '', thread: q.get('thread') || '' };
}

export function placeLink({ as, at, thread }) {
  return `#as=${as}&at=${at}${thread ? `&thread=${thread}` : ''}`;
}

export function writePlace(place, replace) {
  const link = `/${placeLink(place)}`;
  if (link === `${location.pathname}${location.hash}`) return;
  if (replace) history.replaceState(null, '', link);
  else history.pushState(null, '', link);
}
