/**
 * `npm run bench -- scatter [--runs 3] [--rows 1,10] [--only ours,ECharts] [--patience 60]`: a cloud of 1 or 10 million
 * points, from arrays in the page's memory to the first picture, then panned in sequence. All in one browser, with
 * WebGL and WebGPU on SwiftShader if there is no GPU; ours also in the browser without flags. Libraries that do not
 * finish in time are reported as such.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    rows: { type: 'string', default: '1,10' },
    only: { type: 'string' },
    patience: { type: 'string', default: '60' },
  },
});

await installMissing();
const { installPeers, bundlePeers, installedVersion } = await import('./peers.mjs');
const { findChromium, SOFTWARE_GPU } = await import('../test/chromium.mjs');
const { AS_IT_COMES, onPage } = await import('./scenes.mjs');
const { median } = await import('./answers.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { serve } = await import('../examples/serve.mjs');

/** Time limit of a first picture, and of all pans together. */
const PATIENCE_MS = Number(options.patience) * 1000;
const PANS = 20;
const PAN_STEP = 6;
const TARGET_MS = 16.7;
const PACKAGES = {
  'regl-scatterplot': 'regl-scatterplot',
  'Plotly scattergl': 'plotly.js-gl2d-dist-min',
  ECharts: 'echarts',
  ChartGPU: 'chartgpu',
  'deck.gl': '@deck.gl/core',
};
const runs = Number(options.runs);

const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');
await buildStale();
await installPeers();
await bundlePeers('scatter');
const server = await serve({ compress: false });
const wanted = options.only?.split(',');
const contestants = [
  ['ours', AS_IT_COMES, 'ours, browser without flags'],
  ['ours', SOFTWARE_GPU, 'ours'],
  ...Object.keys(PACKAGES).map((name) => [name, SOFTWARE_GPU, `${name} ${installedVersion(PACKAGES[name])}`]),
].filter(([name]) => !wanted || wanted.includes(name));
const report = [];
try {
  for (const millions of options.rows.split(',').map(Number)) {
    const found = new Map(contestants.map(([, , title]) => [title, []]));
    for (let run = 1; run <= runs; run++) {
      for (const [library, args, title] of contestants) {
        // A library that once did not finish is skipped.
        if (found.get(title).some(({ failed }) => failed)) continue;
        await waitForQuiet();
        const result = await measure(library, args, millions * 1e6);
        found.get(title).push(result);
        process.stderr.write(
          `${millions}M, run ${run} of ${runs}: ${title}: ${result.failed ?? `first ${result.firstMs.toFixed(0)} ms, pan ${result.panMs.toFixed(1)} ms (${result.pans} pans)`}\n`,
        );
      }
    }
    report.push({ millions, found: Object.fromEntries(found) });
  }
} finally {
  await server.close();
}

for (const { millions, found } of report) {
  console.log(
    `\n${millions}M points, 800 × 600 (medians of ${runs} runs)\n  ${''.padEnd(34)}${'first picture'.padStart(16)}${'pan frame'.padStart(16)}`,
  );
  for (const [title, results] of Object.entries(found)) {
    const failed = results.find((result) => result.failed);
    const cell = (name) =>
      `${median(results.map((result) => result[name])).toFixed(name === 'panMs' ? 1 : 0)} ms`.padStart(16);
    console.log(`  ${title.padEnd(34)}${failed ? `    ${failed.failed}` : cell('firstMs') + cell('panMs')}`);
  }
  const ours = found['ours, browser without flags'];
  if (ours && millions === 1) {
    const panMs = median(ours.map((result) => result.panMs));
    console.log(
      `target ${panMs <= TARGET_MS ? 'met' : 'missed'}: our pan frame ${panMs.toFixed(1)} ms at 1M, wanted at most ${TARGET_MS}`,
    );
  }
}
console.log(
  "\nFrom the call to the end of the frame that shows the picture, the GPU's work included. Ours is the density of the points, in 512 × 512 cells of one unit.",
);
await mkdir(join(ROOT, 'bench/.results'), { recursive: true });
await writeFile(
  join(ROOT, `bench/.results/scatter-${new Date().toISOString().replace(/[:.]/g, '-')}.json`),
  `${JSON.stringify(report, null, 1)}\n`,
);

async function measure(library, args, rows) {
  const url = `${server.url}/bench/pages/scatter.html?library=${encodeURIComponent(library)}&rows=${rows}`;
  try {
    return await onPage({ url, executablePath, args }, async ({ page }) => {
      const firstMs = await inTime(
        page.evaluate(() => window.page.first()),
        `no picture within ${PATIENCE_MS / 1000} s`,
      );
      const pansMs = [];
      const untilMs = performance.now() + PATIENCE_MS;
      for (let i = 1; i <= PANS && performance.now() < untilMs; i++) {
        pansMs.push(
          await inTime(
            page.evaluate((shift) => window.page.pan(shift), i * PAN_STEP),
            `first picture ${firstMs.toFixed(0)} ms; no pan frame within ${PATIENCE_MS / 1000} s`,
          ),
        );
      }
      return { firstMs, panMs: median(pansMs), pans: pansMs.length, pansMs };
    });
  } catch (error) {
    return { failed: `did not finish: ${error.message.split('\n')[0].slice(0, 160)}` };
  }
}

async function inTime(promise, words) {
  let timer;
  try {
    return await Promise.race([
      promise,
      new Promise((_, failed) => (timer = setTimeout(() => failed(new Error(words)), PATIENCE_MS))),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
