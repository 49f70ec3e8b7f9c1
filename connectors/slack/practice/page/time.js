// Moments as the acting person reads them: in their own time zone.
const formats = new Map();

function format(zone, options) {
  const key = `${zone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone });
    } catch {
      made = new Intl.DateTimeFormat(undefined, options);
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

export const moment = (ts) => new Date(Number(ts) * 1000);
export const clock = (date, zone) => format(zone, { hour: 'numeric', minute: '2-digit' }).format(date);
export const full = (date, zone) => format(zone, { dateStyle: 'full', timeStyle: 'short' }).format(date);
export const dayKey = (date, zone) => format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);

function relativeDay(date, zone) {
  const key = dayKey(date, zone);
  for (const [days, word] of [[0, 'Today'], [-1, 'Yesterday'], [1, 'Tomorrow']]) {
    if (dayKey(new Date(Date.now() + days * 86400000), zone) === key) return word;
  }
  return '';
}

export function day(date, zone) {
  const near = relativeDay(date, zone);
  if (near && near !== 'Tomorrow') return near;
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return format(zone, { weekday: 'long', month: 'long', day: 'numeric', year: sameYear ? undefined : 'numeric' }).format(date);
}

export function ago(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(seconds, 'second');
}

// The tokens of <!date^…>, https://docs.slack.dev/messaging/formatting-message-text#date-formatting.
export function slackDate(ts, pattern, zone) {
  const date = moment(ts);
  const near = relativeDay(date, zone);
  const as = (options) => format(zone, options).format(date);
  const tokens = {
    date_num: () => as({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    date_slash: () => as({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    date_short: () => as({ month: 'short', day: 'numeric', year: 'numeric' }),
    date_long: () => as({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }),
    date: () => as({ month: 'long', day: 'numeric', year: 'numeric' }),
    day_divider_pretty: () => day(date, zone),
    time_secs: () => as({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    time: () => clock(date, zone),
    ago: () => ago(date),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    if (tokens[name]) return tokens[name]();
    const plain = name.replace(/_pretty$/, '');
    if (plain !== name && tokens[plain]) return near ? near.toLowerCase() : tokens[plain]();
    return whole;
  });
}

// Between the wall clock of a zone ("2026-11-21T14:30") and unix seconds.
export function wallClock(seconds, zone) {
  const parts = Object.fromEntries(format(zone, {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn', calendar: 'gregory',
  }).formatToParts(moment(seconds)).map((p) => [p.type, p.value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

export function unixSeconds(wall, zone) {
  const naive = Date.parse(`${wall}:00Z`) / 1000;
  let guess = naive;
  for (let i = 0; i < 2; i++) guess += naive - Date.parse(`${wallClock(guess, zone)}:00Z`) / 1000;
  return guess;
}
