/**
 * `node bench/rows-out.mjs [--rows 10000000] [--dist /dist] [--ways "a file,Blobs,in one"]`: rows of a query as CSV,
 * Arrow and Parquet, streamed into a file or into Blobs, or as one value. Reports seconds, how much the renderer and
 * the browser process grew at most above what they had when the query was ready, and how long a small query of the page
 * waited meanwhile. Linux only.
 */
import { parseArgs } from 'node:util';
import { buildStale, installMissing } from '../examples/prepare.mjs';

await installMissing();
const { chromium } = await import('playwright-core');
const { findChromium } = await import('../test/chromium.mjs');
const { serve } = await import('../examples/serve.mjs');
const { memoryOfProcess, pageProcesses } = await import('./process-memory.mjs');
const { waitForQuiet } = await import('./quiet.mjs');

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    dist: { type: 'string', default: '/dist' },
    ways: { type: 'string', default: 'a file,Blobs,in one' },
    types: { type: 'string', default: 'csv,arrow,parquet' },
    busy: { type: 'boolean', default: false },
  },
});
const SAMPLE_MS = 20;

if (options.dist === '/dist') await buildStale();
const server = await serve({ compress: false });
const executablePath = await findChromium();
console.log(`
${Number(options.rows).toLocaleString('en')} rows × 3 columns (BIGINT, DOUBLE, VARCHAR)

| as | into | size | s | renderer | browser | longest wait of a query |
| --- | --- | ---: | ---: | ---: | ---: | ---: |`);
try {
  for (const type of options.types.split(','))
    for (const way of options.ways.split(',')) {
      if (!options.busy) await waitForQuiet();
      const { size, seconds, longestMs, renderer, browser } = await measured(type, way);
      const mb = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
      const cells = [type, way, mb(size), seconds.toFixed(1), mb(renderer), mb(browser), `${longestMs.toFixed(0)} ms`];
      console.log(`| ${cells.join(' | ')} |`);
    }
} finally {
  await server.close();
}

/** Each in a browser of its own: heaps of WebAssembly never shrink. */
async function measured(type, way) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run'] });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/bench/pages/rows-out.html?rows=${options.rows}&dist=${options.dist}`);
    await page.waitForFunction(() => window.bench, undefined, { timeout: 0 });
    await page.evaluate(() => window.bench.ready);
    const before = await Promise.all((await pageProcesses(browser)).map(sizeOf));
    // The page's renderer is the largest.
    const renderer = largest(before.filter((one) => one.type === 'renderer'));
    const main = largest(before.filter((one) => one.type === 'browser'));
    const peaks = { renderer: 0, browser: 0 };
    const sampler = setInterval(async () => {
      peaks.renderer = Math.max(peaks.renderer, (await sizeOf(renderer)).bytes - renderer.bytes);
      peaks.browser = Math.max(peaks.browser, (await sizeOf(main)).bytes - main.bytes);
    }, SAMPLE_MS);
    try {
      return { ...(await page.evaluate(([how, what]) => window.bench.take(how, what), [way, type])), ...peaks };
    } catch (thrown) {
      console.error(`${type}, ${way}: ${String(thrown.message).split('\n')[0]}`);
      return { size: NaN, seconds: NaN, longestMs: NaN, ...peaks };
    } finally {
      clearInterval(sampler);
    }
  } finally {
    await browser.close();
  }
}

async function sizeOf({ id, type }) {
  return { id, type, bytes: await memoryOfProcess(id) };
}

function largest(sizes) {
  return sizes.reduce((a, b) => (a.bytes > b.bytes ? a : b));
}
