import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { Dashboard } from './vue-app.mjs';

export const html = () => renderToString(createSSRApp(Dashboard));
