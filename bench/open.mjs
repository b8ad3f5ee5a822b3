/**
 * `node bench/open.mjs [--runs 5] [--copies 1,4]`: cost of opening a Parquet file, in time and memory.
 *
 * Time: 3 million rows, two columns, to the first plot, by stages; for comparison, parquet-wasm alone decoding the same
 * columns in the same run. Memory, per row loaded: the renderer's peak (VmHWM of Linux: page, workers and WebAssembly
 * together) above that of the same page with twelve rows; and the ArrayBuffers of page and workers after garbage
 * collection, compared with the pages of keys.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

await installMissing();
const { chromium } = await import('playwright-core');
const { build } = await import('esbuild');
const { findChromium } = await import('../test/chromium.mjs');
const { serve } = await import('../examples/serve.mjs');
const { median } = await import('./answers.mjs');
const { arrayBufferBytes } = await import('./memory-dump.mjs');
const { waitForQuiet } = await import('./quiet.mjs');

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, copies: { type: 'string', default: '1,4' } },
});
const ROWS = 3_000_000;
/** Two columns of 32-bit sort keys. */
const KEY_BYTES = 8;
const ARGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

await buildStale();
await build({
  entryPoints: [join(ROOT, 'bench/pages/rows-stages.ts')],
  outfile: join(ROOT, 'bench/built/rows-stages.js'),
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'error',
});
const server = await serve({ compress: false });
const executablePath = await findChromium();
try {
  if (Number(options.runs) > 0) await measureTime();
  await measureMemory();
} finally {
  await server.close();
}

async function measureTime() {
  const runs = [];
  for (let run = 0; run < Number(options.runs); run++) {
    const busy = await waitForQuiet();
    if (busy > 0.15) console.error(`run ${run + 1}: the machine was ${(100 * busy).toFixed(0)} % busy before`);
    const elements = await onPage('open.html?copies=1', async ({ page, openMs }) => ({
      openMs,
      ...stagesOf(await page.evaluate(() => [...window.page.stages()])),
    }));
    const worker = await onPage('open.html', ({ page }) =>
      page.evaluate(async () => {
        const startMs = performance.now();
        const file = await (await fetch('/data/flights-3m.parquet')).blob();
        const downloadMs = performance.now() - startMs;
        const answer = await new Promise((resolve) => {
          const stages = new Worker('/bench/built/rows-stages.js', { type: 'module' });
          stages.onmessage = ({ data }) => resolve(data);
          stages.postMessage({ wasm: '/dist/parquet_wasm_bg.wasm', file, columns: ['delay', 'distance'] });
        });
        return { downloadMs, ...answer };
      }),
    );
    if (worker.error) throw new Error(worker.error);
    runs.push({ ...elements, ...worker });
  }
  const of = (name) =>
    `${median(runs.map((run) => run[name]))
      .toFixed(0)
      .padStart(7)} ms`;
  console.log(`
Opening 3,000,000 rows of Parquet (13.5 MB), two of its columns, to two histograms; medians of ${runs.length} runs
  ${of('openMs')}  from navigation to both plots drawn, by elements, of which
  ${of('open')}    opening: the first range of the file, the footer
  ${of('read')}    reading: both columns by HTTP ranges, decoded and encoded in the rows worker
  ${of('load')}    transfer to the backend, extents
  ${of('first')}    the rest: layout, first counts, first pictures
The same columns in a worker, from bytes in memory
  ${of('downloadMs')}  download of the whole file
  ${of('wasm')}  fetching and compiling parquet-wasm
  ${of('footer')}  footer
  ${of('decode')}  decode: parquet-wasm, row group by row group, to Arrow IPC
  ${of('Arrow')}  Arrow IPC to views on it
  ${of('encode')}  encode: to pages of keys
  ${of('parquet-wasm alone, in one call')}  parquet-wasm alone, all row groups in one call, to Arrow IPC`);
}

/** The spans of the page's own profile. */
function stagesOf(spans) {
  const merged = (pattern) => {
    const own = spans.filter(({ name }) => pattern.test(name));
    return {
      startMs: Math.min(...own.map(({ startMs }) => startMs)),
      endMs: Math.max(...own.map(({ endMs }) => endMs)),
    };
  };
  const [open, read, load] = [/^open flights$/, /^read /, /^(load|measure) /].map(merged);
  return {
    open: open.endMs - open.startMs,
    read: read.endMs - read.startMs,
    load: load.endMs - load.startMs,
    loadedMs: load.endMs,
  };
}

async function measureMemory() {
  if (process.platform !== 'linux')
    return console.log("\nMemory: only measured on Linux, whose kernel reports a process's peak.");
  const empty = await memoryOf(0);
  console.log('\nMemory of the renderer process, above the same page with twelve rows');
  for (const copies of options.copies.split(',').map(Number)) {
    const { peakBytes, residentBytes, bufferBytes } = await memoryOf(copies);
    const plain = await memoryOf(copies, '&plain');
    const rows = copies * ROWS;
    const perRow = (bytes) =>
      `${(bytes / rows).toFixed(1).padStart(6)} bytes a row (${(bytes / 2 ** 20).toFixed(0)} MiB)`;
    console.log(`  ${rows.toLocaleString('en')} rows: pages of keys ${perRow(rows * KEY_BYTES)}
    peak while opening       ${perRow(peakBytes - empty.peakBytes)}
    resident after GC        ${perRow(residentBytes - empty.residentBytes)}
    … of it in ArrayBuffers  ${perRow(bufferBytes - empty.bufferBytes)}: keys, and the CPU backend's 2 bytes for each axis of bins and of brush pixels
    … without brushes        ${perRow(plain.bufferBytes - empty.bufferBytes)}`);
  }
}

async function memoryOf(copies, more = '') {
  return onPage(`open.html?copies=${copies}${more}`, async ({ browser }) => {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sizes = await Promise.all(
      processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => statusOf(id)),
    );
    // The page's renderer is the largest.
    const { pid, peakBytes } = sizes.reduce((a, b) => (a.peakBytes > b.peakBytes ? a : b));
    const bufferBytes = await arrayBufferBytes(session, pid);
    return { peakBytes, bufferBytes, residentBytes: (await statusOf(pid)).residentBytes };
  });
}

async function statusOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const bytes = (name) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { pid, peakBytes: bytes('VmHWM'), residentBytes: bytes('VmRSS') };
}

async function onPage(path, use) {
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
    await page.goto(`${server.url}/bench/pages/${path}`);
    const openMs = await page.evaluate(() => window.page.open);
    const result = await use({ browser, page, openMs });
    return result.loadedMs === undefined ? result : { ...result, first: openMs - result.loadedMs };
  } finally {
    await browser.close();
  }
}
