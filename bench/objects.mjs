/**
 * `npm run bench -- objects [--runs 5] [--charts 30]`: twelve objects handed to `query.data`, drawn as bars, against
 * Observable Plot with the same objects in the same page. Both libraries are loaded first. In every run, a fresh
 * browser, charts alternate; the first of each is reported apart. Exits 0 also when the target is missed.
 */
import { parseArgs } from 'node:util';
import { buildStale, installMissing } from '../examples/prepare.mjs';

const TARGET = 1.3;
const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, charts: { type: 'string', default: '30' } },
});

await installMissing();
// Imported late: in a fresh clone, their packages have only just been installed.
const { median, quantile } = await import('./answers.mjs');
const { findChromium } = await import('../test/chromium.mjs');
const { installPeers, bundlePeers, installedVersion } = await import('./peers.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { AS_IT_COMES, onPage } = await import('./scenes.mjs');
const { serve } = await import('../examples/serve.mjs');

const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');
await buildStale();
await installPeers();
await bundlePeers('objects');
const server = await serve({ compress: false });
const LIBRARIES = ['ours', 'plot'];
const first = { ours: [], plot: [] };
const later = { ours: [], plot: [] };
try {
  for (let run = 0; run < Number(options.runs); run++) {
    await waitForQuiet();
    await onPage(
      { url: `${server.url}/bench/pages/objects.html`, executablePath, args: AS_IT_COMES },
      async ({ page }) => {
        for (let chart = 0; chart < Number(options.charts); chart++) {
          for (const library of (run + chart) % 2 === 0 ? LIBRARIES : [...LIBRARIES].reverse()) {
            const times = await page.evaluate((name) => window.page.draw(name), library);
            (chart === 0 ? first : later)[library].push(times);
          }
        }
      },
    );
    process.stderr.write(`objects: run ${run + 1} of ${options.runs}\n`);
  }
} finally {
  await server.close();
}

console.log(`Twelve objects as bars; Observable Plot ${installedVersion('@observablehq/plot')}\n`);
console.log('| | ours | Observable Plot | ratio |\n| --- | --- | --- | --- |');
const row = (title, times, key) => {
  const [ours, plot] = LIBRARIES.map((library) => times[library].map((one) => one[key]));
  const [a, b] = [median(ours), median(plot)];
  const cell = (values) => `${median(values).toFixed(1)} ms (${quantile(values, 0.95).toFixed(1)})`;
  console.log(`| ${title} | ${cell(ours)} | ${cell(plot)} | ${(a / b).toFixed(2)} |`);
  return a / b;
};
row('first chart of the page: until it is drawn', first, 'drawnMs');
row('… until the frame with it has ended', first, 'shownMs');
row('a later chart: until it is drawn', later, 'drawnMs');
const ratio = row('… until the frame with it has ended', later, 'shownMs');
console.log(`\n${ratio <= TARGET ? 'Within' : 'Misses'} the target of ${TARGET} times.`);
