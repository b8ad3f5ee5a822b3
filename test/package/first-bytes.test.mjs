/**
 * What a page loads before its first picture: bars of twelve objects, from the build as a server compresses it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { buildStale, ROOT } from '../../examples/prepare.mjs';
import { findChromium, NO_GPU } from '../chromium.mjs';
import { awaiting } from '../harness/patience.mjs';
import { patient, PATIENT_LAUNCH } from '../pages/patient.mjs';

/**
 * The scripts of the page's own thread. The aim is 120 kB: below it, a page on a slow mobile connection (1.6 Mbit/s)
 * draws within a second. Lower this limit with every part that no longer loads; never raise it.
 */
const MOST_BYTES = 197_000;
const TYPES = { '.js': 'text/javascript', '.html': 'text/html', '.wasm': 'application/wasm' };
const PAGE = `<!doctype html>
<html lang="en">
<link rel="icon" href="data:,">
<style>pika-plot { display: block; width: 640px; height: 360px }</style>
<script type="module" src="/pika-plot.js"></script>
<pika-query name="sales"></pika-query>
<pika-plot from="sales" mark="bar" x="month" y="amount"></pika-plot>
<script>
  document.querySelector('pika-query').data = Array.from('JFMAMJJASOND', (letter, i) => ({
    month: letter + i,
    amount: 10 + ((7 * i) % 13),
  }));
  // Resolves in the frame in which the canvas has pixels.
  window.drawn = new Promise((resolve) => {
    const look = () => {
      const canvas = document.querySelector('pika-plot').shadowRoot?.querySelector('canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      if (pixels?.some((byte) => byte !== 0)) resolve(performance.now());
      else setTimeout(look, 1);
    };
    look();
  });
</script>
`;

describe('the first picture of a page', () => {
  let server;
  let browser;

  before(async () => {
    await buildStale();
    browser = await chromium.launch({ ...PATIENT_LAUNCH, executablePath: await findChromium(), args: NO_GPU });
    server = createServer(async ({ url }, response) => {
      const { pathname } = new URL(url, 'http://page');
      response.setHeader('content-type', TYPES[extname(pathname) || '.html'] ?? 'application/octet-stream');
      if (pathname === '/') response.end(PAGE);
      else
        await readFile(join(ROOT, 'dist', pathname)).then(
          (bytes) => response.end(bytes),
          () => response.writeHead(404).end(),
        );
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  it(`takes at most ${MOST_BYTES.toLocaleString('en')} bytes of scripts, compressed by gzip`, async () => {
    const page = patient(await browser.newPage());
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const names = await awaiting(
      'a picture',
      page.evaluate(async () => {
        const drawnMs = await window.drawn;
        return performance
          .getEntriesByType('resource')
          .filter(({ name, startTime }) => startTime < drawnMs && /^(?!.*worker).*\.js$/.test(name))
          .map(({ name }) => new URL(name).pathname);
      }),
    );
    const sizes = await Promise.all(
      names.map(async (name) => [name, gzipSync(await readFile(join(ROOT, 'dist', name)), { level: 9 }).length]),
    );
    const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
    const list = sizes.map(([name, bytes]) => `${name} ${bytes}`).join(', ');
    assert.ok(names.includes('/pika-core.js'), list);
    assert.ok(total <= MOST_BYTES, `${total} bytes: ${list}. Load what bars of objects don't need with OnDemand.`);
    // Each of these is a part that bars of objects must not load.
    for (const part of ['duckdb', 'file-relation', 'table-from-ipc', 'counts-layer', 'style-scales', 'plot-pointing'])
      assert.ok(!names.some((name) => name.includes(part)), `${part} is loaded: ${list}`);
  });
});
