// The Home tab of the app.
import { h, icon, avatar } from './dom.js';
import { api } from './api.js';
import { renderBlocks } from './blocks.js';
import { Values } from './values.js';
import { appTabs, heading } from './conversation.js';

export class Home {
  constructor(app) {
    this.app = app;
    this.values = new Values();
    this.blocks = h('div.blocks');
    this.body = h('div.home-view', this.skeleton());
    this.scroller = h('div.home-scroll', { tabindex: '-1' }, this.body);
    const name = app.ws.app.name || 'App';
    this.parts = [heading(app, [h('h1', name, h('span.app-badge', 'App')), h('p.topic', '')], avatar(app.ws.bot(), 'small')), appTabs(app, 'home'), this.scroller];
  }

  skeleton() {
    return h('div.skeleton', { 'aria-hidden': 'true' }, [40, 90, 75, 30, 85, 60].map((w) => h('span.bone', { vars: { '--w': `${w}%` } })));
  }

  async load() {
    try {
      const { view } = await api.openHome(this.app.place.as);
      this.show(view);
    } catch (err) {
      this.body.replaceChildren(h('div.empty', icon('warn'), h('h2', 'Home could not be opened'), h('p', err.message)));
    }
  }

  async refresh() {
    const { view } = await api.home(this.app.place.as);
    if (view) this.show(view);
  }

  show(view) {
    if (!view?.blocks) {
      this.body.replaceChildren(h('div.empty', icon('home'), h('h2', 'Nothing here yet'), h('p', `${this.app.ws.app.name || 'The app'} has not published its Home.`)));
      return;
    }
    this.view = view;
    this.values.keepOnly(view.blocks);
    if (!this.blocks.isConnected) this.body.replaceChildren(this.blocks);
    renderBlocks(this.blocks, view.blocks, this.surface());
  }

  surface() {
    return this.kept ||= {
      kind: 'home', ws: this.app.ws, values: this.values,
      address: () => ({ view: this.view.id }),
      click: (action) => this.app.click({ view: this.view.id, ...action, state: { values: this.values.toState() } }),
    };
  }

  end() {}
}
