/** A module of the page is edited again and again under Vite: plots are replaced, and nothing of them remains. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createServer } from 'vite';
import { launchChromium } from '../pages/launch-chromium.mjs';
import { patient } from '../pages/patient.mjs';
import { until } from '../pages/until.mjs';
import { assertClean, leftBehind, watchListeners } from '../wrappers/ledger.mjs';
import { installPacked } from './packed.mjs';

const PAGE = `<!doctype html><html lang="en" data-pika-backend="cpu"><meta charset="utf-8"><title>Hot</title>
<link rel="icon" href="data:,"><main></main><script type="module" src="/main.js"></script></html>`;
const MAIN = `import { pageEngine } from 'pika-plot';
import { show } from './view.js';
globalThis.pageEngine = pageEngine;
globalThis.start = () => show(document.querySelector('main'));
import.meta.hot.accept('./view.js', (view) => view.show(document.querySelector('main')));`;
/** Selects something, listens, and zooms: all that a plot may hold. */
const viewOf = (rows) => `export function show(main) {
  main.innerHTML = \`<h1>${rows}</h1><pika-query name="rows"></pika-query>
    <pika-plot id="linked" from="rows" mark="bar" x="bin(v)" y="count()" brush="x" zoom></pika-plot>
    <pika-legend for="linked"></pika-legend><pika-count from="rows"></pika-count>
    <pika-plot from="rows" mark="point" x="v" y="v" color="v"></pika-plot>\`;
  main.querySelector('pika-query').data = Array.from({ length: ${rows} }, (_, v) => ({ v }));
  main.querySelector('pika-plot').select({ x: [0, 5] });
}`;

describe('hot reload', () => {
  let folder;
  let app;
  let browser;
  let server;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-hot-'));
    app = await installPacked(folder);
    await writeFile(join(app, 'index.html'), PAGE);
    await writeFile(join(app, 'main.js'), MAIN);
    await writeFile(join(app, 'view.js'), viewOf(100));
    browser = await launchChromium();
    const options = { port: 41731, host: '127.0.0.1', watch: { usePolling: true, interval: 50 } };
    server = await createServer({ root: app, logLevel: 'error', configFile: false, server: options });
    await server.listen();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('replaces plots, and leaves nothing of them behind', async () => {
    const page = patient(await browser.newPage());
    const said = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !/^No available adapters/.test(message.text()))
        said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(server.resolvedUrls.local[0]);
    await page.waitForFunction('globalThis.start');
    await page.evaluate(watchListeners);
    await page.evaluate(() => start());
    let first = null;
    for (const rows of [100, 200, 300, 400]) {
      if (rows > 100) await writeFile(join(app, 'view.js'), viewOf(rows));
      await until(page, (count) => document.querySelector('h1')?.textContent === String(count), rows);
      const shown = `Promise.all([...document.querySelectorAll('pika-plot')].map((plot) => plot.values()))`;
      assert.equal((await page.evaluate(shown)).length, 2);
      await until(page, (count) => document.querySelector('pika-count').value?.of === count, rows);
      await until(page, `(${leftBehind})().then(({ views }) => views === 2)`);
      const { listeners } = await page.evaluate(leftBehind);
      assert.equal((first ??= listeners), listeners, `listeners, with ${rows} rows`);
    }
    await page.evaluate(() => document.querySelector('main').replaceChildren());
    await assertClean(page, said);
  });
});
