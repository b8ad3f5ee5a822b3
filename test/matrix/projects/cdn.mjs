import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @type {import('../project.mjs').Project} */
export default {
  tool: 'no bundler: script tag of a CDN',
  build: { serve: '.' },
  /** A server of another origin takes the place of the CDN. */
  async prepare(folder, { cdn }) {
    const page = join(folder, 'index.html');
    const html = await readFile(page, 'utf8');
    await writeFile(page, html.replace('https://cdn.jsdelivr.net/npm/', `${cdn}/node_modules/`));
  },
};
