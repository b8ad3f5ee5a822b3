/**
 * A bundler that leaves worker and WebAssembly files out, without configuration: what a page can do then, and which
 * line its error names for the rest. `npm run matrix` tries the bundlers themselves.
 */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { buildStale, ROOT } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { patient } from '../pages/patient.mjs';
import { until } from '../pages/until.mjs';
import { shownPlots } from '../pages/shown-plots.mjs';
import { launchChromium } from '../pages/launch-chromium.mjs';

const ROWS = 3_000_000;
const pageOf = (script, attributes = '') => `<!doctype html><html data-pika-backend="cpu"${attributes}>
<meta charset="utf-8"><link rel="icon" href="data:,">
<style>pika-plot { display: block; width: 400px; height: 200px }</style>
<pika-query name="own"></pika-query>
<pika-plot from="own" mark="bar" x="month" y="sum(revenue)"></pika-plot>
<pika-query name="flights" src="flights-3m.parquet"></pika-query>
<pika-plot from="flights" mark="bar" x="bin(delay)" y="count()"></pika-plot>
<pika-query name="made" sql="SELECT i % 10 AS v FROM range(1000) r(i)"></pika-query>
<pika-plot from="made" mark="bar" x="bin(v)" y="count()"></pika-plot>
${script}
<script>addEventListener('load', () => {
  document.querySelector('[name="own"]').data = [{ month: 'Jan', revenue: 1 }, { month: 'Feb', revenue: 2 }];
});</script>`;

describe('a bundle without worker files', () => {
  let folder;
  let server;
  let browser;

  before(async () => {
    await buildStale();
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-left-out-'));
    const entry = { entryPoints: [join(ROOT, 'dist/pika-plot.js')], bundle: true, logLevel: 'error' };
    await build({ ...entry, format: 'esm', splitting: true, outdir: join(folder, 'split') });
    await build({
      ...entry,
      format: 'iife',
      outfile: join(folder, 'classic.js'),
      logOverride: { 'empty-import-meta': 'silent' },
    });
    await mkdir(join(folder, 'pika'));
    for (const name of [
      'pika-cpu-worker.js',
      'pika-rows-worker.js',
      'duckdb-browser-eh.worker.js',
      'duckdb-eh.wasm',
      'parquet_wasm_bg.wasm',
    ])
      await cp(join(ROOT, 'dist', name), join(folder, 'pika', name));
    await cp(join(ROOT, 'node_modules/vega-datasets/data/flights-3m.parquet'), join(folder, 'flights-3m.parquet'));
    const split = '<script type="module" src="split/pika-plot.js"></script>';
    await writeFile(join(folder, 'split.html'), pageOf(split));
    await writeFile(join(folder, 'named.html'), pageOf(split, ' data-pika-files="/pika/"'));
    await writeFile(join(folder, 'classic.html'), pageOf('<script src="classic.js"></script>'));
    server = await serve({ root: folder, compress: false });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** What the plots show, the rows that the plot of the file counts, and the addresses that were not found. */
  async function open(url) {
    const page = patient(await browser.newPage());
    const missing = [];
    page.on('response', (response) => {
      if (response.status() >= 400) missing.push(new URL(response.url()).pathname);
    });
    await page.goto(url);
    await until(page, `(${shownPlots})()`);
    const texts = await page.evaluate(shownPlots);
    const rows = await page.evaluate(async () => {
      const counted = await document.querySelector('[from="flights"]').counts();
      return counted?.counts.reduce((sum, count) => sum + count, 0) ?? null;
    });
    await page.close();
    return { texts, rows, missing };
  }

  const NAMES_THE_LINE = /database.*bundler left duckdb-browser-eh.worker.js out.*data-pika-files="\/pika\/"/;

  it('draws rows and reads Parquet; SQL names the line to write', async () => {
    const { texts, rows, missing } = await open(`${server.url}/split.html`);
    assert.deepEqual([texts[0], texts[1], rows], ['drawn', 'drawn', ROWS]);
    assert.match(texts[2], NAMES_THE_LINE);
    assert.deepEqual([...new Set(missing)], ['/duckdb-browser-eh.worker.js']);
  });

  it('draws everything with that line', async () => {
    assert.deepEqual(await open(`${server.url}/named.html`), {
      texts: ['drawn', 'drawn', 'drawn'],
      rows: ROWS,
      missing: [],
    });
  });

  it('draws rows and reads Parquet as a classic script', async () => {
    const { texts, rows } = await open(`${server.url}/classic.html`);
    assert.deepEqual([texts[0], texts[1], rows], ['drawn', 'drawn', ROWS]);
    assert.match(texts[2], NAMES_THE_LINE);
  });

  it('draws rows in a page opened as a file, as a classic script; what needs a server says so', async () => {
    const { texts } = await open(pathToFileURL(join(folder, 'classic.html')).href);
    assert.equal(texts[0], 'drawn');
    assert.match(texts[1], /file:|fetch/);
    assert.match(texts[2], /file:.*Serve the folder over HTTP/);
  });
});
