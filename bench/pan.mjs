/**
 * `npm run bench -- pan [--runs 5]`: a density of 1M and 10M rows, zoomed and dragged; ours only. `scatter` compares
 * libraries.
 */
import { parseArgs } from 'node:util';
import { buildStale, installMissing } from '../examples/prepare.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
await installMissing();
// Imported late: in a fresh clone, their packages have only just been installed.
const { findChromium } = await import('../test/chromium.mjs');
const { measurePan, panTable, PAN_ROWS } = await import('./pan-drag.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { serve } = await import('../examples/serve.mjs');

const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');
await buildStale();
const server = await serve({ compress: false });
const results = {};
try {
  for (const rows of PAN_ROWS) {
    results[rows] = [];
    for (let run = 1; run <= Number(options.runs); run++) {
      await waitForQuiet();
      results[rows].push(
        await measurePan({
          url: `${server.url}/bench/pages/ours-pan.html?rows=${rows}`,
          executablePath,
          args: [
            '--no-sandbox',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        }),
      );
      process.stderr.write(
        `pan: run ${run} of ${options.runs}, ${rows / 1e6}M rows: ${results[rows].at(-1).gapMedianMs.toFixed(1)} ms from picture to picture\n`,
      );
    }
  }
} finally {
  await server.close();
}
console.log(
  `A density of at most 512×512 cells, zoomed and dragged (medians of ${options.runs} runs)\n${panTable(results)}`,
);
