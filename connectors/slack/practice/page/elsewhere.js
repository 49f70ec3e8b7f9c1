// Watches, after something happened, which other people have unread messages from the app.
import { api } from './api.js';

const manyPeople = 40;

export class Elsewhere {
  constructor(onchange) {
    Object.assign(this, { onchange, before: null, found: new Map() });
  }

  // Looks again soon; many calls in a row cost one look.
  soon(ws, delay = 900) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(ws), delay);
  }

  async look(ws) {
    const people = ws.people.filter((u) => !u.is_bot && !u.deleted && u.id !== ws.me.id).slice(0, manyPeople);
    const counts = new Map();
    await Promise.all(people.map(async ({ id }) => {
      const seen = await api.workspace(id).catch(() => null);
      const unread = (seen?.channels || []).filter((c) => c.kind === 'im').reduce((n, c) => n + (c.unread || 0), 0);
      counts.set(id, unread);
    }));
    // What lay unread before this page opened is no news.
    this.before ||= new Map(counts);
    this.found.clear();
    for (const [id, count] of counts) {
      const more = count - (this.before.get(id) || 0);
      if (more > 0) this.found.set(id, more);
      else this.before.set(id, count);
    }
    this.onchange(this.list());
  }

  seen(id) {
    this.found.delete(id);
    this.before?.set(id, 0);
    this.onchange(this.list());
  }

  list() {
    return [...this.found].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count);
  }
}
