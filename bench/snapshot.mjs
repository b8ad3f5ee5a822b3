/**
 * `npm run bench -- snapshot [--runs 5]`: three million flights in four plots of a workspace, saved as a snapshot and
 * opened again. Saving is compared with writing the same columns as Arrow to a file, opening with opening the Parquet
 * file; each pair in one run, one after the other. Memory is that of the renderer and the browser process, at its peak
 * above what they had before (saving) or above the same page of twelve rows (opening). Linux only.
 */
import { mkdir, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const TARGETS = { save: 1.5, open: 1.2, memory: 1.3 };
const WAYS = ['all', 'drawn'];
const SAMPLE_MS = 10;

await installMissing();
const { median } = await import('./answers.mjs');
const { findChromium } = await import('../test/chromium.mjs');
const { memoryOfProcess, pageProcesses } = await import('./process-memory.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { AS_IT_COMES, onPage } = await import('./scenes.mjs');
const { serve } = await import('../examples/serve.mjs');

await buildStale();
const executablePath = await findChromium();
const server = await serve({ compress: false });
const FOLDER = 'bench/built/snapshots';
await mkdir(join(ROOT, FOLDER), { recursive: true });
try {
  const runs = [];
  for (let run = 0; run < Number(options.runs); run++) runs.push(await measured());
  report(runs);
} finally {
  await server.close();
  await rm(join(ROOT, FOLDER), { recursive: true });
}

async function measured() {
  const saved = {};
  for (const rows of WAYS) saved[rows] = await save(rows);
  const few = await opened('?rows=12');
  const parquet = await opened('');
  const result = { load: loadavg()[0], saved, parquet: above(parquet, few) };
  result.opened = {};
  for (const rows of WAYS) result.opened[rows] = above(await opened(`?open=/${FOLDER}/${rows}.pika`), few);
  return result;
}

/** In a page that has just opened the Parquet file. */
async function save(rows) {
  await waitForQuiet();
  return inPage('', async ({ browser, page }) => {
    // The first time, the database starts.
    await page.evaluate(() => window.page.writeArrow());
    const written = await page.evaluate(() => window.page.writeArrow());
    const copied = await page.evaluate(() => window.page.copyArrow());
    const { result, peakBytes } = await watched(browser, () => page.evaluate((which) => window.page.save(which), rows));
    const [download] = await Promise.all([page.waitForEvent('download'), page.evaluate(() => window.page.download())]);
    await download.saveAs(join(ROOT, FOLDER, `${rows}.pika`));
    return { written, copied, ...result, peakBytes };
  });
}

async function opened(query) {
  await waitForQuiet();
  return inPage(query, async ({ browser, openMs }) => {
    const sizes = await Promise.all((await pageProcesses(browser)).map(({ id }) => memoryOfProcess(id, 'VmHWM')));
    return { openMs, peakBytes: Math.max(...sizes) };
  });
}

function above({ openMs, peakBytes }, few) {
  return { openMs, peakBytes: peakBytes - few.peakBytes };
}

function inPage(query, act) {
  const url = `${server.url}/bench/pages/snapshot.html${query}`;
  return onPage({ url, executablePath, args: AS_IT_COMES }, act);
}

/** How much the renderer and the browser process grow together while something runs. */
async function watched(browser, work) {
  const all = await pageProcesses(browser);
  const total = async () => {
    const sizes = await Promise.all(all.map(({ id }) => memoryOfProcess(id)));
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  };
  const before = await total();
  let peakBytes = 0;
  const sampler = setInterval(async () => (peakBytes = Math.max(peakBytes, (await total()) - before)), SAMPLE_MS);
  const result = await work();
  clearInterval(sampler);
  return { result, peakBytes };
}

function report(runs) {
  const of = (read) => median(runs.map(read));
  const ms = (read) => `${of(read).toFixed(0)} ms`;
  const mb = (read) => `${(of(read) / 1e6).toFixed(1)} MB`;
  const rowsBytes = of(({ saved }) => saved.drawn.written.bytes);
  console.log(`
Medians of ${runs.length} runs, load ${runs.map(({ load }) => load.toFixed(1)).join(', ')}
The three columns of the plots as Arrow: ${(rowsBytes / 1e6).toFixed(1)} MB, written to a file in
  ${ms(({ saved }) => saved.drawn.written.ms)} from the query, ${ms(({ saved }) => saved.drawn.copied.ms)} from a file
The Parquet file, opened until all plots are drawn: ${ms(({ parquet }) => parquet.openMs)}; \
memory at its peak ${mb(({ parquet }) => parquet.peakBytes)}

| rows | size | save | × Arrow (≤ ${TARGETS.save}) | memory | × rows (≤ ${TARGETS.memory}) | open | \
× Parquet (≤ ${TARGETS.open}) | memory | × rows |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |`);
  for (const rows of WAYS) {
    const cells = [
      rows,
      mb(({ saved }) => saved[rows].bytes),
      ms(({ saved }) => saved[rows].ms),
      of(({ saved }) => saved[rows].ms / saved[rows].written.ms).toFixed(2),
      mb(({ saved }) => saved[rows].peakBytes),
      (of(({ saved }) => saved[rows].peakBytes) / rowsBytes).toFixed(2),
      ms(({ opened: open }) => open[rows].openMs),
      of(({ opened: open, parquet }) => open[rows].openMs / parquet.openMs).toFixed(2),
      mb(({ opened: open }) => open[rows].peakBytes),
      (of(({ opened: open }) => open[rows].peakBytes) / rowsBytes).toFixed(2),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
