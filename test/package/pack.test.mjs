/**
 * The package as a user gets it: packed, installed offline into an empty page's project, built and developed with Vite,
 * opened in Chromium.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { build, createServer, preview } from 'vite';
import { ROOT } from '../../examples/prepare.mjs';
import { awaiting } from '../harness/patience.mjs';
import { patient } from '../pages/patient.mjs';
import { installPacked } from './packed.mjs';
import { launchChromium } from '../pages/launch-chromium.mjs';

const run = promisify(execFile);

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws:">
    <title>pika-plot in a page of its own</title>
    <style>pika-plot { display: block; width: 480px; height: 240px }</style>
  </head>
  <body>
    <pika-query name="flights" src="/flights-3m.parquet"></pika-query>
    <pika-plot from="flights" mark="bar" x="bin(delay)" y="count()"></pika-plot>
    <script type="module" src="/main.js"></script>
  </body>
</html>
`;
/** Listens before the elements exist, so it misses no event. */
const MAIN = `
window.heard = new Promise((ready, failed) => {
  addEventListener('pika-ready', () => ready('ready'), { capture: true });
  addEventListener('pika-error', (event) => failed(new Error(event.detail?.message ?? String(event.detail))), { capture: true });
});
window.heard.catch(() => {});
import('pika-plot').then(() => { document.documentElement.dataset.loaded = ''; });
`;

describe('the packed package', () => {
  let folder;
  let app;
  let browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-package-'));
    app = await installPacked(folder);
    await mkdir(join(app, 'public'));
    await writeFile(join(app, 'index.html'), PAGE);
    await writeFile(join(app, 'main.js'), MAIN);
    await writeFile(join(app, 'public/favicon.ico'), '');
    await copyFile(
      join(ROOT, 'node_modules/vega-datasets/data/flights-3m.parquet'),
      join(app, 'public/flights-3m.parquet'),
    );
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('needs no other package', async () => {
    const installed = JSON.parse(await readFile(join(app, 'node_modules/.package-lock.json'), 'utf8'));
    assert.deepEqual(Object.keys(installed.packages), ['node_modules/pika-plot']);
  });

  it('has the pages that its README links to, and those that these link to', async () => {
    const root = join(app, 'node_modules/pika-plot');
    const pages = ['README.md'];
    const lost = [];
    for (const page of pages) {
      const text = await readFile(join(root, page), 'utf8').catch(() => lost.push(page) && '');
      for (const [, link] of text.matchAll(/\]\(([^)#:]+\.(?:md|png))/g)) {
        const target = join(page, '..', link);
        if (target.startsWith('docs/') && !pages.includes(target)) pages.push(target);
      }
    }
    assert.deepEqual(lost, []);
    assert.ok(pages.length > 20, pages.join());
  });

  it('has `pika-plot/testing` as a separate entry, without a second engine', async () => {
    const { size } = await stat(join(app, 'node_modules/pika-plot/dist/testing.js'));
    // The kernels and the fakes; the engine alone would be more than 600 kB.
    assert.ok(size < 60_000, `${size} bytes`);
    const { stdout } = await run(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        "import { Faults } from 'pika-plot/testing'; console.log(Object.keys(new Faults().seams).join())",
      ],
      { cwd: app },
    );
    assert.equal(stdout.trim(), 'device,worker,refuses,beforeRead');
  });

  it('can be imported on a server, in its main thread and in a worker, where it registers nothing', async () => {
    const main = `
      import { Worker } from 'node:worker_threads';
      const globals = new Set(Object.getOwnPropertyNames(globalThis));
      const { pageEngine, PikaPlot, specFromJson } = await import('pika-plot');
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !globals.has(name));
      // Lit counts its versions there.
      const unexpected = added.filter((name) => !/^(lit|reactive)/.test(name));
      const parsed = specFromJson({ from: 'sales', mark: 'bar', x: 'month' }).mark;
      console.log(JSON.stringify([typeof PikaPlot, typeof pageEngine, parsed, unexpected]));
      new Worker("import('pika-plot').then(({ PikaPlot }) => console.log(typeof PikaPlot))", { eval: true });`;
    await writeFile(join(app, 'server.mjs'), main);
    const { stdout, stderr } = await run(process.execPath, ['server.mjs'], { cwd: app });
    assert.deepEqual([stdout, stderr], ['["function","function","bar",[]]\nfunction\n', '']);
  });

  it('draws in a page built by Vite, under a strict content security policy', async () => {
    await build({ root: app, logLevel: 'error', configFile: false, build: { chunkSizeWarningLimit: 5000 } });
    const server = await preview({
      root: app,
      logLevel: 'error',
      configFile: false,
      preview: { port: 0, host: '127.0.0.1' },
    });
    try {
      await draws(server.resolvedUrls.local[0]);
    } finally {
      await server.close();
    }
  });

  it("draws in a page under Vite's development server", async () => {
    const server = await createServer({
      root: app,
      logLevel: 'error',
      configFile: false,
      server: { port: 41730, host: '127.0.0.1' },
    });
    await server.listen();
    try {
      await draws(server.resolvedUrls.local[0]);
    } finally {
      await server.close();
    }
  });

  /** Opens the page and waits for a drawn plot; every file it requests must exist and have the right type. */
  async function draws(url) {
    const page = patient(await browser.newPage());
    const wrong = [];
    const fetched = new Set();
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      const type = response.headers()['content-type'] ?? '';
      fetched.add(pathname);
      if (response.status() >= 400 || (/\.(js|wasm)$/.test(pathname) && type.includes('html')))
        wrong.push(`${response.status()} ${type} ${pathname}`);
    });
    try {
      await page.goto(url);
      await page
        .waitForSelector('html[data-loaded]', { state: 'attached' })
        .catch((error) => wrong.push(String(error)));
      if (await page.evaluate(() => customElements.get('pika-plot') !== undefined)) {
        await awaiting(
          'pika-ready or pika-error',
          page.evaluate(() => window.heard),
        ).catch((error) => wrong.push(String(error)));
      } else {
        wrong.push('pika-plot is not defined');
      }
      assert.deepEqual(wrong, [], `fetched: ${[...fetched].join(' ')}`);
    } finally {
      await page.close();
    }
  }
});
