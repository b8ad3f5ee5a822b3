import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { LiveExample } from './live-example.ts';
import './style.css';

const theme: Theme = { extends: DefaultTheme, enhanceApp: ({ app }) => void app.component('LiveExample', LiveExample) };

export default theme;
