import { join } from 'node:path';
import { defineConfig, type HeadConfig } from 'vitepress';
import { liveBlocks, withRows } from './live.ts';
import { siteLinks } from './links.ts';
import { copyPackage, packageFiles } from './package-files.ts';
import { sidebar } from './pages.ts';
import { ROOT } from './paths.ts';
import { withTables } from './reference.ts';
import { emptyHeadings } from './tables.ts';

const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path fill='%232f6fde' d='M1 9h4v6H1zm5-8h4v14H6zm5 5h4v9h-4z'/></svg>";
/** Scripts of examples import the package by its name, as in a project. */
const IMPORTS = JSON.stringify({ imports: { 'pika-plot': '/dist/pika-plot.js' } });

const STYLESHEETS = ['pika-plot', 'themes/default', 'themes/editorial', 'themes/dark-dense'];

export default defineConfig({
  title: 'pika-plot',
  description: 'Linked plots over millions of rows, one HTML tag each.',
  lang: 'en-US',
  outDir: join(ROOT, 'docs/.site'),
  cacheDir: join(ROOT, '.cache/vitepress'),
  cleanUrls: false,
  rewrites: { ':folder/README.md': ':folder/index.md' },
  head: [
    ['link', { rel: 'icon', href: ICON }],
    ...STYLESHEETS.map((name): HeadConfig => ['link', { rel: 'stylesheet', href: `/dist/${name}.css` }]),
    ['script', { type: 'importmap' }, IMPORTS],
    ['script', { type: 'module', src: '/dist/pika-plot.js' }],
  ],
  markdown: {
    config(md) {
      md.core.ruler.before('normalize', 'generated', (state) => {
        state.src = withTables(withRows(state.src));
      });
      siteLinks(md);
      liveBlocks(md);
      emptyHeadings(md);
    },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('pika-') } } },
  vite: { plugins: [packageFiles], build: { chunkSizeWarningLimit: 4096, reportCompressedSize: false } },
  themeConfig: {
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: {
        // Who searches wants to use it; the decisions are for those who change it.
        _render: async (source, env, md) =>
          env.relativePath.startsWith('decisions/') ? '' : md.renderAsync(source, env),
      },
    },
    docFooter: { prev: false, next: false },
  },
  // Some browsers accept an import map only before the first module.
  transformHtml(html) {
    const map = `<script type="importmap">${IMPORTS}</script>`;
    return html.replace(map, '').replace('<head>', `<head>${map}`);
  },
  buildEnd: ({ outDir }) => copyPackage(outDir),
});
