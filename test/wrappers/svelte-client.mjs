import { hydrate, mount, unmount } from 'svelte';
import App from './svelte-app.svelte';

const target = document.querySelector('#root');
let app = null;
globalThis.app = {
  mount: () => (app = mount(App, { target })),
  hydrate: () => (app = hydrate(App, { target })),
  unmount: () => unmount(app),
};
