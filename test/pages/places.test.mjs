/**
 * The package in unusual places: below a path, from a CDN in a page opened as a file, under a policy with nonces,
 * offline, and twice on one page.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { buildStale, ROOT } from '../../examples/prepare.mjs';
import { answer } from '../../examples/serve.mjs';
import { patient } from './patient.mjs';
import { until } from './until.mjs';
import { shownPlots } from './shown-plots.mjs';
import { launchChromium } from './launch-chromium.mjs';

const SQL_ROWS = 1000;
/** Rows of the script, and rows of SQL. */
const TAGS = `<pika-query name="own"></pika-query>
<pika-plot from="own" mark="bar" x="month" y="sum(revenue)" color="month"></pika-plot>
<pika-query name="made" sql="SELECT i % 10 AS v FROM range(${SQL_ROWS}) r(i)"></pika-query>
<pika-plot from="made" mark="bar" x="bin(v)" y="count()" brush="x"></pika-plot>`;
const ROWS = `document.querySelector('[name="own"]').data = [{ month: 'Jan', revenue: 1 }, { month: 'Feb', revenue: 2 }];`;

const htmlOf = ({ base = '', nonce = '', head = '', body = '' }) => {
  const mark = nonce && ` nonce="${nonce}"`;
  return `<!doctype html><html data-pika-backend="cpu"><meta charset="utf-8"><link rel="icon" href="data:,">
<style${mark}>pika-plot { display: block; width: 400px; height: 200px }</style>${head}
<script type="module" src="${base}/dist/pika-plot.js"${mark}></script>
${TAGS}
<script type="module"${mark}>${ROWS}</script>${body}`;
};

/** Caches every answer, and then needs no network. */
const SERVICE_WORKER = `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith((async () => {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const fresh = await fetch(event.request);
  if (fresh.ok) await (await caches.open('v1')).put(event.request, fresh.clone());
  return fresh;
})()));`;

describe('pages in unusual places', () => {
  let server;
  let here;
  let browser;
  /** Of the next page. */
  let policy = null;
  const requested = [];

  before(async () => {
    await buildStale();
    const otherVersion = (text) => text.replaceAll('"0.1.0"', '"0.0.9"').replaceAll('`0.1.0`', '`0.0.9`');
    server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url, 'http://localhost');
      requested.push(pathname);
      response.setHeader('Access-Control-Allow-Origin', '*');
      const send = (type, text) => response.writeHead(200, { 'Content-Type': type }).end(text);
      if (pathname === '/below/a/path/') return send('text/html', htmlOf({ base: '/below/a/path' }));
      if (pathname === '/offline') return send('text/html', htmlOf({ head: '<script src="/register.js"></script>' }));
      if (pathname === '/register.js')
        return send(
          'text/javascript',
          "window.controlled = navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready);",
        );
      if (pathname === '/sw.js') return send('text/javascript', SERVICE_WORKER);
      if (pathname === '/twice')
        return send('text/html', htmlOf({ body: '<script type="module" src="/other/pika-plot.js"></script>' }));
      if (pathname.startsWith('/other/') && pathname.endsWith('.js'))
        return send('text/javascript', otherVersion(await readFile(join(ROOT, 'dist', pathname.slice(7)), 'utf8')));
      if (pathname === '/strict') {
        response.setHeader('Content-Security-Policy', policy);
        return send('text/html', htmlOf({ nonce: 'abc' }));
      }
      request.url = request.url.replace(/^\/(below\/a\/path|other)\//, '/');
      return answer(request, response).catch(() => response.destroy());
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    here = `http://127.0.0.1:${server.address().port}`;
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  /** Opens the page and resolves to what its plots show and what the console says. */
  async function open(url, tab) {
    const page = tab ?? patient(await browser.newPage());
    const says = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) says.push(message.text());
    });
    page.on('pageerror', (error) => says.push(error.message));
    await page.goto(url);
    await until(page, `(${shownPlots})()`);
    return { page, texts: await page.evaluate(shownPlots), says };
  }

  it('below a path: every file is fetched from there', async () => {
    requested.length = 0;
    const { page, texts, says } = await open(`${here}/below/a/path/`);
    assert.deepEqual([texts, says], [['drawn', 'drawn'], []]);
    assert.deepEqual(
      requested.filter((path) => !path.startsWith('/below/a/path/')),
      [],
    );
    await page.close();
  });

  it('a page opened as a file, with the script of a CDN', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pika-plot-file-'));
    await writeFile(join(folder, 'page.html'), htmlOf({ base: here }));
    const { page, texts, says } = await open(pathToFileURL(join(folder, 'page.html')).href);
    assert.deepEqual([texts, says], [['drawn', 'drawn'], []]);
    await page.close();
    await rm(folder, { recursive: true });
  });

  it('a strict policy with nonces: scripts, workers and styles without exceptions', async () => {
    policy = [
      "default-src 'none'",
      "script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'",
      "worker-src 'self'",
      "style-src 'nonce-abc'",
      "connect-src 'self'",
      'img-src data:',
    ].join('; ');
    const { page, texts, says } = await open(`${here}/strict`);
    assert.deepEqual([texts, says], [['drawn', 'drawn'], []]);
    // A tooltip and a legend have styles of their own.
    await page.locator('pika-plot').first().hover();
    await until(page, () => document.querySelector('pika-plot').shadowRoot.querySelector('.tooltip .swatch'));
    assert.deepEqual(says, []);
    const sizes = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('pika-plot');
      return ['.frame', '.swatch'].map((part) => shadowRoot.querySelector(part).getBoundingClientRect().width);
    });
    assert.ok(sizes[0] === 400 && sizes[1] > 4 && sizes[1] < 40, sizes.join());
    await page.close();
  });

  it('offline, once a service worker has cached what the page fetched', async () => {
    const context = await browser.newContext();
    const tab = patient(await context.newPage());
    await tab.goto(`${here}/offline`);
    await tab.evaluate(() => window.controlled.then(() => undefined));
    // The first controlled visit fills the cache.
    await open(`${here}/offline`, tab);
    await context.setOffline(true);
    requested.length = 0;
    const { texts, says } = await open(`${here}/offline`, tab);
    assert.deepEqual([texts, says], [['drawn', 'drawn'], []]);
    // The browser itself looks for a newer service worker.
    assert.deepEqual(
      requested.filter((path) => path !== '/sw.js'),
      [],
    );
    await context.close();
  });

  it('two versions on one page: the first one draws, the second says so', async () => {
    const { page, texts } = await open(`${here}/twice`);
    assert.deepEqual(texts, ['drawn', 'drawn']);
    await page.close();
    const { says } = await (async () => {
      const tab = patient(await browser.newPage());
      const warned = tab.waitForEvent('console', (message) => /pika-plot 0\.0\.9/.test(message.text()));
      const opened = await open(`${here}/twice`, tab);
      await warned;
      await tab.close();
      return opened;
    })();
    assert.equal(says.length, 1);
    assert.match(says[0], /pika-plot 0\.0\.9: expected to be the only version.*found 0\.1\.0.*draws all plots/);
  });
});
