/**
 * The docs site, built: every live example draws, without an error, a note or a message on the console; axe finds
 * nothing, in light and in dark; every link leads somewhere, on the site and in the repository.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildPackage, ROOT, runCommand } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { axeProblems, loadAxe } from './axe.mjs';
import { patient } from './patient.mjs';
import { until } from './until.mjs';
import { launchChromium } from './launch-chromium.mjs';

const DOCS = join(ROOT, 'docs');
const SITE = join(DOCS, '.site');
const json = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const filesOf = (folder, ending) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending) && !/(^|\/)(dist|assets|\.vitepress|\.site)\//.test(path))
    .sort();

/** Pages without examples differ in their text alone: of the decisions, one shows what axe finds in all. */
const isVisited = (path) => path !== '404.html' && (!path.startsWith('decisions/') || path.endsWith('/index.html'));

/** Where axe looks at the frame of the site and the colors of code too, which all pages share. */
const WHOLE = new Set(['index.html', 'start.html', 'marks/bar.html', 'elements/pika-plot.html']);

const EXAMPLES = { include: ['main'], exclude: ['main pre'] };

describe('the docs site', () => {
  let browser;
  let server;
  let pages;

  before(async () => {
    await buildPackage();
    await runCommand(process.execPath, ['node_modules/vitepress/bin/vitepress.js', 'build', 'docs']);
    pages = filesOf(SITE, '.html');
    browser = await launchChromium();
    server = await serve({ root: SITE });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  it('has a page with live examples for each mark and element', () => {
    const tags = json('dist/custom-elements.json').modules.flatMap(({ declarations }) =>
      declarations.map(({ tagName }) => `elements/${tagName}.md`),
    );
    const marks = JSON.stringify(json('dist/plot-schema.json')).match(/"enum":(\["bar",.*?\])/)[1];
    for (const path of [...tags, ...JSON.parse(marks).map((name) => `marks/${name}.md`)]) {
      assert.ok(existsSync(join(DOCS, path)), `docs/${path} is missing`);
      assert.match(readFileSync(join(DOCS, path), 'utf8'), /^```html live$/m, `docs/${path} has no live example`);
    }
  });

  it('draws every live example, and axe finds nothing', async () => {
    const page = patient(await browser.newPage({ viewport: { width: 1200, height: 900 } }));
    const problems = {};
    let path;
    const found = (what) => (problems[path] ??= []).push(what);
    page.on('pageerror', ({ message }) => found(message));
    page.on('console', (message) => {
      // Chromium says so of itself where there is no GPU.
      const isOwn = message.text() === 'No available adapters.';
      if (['error', 'warning'].includes(message.type()) && !isOwn) found(message.text());
    });
    page.on('response', (response) => response.status() >= 400 && found(`${response.status()} ${response.url()}`));
    await page.goto(server.url);
    await loadAxe(page);
    for (path of pages.filter(isVisited)) {
      await visit(page, path);
      for (const problem of await page.evaluate(problemsOfExamples)) found(problem);
      // In the dark, text outside of examples has the colors that the whole pages show.
      const schemes = (await page.$('.live')) ? ['light', 'dark'] : ['light'];
      for (const scheme of schemes) {
        await show(page, scheme);
        for (const problem of await axeProblems(page, scheme, WHOLE.has(path) ? { include: ['html'] } : EXAMPLES))
          found(problem);
      }
    }
    assert.deepEqual(problems, {});
  });

  it('copies an example as a page that draws it', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = patient(await context.newPage());
    await page.goto(`${server.url}/elements/pika-input.html`);
    await page.click('.copy-page >> nth=0');
    await until(page, () => document.querySelector('.copy-page').textContent === 'Copied');
    const body = await page.evaluate(() => navigator.clipboard.readText());
    await page.route('**/copied.html', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(`${server.url}/copied.html`);
    const values = await page.evaluate(async () => {
      await customElements.whenDefined('pika-plot');
      return document.querySelector('pika-plot').values();
    });
    // The months of two years.
    assert.equal(values.length, 24);
    await context.close();
  });

  it('has no dead links, on the site and in the repository', () => {
    const dead = [];
    const ids = new Map(pages.map((path) => [path, idsOf(readFileSync(join(SITE, path), 'utf8'))]));
    for (const path of pages) {
      const html = readFileSync(join(SITE, path), 'utf8');
      for (const [, href] of html.matchAll(/<a [^>]*?href="([^"]+)"/g)) {
        const { pathname, hash, origin } = new URL(href.replaceAll('&amp;', '&'), `https://site/${path}`);
        if (origin !== 'https://site') continue;
        const target = `${pathname.slice(1)}${pathname.endsWith('/') ? 'index.html' : ''}`;
        const isThere = ids.has(target)
          ? !hash || ids.get(target).has(decodeURIComponent(hash.slice(1)))
          : existsSync(join(SITE, target));
        if (!isThere) dead.push(`${path}: ${href}`);
      }
    }
    for (const path of ['README.md', ...filesOf(DOCS, '.md').map((path) => `docs/${path}`)]) {
      const prose = readFileSync(join(ROOT, path), 'utf8').replaceAll(/^```.*?^```/gms, '');
      for (const [, href] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^([a-z]+:|#)/.test(href)) continue;
        if (!existsSync(join(ROOT, dirname(path), href.split('#')[0]))) dead.push(`${path}: ${href}`);
      }
    }
    assert.deepEqual(dead, []);
  });
});

const idsOf = (html) => new Set(Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id));

/** Goes to a page by a link of the site, as a reader does: the engine and its database stay. */
async function visit(page, path) {
  await page.evaluate(
    (href) => {
      const link = Object.assign(document.createElement('a'), { href, textContent: href });
      document.querySelector('#app').append(link);
      link.click();
      link.remove();
    },
    `/${path.replace(/(^|\/)index\.html$/, '$1')}`,
  );
  const [, title] = /<title>(.*?)<\/title>/.exec(readFileSync(join(SITE, path), 'utf8'));
  await until(page, (wanted) => document.title === wanted, title);
}

/** Runs in a page: waits until its elements have settled, and resolves to what is wrong with them. */
async function problemsOfExamples() {
  const problems = [];
  const elements = [...document.querySelectorAll('.stage *')].filter(({ localName }) => localName.startsWith('pika-'));
  for (const plot of elements.filter(({ localName }) => localName === 'pika-plot')) {
    const values = await plot.values().catch(({ message }) => message);
    if (!(values?.length > 0) || typeof values === 'string')
      problems.push(`${plot.outerHTML}: ${values ?? 'draws nothing'}`);
  }
  // A count need not belong to a plot.
  const isCounted = ({ value, shadowRoot }) => value || shadowRoot.querySelector('[part~="error"]');
  for (const count of elements.filter(({ localName }) => localName === 'pika-count'))
    for (let frame = 0; frame < 3600 && !isCounted(count); frame++) await new Promise(requestAnimationFrame);
  // Notes are shown a frame after the picture.
  await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
  for (const element of elements) {
    if (element.localName === 'pika-count' && !element.value) problems.push(`${element.outerHTML}: no value`);
    for (const part of element.shadowRoot?.querySelectorAll('[part~="error"], [part~="note"]') ?? [])
      // That a limit or a crowd of labels leaves something out is no fault.
      if (part.textContent.trim() && !/^\d+ (of \d+ \w+$|labels are hidden)/.test(part.textContent.trim()))
        problems.push(`${element.outerHTML}: ${part.textContent.trim()}`);
  }
  return problems;
}

async function show(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await until(
    page,
    (isDark) =>
      document.documentElement.classList.contains('dark') === isDark &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
    scheme === 'dark',
  );
}
