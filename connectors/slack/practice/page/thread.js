// The pane at the right with one message and its replies.
import { h, iconButton } from './dom.js';
import { api } from './api.js';
import { Timeline } from './timeline.js';
import { Composer } from './composer.js';
import { editOwn, messageSurface, removeOwn, toggleReaction } from './conversation.js';
import { dropTarget } from './fileinput.js';

export class Thread {
  constructor(app, channel, ts) {
    Object.assign(this, { app, channel, ts, ws: app.ws });
    this.timeline = new Timeline(this, { inThread: true });
    this.composer = new Composer(app, { id: 'thread-composer', channel: channel.id, threadTs: ts });
    const area = h('div.drop-area', this.timeline.node, this.composer.node, h('div.drop-veil', { 'aria-hidden': 'true' }, 'Drop to add to this thread'));
    dropTarget(area, (files) => this.composer.attach(files));
    this.parts = [h('header.main-head', iconButton('back', 'Back to the conversation', () => app.openThread(''), 'button.icon-button.to-list'),
      h('div.title-words', h('h2', 'Thread'), h('p.topic', `${channel.kind === 'im' ? '' : '#'}${app.ws.channelName(channel.id)}`)),
      iconButton('close', 'Close thread', () => app.openThread(''), 'button.icon-button.thread-close')), area];
  }

  async load() {
    const { messages } = await api.messages(this.ws.me.id, this.channel.id, { thread_ts: this.ts, limit: 1000 });
    this.timeline.set(messages);
    this.reached();
    return messages[0];
  }

  async refresh() {
    const { messages } = await api.messages(this.ws.me.id, this.channel.id, { thread_ts: this.ts, limit: 1000 });
    this.timeline.merge(messages);
  }

  reached() {
    this.app.seen.reach(this.timeline.messages.at(-1)?.ts, this.ws.me.id, this.channel.id, this.ts);
  }

  hasNews() {
    return false;
  }

  react(message, name) {
    return toggleReaction(this.app, this.channel.id, message, name);
  }

  edit(message) {
    return editOwn(this.app, this.channel.id, message);
  }

  remove(message) {
    return removeOwn(this.app, this.channel.id, message);
  }

  surfaceOf(message) {
    return messageSurface(this.app, this.channel.id, message.ts);
  }

  openThread() {}

  runShortcut(shortcut, ts) {
    this.app.shortcut(shortcut, { channel: this.channel.id, ts });
  }

  end() {
    this.timeline.end();
    this.composer.end();
  }
}
