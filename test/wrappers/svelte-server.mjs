import { render } from 'svelte/server';
import App from './svelte-app.svelte';

export const html = () => render(App, { props: {} }).body;
