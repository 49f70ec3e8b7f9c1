// What is known of the workspace as one person sees it: people, channels, commands.
export class Workspace {
  constructor(data) {
    this.team = data.team;
    this.links = data.links || [];
    this.me = data.me;
    this.app = data.app || {};
    this.commands = data.commands || [];
    this.shortcuts = data.shortcuts || [];
    this.people = data.users || [];
    this.users = new Map(this.people.map((u) => [u.id, u]));
    this.channels = new Map((data.channels || []).map((c) => [c.id, c]));
  }

  user(id) {
    return this.users.get(id) || { id, name: id, real_name: id, initials: '?', color: '#6b7280' };
  }

  name(id) {
    const user = this.user(id);
    return user.real_name || user.name;
  }

  bot() {
    return this.user(this.app.bot_user_id);
  }

  botChannel() {
    return [...this.channels.values()].find((c) => c.kind === 'im' && c.user === this.app.bot_user_id);
  }

  channelName(id) {
    const channel = this.channels.get(id);
    if (!channel) return id;
    return channel.kind === 'im' ? this.name(channel.user) : channel.name;
  }

  // Slack offers the person's own time zone in every picker and stamp.
  zone() {
    return this.me.tz || undefined;
  }

  shortcutsOf(kind) {
    return this.shortcuts.filter((s) => (s.type || 'global').startsWith(kind));
  }
}
