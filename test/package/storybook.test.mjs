/** Storybook, built: stories draw their plots, controls change them, and its HTML draws the same anywhere. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildManifest, ROOT, runCommand } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { awaiting, until as untilTrue } from '../harness/patience.mjs';
import { patient } from '../pages/patient.mjs';
import { until } from '../pages/until.mjs';
import { launchChromium } from '../pages/launch-chromium.mjs';

const BROWSERS_OWN = /^No available adapters\.$/;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Quotes, a comma, a reserved word and NULLs: what a file may contain. */
const CSV = `id,"the ""price"", net",order,red
1,10.5,a,north
2,20.5,b,
3,30.5,a,south
4,30.5,,south
`;

describe('the built Storybook', () => {
  let folder;
  let browser;
  let server;
  let index;

  before(async () => {
    await buildManifest();
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-storybook-'));
    await runCommand('npm', ['run', '--silent', 'build-storybook', '--', '--quiet', '--output-dir', folder]);
    index = Object.values(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')).entries);
    browser = await launchChromium();
    server = await serve({ root: folder });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** A page, and what its console says. */
  async function openPage() {
    const page = patient(await browser.newPage());
    const said = [];
    page.on('console', (message) => {
      const isOurs = !BROWSERS_OWN.test(message.text()) && !message.location().url.endsWith('/favicon.ico');
      if (isOurs && ['error', 'warning'].includes(message.type())) said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400) said.push(`${response.status()} ${response.url()}`);
    });
    return { page, said };
  }

  /** A story in the whole Storybook, beside its panels. */
  async function openStory(id) {
    const { page } = await openPage();
    await page.goto(`${server.url}/?path=/story/${id}`);
    const element = await page.waitForSelector('#storybook-preview-iframe');
    const story = await element.contentFrame();
    await until(story, () => document.querySelector('#storybook-root > *') !== null);
    return { page, story };
  }

  it('draws the first story of each page, and one of each mark', async () => {
    const stories = index.filter(({ type }) => type === 'story');
    const first = new Map(stories.toReversed().map(({ title, id }) => [title, id]));
    assert.ok(first.size > 5, [...first.keys()].join());
    const marks = stories.filter(({ title }) => title === 'Playground/Marks').map(({ id }) => id);
    assert.ok(marks.length > 10, marks.join());
    const { page, said } = await openPage();
    for (const id of new Set([...first.values(), ...marks])) {
      await page.goto(`${server.url}/iframe.html?viewMode=story&id=${id}`);
      await until(page, () => document.querySelector('#storybook-root > *') !== null);
      const shown = await awaiting(`the plots of ${id}`, page.evaluate(drawnPlots));
      assert.deepEqual(
        [...new Set(shown)].filter((one) => one !== 'drawn'),
        [],
        id,
      );
    }
    assert.deepEqual(said, []);
    await page.close();
  });

  it('has a page with a table for each element of the manifest', async () => {
    const { modules } = JSON.parse(await readFile(join(ROOT, 'dist/custom-elements.json'), 'utf8'));
    const { page } = await openPage();
    for (const { tagName, attributes, events = [], cssParts = [] } of modules[0].declarations) {
      const name = tagName.replace('pika-', '');
      assert.ok(
        index.some(({ id, type }) => id === `elements-${name}--docs` && type === 'docs'),
        `<${tagName}>: expected a page "Elements/${name}" with the tag autodocs`,
      );
      await page.goto(`${server.url}/iframe.html?viewMode=docs&id=elements-${name}--docs`);
      const wanted = [...attributes, ...events, ...cssParts].map((one) => one.name);
      await untilTrue(`the table of ${tagName}`, () =>
        page.evaluate(() => document.querySelectorAll('.docblock-argstable tbody td:first-child').length > 0),
      );
      const shown = await page.$$eval('.docblock-argstable tbody td:first-child', (cells) =>
        cells.map((cell) => cell.textContent.replace('*', '').trim()),
      );
      assert.deepEqual(
        wanted.filter((one) => !shown.includes(one)),
        [],
        tagName,
      );
    }
    await page.close();
  });

  it('changes a plot by its controls, and shows the HTML that draws the same', async () => {
    const { page, story } = await openStory('playground-marks--point');
    const labels = () => story.$eval('pika-plot', ({ shadowRoot }) => shadowRoot.querySelector('svg').textContent);
    await story.evaluate(drawnPlots);
    const before = await labels();

    const scales = await page.$$eval('#control-x-scale option', (options) => options.map(({ value }) => value));
    assert.ok(scales.includes('log') && scales.includes('linear') && scales.includes('default'), scales.join());
    await page.selectOption('#control-x-scale', 'linear');
    await untilTrue('another axis', async () => (await labels()) !== before);
    await page.selectOption('#control-symbol', 'diamond');
    await until(story, () => document.querySelector('pika-plot').getAttribute('symbol') === 'diamond');
    await page.click('#set-x-label');
    await page.fill('#control-x-label', 'dollars a year');
    await untilTrue('the title', async () => (await labels()).includes('dollars a year'));
    // Back to the default: the attribute goes.
    await page.selectOption('#control-symbol', 'default');
    await until(story, () => !document.querySelector('pika-plot').hasAttribute('symbol'));

    await page.click('role=tab[name=Code]');
    const html = () => page.$$eval('pre', (all) => all.map(({ innerText }) => innerText).join('\n'));
    await untilTrue('the HTML of this state', async () => (await html()).includes('x-scale="linear"'));
    assert.deepEqual(
      await drawnFrom(await html()),
      await story.evaluate(() => document.querySelector('pika-plot').values()),
    );
    await page.close();
  });

  it('switches color scheme and backend', async () => {
    const { page, said } = await openPage();
    await page.goto(
      `${server.url}/iframe.html?viewMode=story&id=elements-status--status&globals=scheme:dark;backend:cpu&args=open:!true`,
    );
    await until(page, () => document.querySelector('pika-status')?.shadowRoot?.textContent.includes('requested'));
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
    assert.deepEqual(said, []);
    await page.close();
  });

  it('opens a file of the user', async () => {
    const { page, story } = await openStory('your-own-file--own-file');
    const file = { name: 'my prices.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
    await (await story.waitForSelector('pika-query input[type=file]')).setInputFiles(file);
    await until(story, () => document.querySelector('own-file select[name=x]') !== null);

    // The first plot: the rows in bins of the first column of numbers.
    assert.equal(await story.$eval('pika-plot', (plot) => plot.getAttribute('x')), 'bin(id)');
    await story.selectOption('select[name=x]', 'order');
    await story.selectOption('select[name=yBy]', 'sum');
    await story.selectOption('select[name=y]', 'the "price", net');
    await until(story, async () => (await document.querySelector('pika-plot').values())?.length === 2);
    const drawn = await story.evaluate(() => document.querySelector('pika-plot').values());
    assert.deepEqual(
      drawn.map(({ y }) => y).sort((a, b) => a - b),
      [20.5, 41],
    );
    // A column whose name is a color is a column.
    await story.selectOption('select[name=color]', 'red');
    await until(story, async () => (await document.querySelector('pika-plot').values())?.length === 3);
    const rows = await story.$eval('pika-table', ({ shadowRoot }) => shadowRoot.textContent);
    assert.match(rows, /the "price", net/);

    const html = await story.$eval('own-file pre', (pre) => pre.textContent);
    assert.deepEqual(
      await drawnFrom(html, { 'my%20prices.csv': CSV }),
      await story.evaluate(() => document.querySelector('pika-plot').values()),
    );
    await story.addScriptTag({ path: AXE });
    // What is inside of elements has tests of its own.
    const { violations } = await story.evaluate(() => globalThis.axe.run({ include: ['own-file'] }));
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`),
      [],
    );
    await page.close();
  });

  /** What the first plot of a page with this HTML draws. */
  async function drawnFrom(html, files = {}) {
    const other = await serve({ root: ROOT });
    const { page, said } = await openPage();
    try {
      await page.route('**/copied/*', (route) => {
        const name = new URL(route.request().url()).pathname.split('/').at(-1);
        const isPage = name === 'page.html';
        const script = '<!doctype html><title>copied</title><script type="module" src="/dist/pika-plot.js"></script>';
        return route.fulfill({
          contentType: isPage ? 'text/html' : 'text/csv',
          body: isPage ? script + html : files[name],
        });
      });
      await page.goto(`${other.url}/copied/page.html`);
      await until(page, () => document.querySelector('pika-plot')?.values !== undefined);
      const drawn = await page.evaluate(() => document.querySelector('pika-plot').values());
      assert.ok(drawn?.length > 0, html);
      assert.deepEqual(said, []);
      return drawn;
    } finally {
      await page.close();
      await other.close();
    }
  }
});

/** Runs in the page: for each plot, `drawn` or its error. */
function drawnPlots() {
  const plots = [...document.querySelectorAll('pika-plot')];
  return Promise.all(
    plots.map((plot) =>
      plot.values().then(
        () => 'drawn',
        (error) => error.message,
      ),
    ),
  );
}
