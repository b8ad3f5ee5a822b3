/**
 * `npm run bench -- pairs --base DIR [--pairs 5] [--scenes three,five,crossfilter,pan] [--rows 10]`: this build against
 * another one, alternating, in the same browser, with the same pages, rows and pointer. DIR is the `dist` folder of the
 * other build.
 *
 * A pair is one page of each build; the order alternates. A metric's ratio is the median over the pairs
 * of this build's time by the other's; up to 1.05 counts as equal. Exits 1 when a ratio exceeds that.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing } from '../examples/prepare.mjs';

const MAX_RATIO = 1.05;
const { values: options } = parseArgs({
  options: {
    base: { type: 'string' },
    pairs: { type: 'string', default: '5' },
    scenes: { type: 'string', default: 'three,five,crossfilter,pan' },
    rows: { type: 'string', default: '10' },
  },
});
if (!options.base) throw new Error('npm run bench -- pairs: expected --base DIR, the dist folder of another build.');

await installMissing();
// Imported late: in a fresh clone, their packages have only just been installed.
const { median } = await import('./answers.mjs');
const { findChromium } = await import('../test/chromium.mjs');
const { measurePan } = await import('./pan-drag.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { prepareRows } = await import('./rows.mjs');
const { AS_IT_COMES, DRAGS, makeAlbum, measureDrag, measureSwitches, onPage } = await import('./scenes.mjs');
const { serve } = await import('../examples/serve.mjs');

const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');
await buildStale();
const rows = Number(options.rows) * 1e6;
const builds = {
  this: await serve({ compress: false }),
  base: await serve({ compress: false, dist: resolve(options.base) }),
};

/** Each scene: its page and its metrics. */
const SCENES = {
  three: { path: 'ours-three.html', run: (place) => brushed(place, DRAGS.three, true) },
  five: { path: 'ours-five.html', run: (place) => brushed(place, DRAGS.five, false) },
  crossfilter: {
    path: 'ours-crossfilter.html',
    query: async () => `file=/${await prepareRows(rows)}&rows=${rows}&density=1`,
    run: (place) => brushed(place, DRAGS.five, true),
  },
  pan: {
    path: 'ours-pan.html',
    query: () => `rows=${rows}`,
    run: async (place) => {
      const { openMs, gapMedianMs, waitMedianMs, exactAfterMs } = await measurePan(place);
      return { openMs, gapMedianMs, waitMedianMs, exactAfterMs };
    },
  },
};

const worse = [];
try {
  for (const name of options.scenes.split(',')) worse.push(...(await compare(name)));
} finally {
  await Promise.all(Object.values(builds).map((server) => server.close()));
}
if (worse.length > 0) {
  console.log(`\nSlower than the other build: ${worse.join('; ')}`);
  process.exitCode = 1;
}

async function compare(name) {
  const scene = SCENES[name];
  if (!scene) throw new Error(`--scenes: expected some of ${Object.keys(SCENES).join(', ')}; found "${name}".`);
  const query = (await scene.query?.()) ?? '';
  const measured = { this: [], base: [] };
  for (let pair = 0; pair < Number(options.pairs); pair++) {
    for (const build of pair % 2 === 0 ? ['this', 'base'] : ['base', 'this']) {
      await waitForQuiet();
      const url = `${builds[build].url}/bench/pages/${scene.path}?${query}`;
      const place = { url, executablePath, args: AS_IT_COMES, viewport: { width: 1400, height: 900 } };
      measured[build].push(await scene.run({ ...place, openWithinMs: 300_000 }));
    }
    process.stderr.write(`${name}: pair ${pair + 1} of ${options.pairs}\n`);
  }
  return report(name, measured);
}

async function brushed(place, drag, switches) {
  const album = await onPage(place, async (scene) => (await makeAlbum(scene, drag)).album);
  return onPage(place, async (scene) => {
    const { medianMs, p95Ms } = await measureDrag(scene, drag, album);
    const times = { openMs: scene.openMs, moveMs: medianMs, moveP95Ms: p95Ms };
    return switches ? { ...times, switchMs: (await measureSwitches(scene)).medianMs } : times;
  });
}

/** Prints one line per metric, and returns those that got slower. */
function report(name, measured) {
  const slower = [];
  for (const metric of Object.keys(measured.this[0])) {
    const ratios = measured.this.map((run, i) => run[metric] / measured.base[i][metric]).filter(Number.isFinite);
    const of = (build) => median(measured[build].map((run) => run[metric])).toFixed(1);
    const ratio = ratios.length > 0 ? median(ratios) : 1;
    const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    console.log(`${name} ${metric}: ${of('this')} ms, base ${of('base')} ms, ratio ${ratio.toFixed(3)} (${range})`);
    if (ratio > MAX_RATIO) slower.push(`${name} ${metric} ${ratio.toFixed(3)}`);
  }
  return slower;
}
