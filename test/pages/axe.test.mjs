/** axe finds nothing in any story and in any page of the examples, in light and in dark. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildStale, ROOT } from '../../examples/prepare.mjs';
import { bundleStories } from '../visual/bundle-stories.mjs';
import { axeProblems, loadAxe } from './axe.mjs';
import { openBrowser, until } from './page.mjs';

/** The ten lines of the README: plots alone, not a whole page. */
const FRAGMENT = '01-hello.html';
/** Its columns are only in the file of three million flights. */
const NEEDS_ALL = '02-sql.html';
const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.html'));
/** A page of stories, which are parts of pages: their titles and landmarks are those of the page. */
const STORIES = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Stories</title>
  <link rel="icon" href="data:,"><style>:root { color-scheme: light dark; background: canvas; color: canvastext }</style>
  <script type="module" src="/dist/pika-plot.js"></script>
  <main><h1>Stories</h1><div id="story"></div></main></html>`;

describe('axe', () => {
  let browser;
  before(async () => {
    await buildStale();
    browser = await openBrowser();
  });
  after(() => browser?.close());

  /** Faults of what the page shows, in light and in dark. */
  async function faultsOf(page, where) {
    const faults = [];
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.evaluate(() => window.frames(3));
      faults.push(...(await axeProblems(page, scheme, where)));
    }
    return faults;
  }

  it('finds nothing in the examples', async () => {
    const problems = {};
    for (const name of EXAMPLES) {
      const page = await browser.open(`examples/${name}`, { few: name !== NEEDS_ALL });
      await loadAxe(page);
      const faults = await faultsOf(page, { include: [name === FRAGMENT ? 'pika-plot' : 'html'] });
      if (faults.length > 0) problems[name] = faults;
      await page.context().close();
    }
    assert.deepEqual(problems, {});
  });

  it('finds nothing in the stories', async () => {
    const { module, names } = await bundleStories();
    const page = await browser.open('examples/index.html', { few: true });
    await page.route('**/stories.mjs', (route) => route.fulfill({ contentType: 'text/javascript', body: module }));
    await page.route('**/stories.html', (route) => route.fulfill({ contentType: 'text/html', body: STORIES }));
    await page.goto(new URL('/stories.html', page.url()).href);
    await loadAxe(page);
    const problems = {};
    for (const { file, name } of names) {
      await page.evaluate(show, { file, name });
      await until(page, () => window.allSettled());
      const faults = await faultsOf(page, { include: ['main'] });
      if (faults.length > 0) problems[`${file}, ${name}`] = faults;
    }
    assert.deepEqual(problems, {});
  });
});

/** Runs in the page: shows one story. */
async function show({ file, name }) {
  const { stories, render } = await import('/stories.mjs');
  const { default: meta, [name]: story } = stories[file];
  const root = document.createElement('div');
  root.id = 'story';
  document.querySelector('#story').replaceWith(root);
  render((story.render ?? meta.render)({ ...meta.args, ...story.args }), root);
}
