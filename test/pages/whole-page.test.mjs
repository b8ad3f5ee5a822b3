/** The whole page of `docs/dashboard.md`, saved as its text says: beside `dist` and a file of rows. */
import assert from 'node:assert/strict';
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildStale, ROOT } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { patient } from './patient.mjs';
import { until } from './until.mjs';
import { launchChromium } from './launch-chromium.mjs';

const linesOf = (text) => text.split('\n').map((line) => line.trim());

describe('the whole page of docs/dashboard.md', () => {
  let text;
  let folder;
  let browser;
  let server;

  before(async () => {
    await buildStale();
    text = await readFile(join(ROOT, 'docs/dashboard.md'), 'utf8');
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-dashboard-'));
    browser = await launchChromium();
    server = await serve({ root: folder });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('runs as it is, and has all of the example that runs in the docs', async () => {
    const [, html] = /^```html\n(<!doctype html>.*?)^```/ms.exec(text) ?? [];
    assert.ok(html, 'docs/dashboard.md has no whole page');
    const [, example] = /^```html live\n(.*?)^```/ms.exec(text);
    const lines = new Set(linesOf(html));
    assert.deepEqual(
      linesOf(example).filter((line) => !lines.has(line)),
      [],
    );
    await writeFile(join(folder, 'index.html'), html);
    await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
    await copyFile(join(ROOT, 'docs/public/sales.csv'), join(folder, 'sales.csv'));

    const page = patient(await browser.newPage({ viewport: { width: 900, height: 900 } }));
    const problems = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('response', (response) => {
      const isIcon = response.url().endsWith('/favicon.ico');
      if (response.status() >= 400 && !isIcon) problems.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${server.url}/index.html`);
    await until(page, () => customElements.get('pika-plot') !== undefined);
    const drawn = await page.evaluate(async () => {
      const plots = [...document.querySelectorAll('pika-plot')];
      const values = await Promise.all(plots.map((plot) => plot.values()));
      return values.map(({ length }) => length);
    });
    // The months of two years, four regions, three channels.
    assert.deepEqual(drawn.slice(0, 2), [24, 4]);
    assert.ok(drawn[2] > 48, `${drawn[2]} points of lines`);

    const rows = () => page.evaluate(() => document.querySelector('pika-count').value);
    assert.equal((await rows()).of, 1462);
    const box = await page.locator('pika-plot').first().boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await until(page, () => {
      const { rows, of } = document.querySelector('pika-count').value;
      return rows > 0 && rows < of;
    });
    assert.match(
      await page.evaluate(() => document.querySelectorAll('pika-count')[1].shadowRoot.textContent),
      /[+−][\d.]+%/,
    );
    assert.deepEqual(problems, []);
  });
});
