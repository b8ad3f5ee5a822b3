/**
 * `npm run bench -- table [--rows 10000000] [--runs 3] [--alone]`: the rows of a file in `<pika-table>` (Parquet) and
 * in Perspective's datagrid (the same rows as an Arrow stream), in turn. Measures the time from the request until the
 * order by each column is shown, in both directions, and from a scroll to a random place until its rows are. Memory is
 * that of the page's process before and after (Linux only). `--alone` leaves Perspective out.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { readFile } from 'node:fs/promises';
import { buildStale, installMissing } from '../examples/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '3' },
    alone: { type: 'boolean', default: false },
  },
});
const rowCount = Number(options.rows);
const PLACES = 40;
const PATIENCE_MS = 300_000;

await installMissing();
const { median } = await import('./answers.mjs');
const { findChromium, NO_GPU } = await import('../test/chromium.mjs');
const { prepareMany } = await import('./rows.mjs');
const { installPeers } = await import('./peers.mjs');
const { serve } = await import('../examples/serve.mjs');
const { chromium } = await import('playwright-core');
const { randomFrom } = await import('./pages/cloud.js');

await buildStale();
const tables = [{ name: 'pika-plot', page: 'ours-table', file: await prepareMany(rowCount), runs: [] }];
if (!options.alone) {
  await installPeers();
  const file = await prepareMany(rowCount, 'arrow');
  tables.push({ name: 'Perspective', page: 'perspective-table', file, runs: [] });
}
const server = await serve({ compress: false });
for (let run = 0; run < Number(options.runs); run++) {
  for (const table of tables) {
    try {
      table.runs.push(await measure(table));
    } catch (error) {
      console.error(`${table.name}, run ${run + 1}: ${error.message}`);
    }
  }
}
server.close();
console.log(`${rowCount.toLocaleString('en')} rows, medians of ${options.runs} runs, load ${loadavg()[0].toFixed(1)}`);
tables.forEach(report);

function report({ name, runs }) {
  console.log(`\n${name}`);
  if (runs.length === 0) return console.log('no run ended');
  const of = (read) => median(runs.map(read)).toFixed(0);
  const sorted = Object.keys(runs[0].sorted).map((order) => Number(of((run) => run.sorted[order])));
  console.log(`open: ${of((run) => run.openMs)} ms`);
  const [least, middle, most] = [0, 0.5, 1].map((share) => quantile(sorted, share));
  console.log(`sort by a column: ${least} to ${most}, median ${middle} ms`);
  for (const [kind, times] of [
    ['unsorted', 'scrolled'],
    ['sorted', 'scrolledSorted'],
  ])
    console.log(
      `scroll, ${kind}: ${of((run) => quantile(run[times], 0.5))} ms, 95 %: ${of((run) => quantile(run[times], 0.95))}`,
    );
  console.log(`blank frames: ${runs.reduce((sum, { blank }) => sum + blank, 0)}`);
  console.log(`memory of the open page: ${of((run) => run.openMb)} MB, above it: ${of((run) => run.moreMb)} MB`);
}

async function measure({ page: name, file }) {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: NO_GPU });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 700 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`${server.url}/bench/pages/${name}.html`);
    // The scripts of a peer may start after the page has loaded.
    await page.waitForFunction(() => window.page);
    const openMs = await timed(() => page.evaluate((path) => window.page.open(path), `/${file}`));
    await page.waitForTimeout(8000);
    const before = await memoryMb(browser);
    const random = randomFrom(7);
    const scroll = async () => {
      const times = [];
      for (let i = 0; i < PLACES; i++) {
        times.push(await page.evaluate((share) => window.page.scrollTo(share), random()));
        if (await page.evaluate(() => window.page.blank())) blank++;
        await page.waitForTimeout(100);
      }
      return times;
    };
    let blank = 0;
    const scrolled = await scroll();
    const sorted = {};
    for (const name of await page.evaluate(() => window.page.columns())) {
      for (const order of ['ascending', 'descending'])
        sorted[`${name}, ${order}`] = await page.evaluate((args) => window.page.sort(...args), [name, order]);
      await page.waitForTimeout(100);
    }
    const scrolledSorted = await scroll();
    await page.waitForTimeout(2000);
    const moreMb = (await memoryMb(browser)) - before;
    return { openMs, scrolled, sorted, scrolledSorted, blank, openMb: before, moreMb };
  } finally {
    await browser.close();
  }
}

async function timed(work) {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
}

/** Resident memory of all renderers of a browser. */
async function memoryMb(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  let bytes = 0;
  for (const { type, id } of processInfo) {
    if (type !== 'renderer') continue;
    const [, pages] = (await readFile(`/proc/${id}/statm`, 'utf8')).split(' ');
    bytes += Number(pages) * 4096;
  }
  return bytes / 1e6;
}
