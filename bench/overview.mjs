/**
 * `npm run bench -- overview [--columns 200] [--rows 1000000] [--height 980] [--runs 3]`: `<pika-overview>` of
 * columns in memory, in a window of this height: 980 pixels show twenty cards, 800 sixteen.
 * Measures how long it takes to draw all histograms in sight: after the page assigns the rows, after a scroll by one
 * screen (which the element reads ahead while the user looks at the one before), and after a jump to the end, where
 * nothing is read yet. Also measures the frames of a moving brush.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildStale, installMissing } from '../examples/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    columns: { type: 'string', default: '200' },
    rows: { type: 'string', default: '1000000' },
    height: { type: 'string', default: '980' },
    runs: { type: 'string', default: '3' },
  },
});
const [columns, rows, height] = [options.columns, options.rows, options.height].map(Number);
const SCREENS = 5;
const MOVES = 30;

await installMissing();
const { median } = await import('./answers.mjs');
const { findChromium, NO_GPU } = await import('../test/chromium.mjs');
const { serve } = await import('../examples/serve.mjs');
const { chromium } = await import('playwright-core');

await buildStale();
const server = await serve({ compress: false });
const runs = [];
for (let run = 0; run < Number(options.runs); run++) runs.push(await measure());
server.close();

const of = (read) => median(runs.map(read)).toFixed(0);
const size = `${columns} columns of ${rows.toLocaleString('en')} rows`;
console.log(`${size}, medians of ${runs.length} runs, load ${loadavg()[0].toFixed(1)}`);
console.log(`first ${runs[0].count} histograms: ${of((run) => run.firstMs)} ms`);
console.log(`a further screen: ${of((run) => median(run.screens))} ms`);
console.log(`a jump to the end: ${of((run) => run.jumpMs)} ms`);
console.log(`a frame of a brush: ${of((run) => median(run.frames))} ms`);

async function measure() {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: NO_GPU });
  try {
    const page = await browser.newPage({ viewport: { width: 1250, height } });
    page.setDefaultTimeout(0);
    await page.goto(`${server.url}/bench/pages/ours-overview.html`);
    const [firstMs, count] = await page.evaluate((args) => window.page.open(...args), [columns, rows]);
    await page.waitForTimeout(3000);
    const frames = await page.evaluate((moves) => window.page.brush(moves), MOVES);
    const screens = [];
    for (let i = 0; i < SCREENS; i++) {
      screens.push(await page.evaluate(() => window.page.scroll()));
      await page.waitForTimeout(1000);
    }
    const jumpMs = await page.evaluate(() => window.page.jump());
    return { firstMs, count, frames, screens, jumpMs };
  } finally {
    await browser.close();
  }
}
