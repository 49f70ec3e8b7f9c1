// How far each person has read, remembered by the browser: what came since is marked as new.
export class Seen {
  constructor() {
    this.at = JSON.parse(localStorage.getItem('seen') || '{}');
  }

  // key: person, channel and, for a thread, the ts of its root.
  get(...key) {
    return this.at[key.join(' ')];
  }

  reach(ts, ...key) {
    const k = key.join(' ');
    if (!ts || Number(ts) <= Number(this.at[k] || 0)) return;
    this.at[k] = ts;
    localStorage.setItem('seen', JSON.stringify(this.at));
  }
}
