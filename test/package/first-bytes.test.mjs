/** What a page loads before its first picture, bars of twelve objects: compressed by gzip, as most servers send it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildStale, ROOT } from '../../examples/prepare.mjs';
import { openBrowser } from '../pages/page.mjs';

/**
 * The scripts of the page's own thread. The aim is 120 kB: below it, a page on a slow mobile connection (1.6 Mbit/s)
 * draws within a second. Lower this limit with every part that no longer loads; never raise it.
 */
const MOST_BYTES = 185_000;
/** Parts that bars of objects must not load. */
const NOT_NEEDED = [
  'duckdb',
  'file-relation',
  'table-from-ipc',
  'counts-layer',
  'style-scales',
  'lay-out-panels',
  'column-notes',
  'wrong-step',
];
/** Requested while the picture is painted, which does not wait for it. */
const AFTER_PICTURE = ['plot-interaction', 'plot-pointing', 'drawn-selections'];
/** Requested when the page is idle, which it may be before the first picture: that needs none of them. */
const WHEN_IDLE = ['color-changes', 'selection-remarks'];

let browser;
before(async () => {
  await buildStale();
  browser = await openBrowser();
});
after(() => browser.close());

test(`the first picture takes at most ${MOST_BYTES.toLocaleString('en')} bytes of scripts`, async () => {
  const page = await browser.open('test/package/first-bytes.html');
  const loaded = await page.evaluate(async () => {
    const drawnMs = await window.drawn;
    return performance
      .getEntriesByType('resource')
      .filter(({ name, startTime }) => startTime < drawnMs && name.endsWith('.js') && !name.includes('worker'))
      .map(({ name }) => new URL(name).pathname);
  });
  const paths = loaded.filter((path) => ![...AFTER_PICTURE, ...WHEN_IDLE].some((part) => path.includes(part)));
  const sizes = await Promise.all(
    paths.map(async (path) => [path, gzipSync(await readFile(join(ROOT, path)), { level: 9 }).length]),
  );
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  const list = sizes.map(([path, bytes]) => `${path} ${bytes}`).join(', ');
  assert.ok(paths.includes('/dist/pika-core.js'), list);
  for (const part of NOT_NEEDED) assert.ok(!paths.some((path) => path.includes(part)), `${part} is loaded: ${list}`);
  assert.ok(total <= MOST_BYTES, `${total} bytes: ${list}. Load what bars of objects don't need with OnDemand.`);
});
