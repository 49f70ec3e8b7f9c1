// Who one is and where one looks, kept in the address so that a reload or a link leads back.
export function readPlace() {
  const q = new URLSearchParams(location.hash.slice(1));
  return { as: q.get('as') || '', at: q.get('at') || '', thread: q.get('thread') || '' };
}

export function placeLink({ as, at, thread }) {
  return `#as=${as}&at=${at}${thread ? `&thread=${thread}` : ''}`;
}

export function writePlace(place, replace) {
  const link = placeLink(place);
  if (link === location.hash) return;
  if (replace) history.replaceState(null, '', link);
  else history.pushState(null, '', link);
}
