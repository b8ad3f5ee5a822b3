/**
 * `npm run bench -- flights [--runs 3] [--rows 3,10] [--only ours|mosaic]`: three million flights in linked plots, a
 * histogram, bars and a heat map and lines of averages, and a density. A real pointer drags a brush over the histogram.
 * Ours and Mosaic alternate. Any other number of millions is of made rows, for ours only. Exits 0 also when a target is
 * missed. A library that can't be measured is reported with the reason.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    rows: { type: 'string', default: '3,10' },
    only: { type: 'string' },
  },
});

await installMissing();
// Imported late: in a fresh clone, their packages have only just been installed.
const { median } = await import('./answers.mjs');
const { findChromium } = await import('../test/chromium.mjs');
const { installPeers, bundlePeers, installedVersion } = await import('./peers.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { prepareFlights } = await import('./rows.mjs');
const { AS_IT_COMES, DRAGS, makeAlbum, measureDrag, onPage, readOpening } = await import('./scenes.mjs');
const { serve } = await import('../examples/serve.mjs');

const REAL = 3;
const TARGET_MS = 16.7;
const TIMES_FASTER = 4;
const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');
if (options.only !== 'mosaic') await buildStale();
await installPeers();
await bundlePeers('mosaic');
const server = await serve({ compress: false });
const report = { startedAt: new Date().toISOString(), load: [], scenes: [] };
try {
  for (const millions of options.rows.split(',').map(Number)) {
    const query = millions === REAL ? '' : `?file=/${await prepareFlights(millions * 1e6)}`;
    const libraries = ['ours', ...(millions === REAL ? ['mosaic'] : [])].filter(
      (name) => !options.only || options.only === name,
    );
    if (libraries.length > 0) report.scenes.push(await measure(millions, query, libraries));
  }
} finally {
  await server.close();
}

const [vgplot, duckdb] = ['@uwdata/vgplot', '@duckdb/duckdb-wasm'].map(installedVersion);
console.log(
  `\nMosaic vgplot ${vgplot}, DuckDB-WASM ${duckdb}; load average ${report.load.map((load) => load.toFixed(1)).join(', ')}\n`,
);
console.log('| rows | who | event to last pixel (95 %) | in the page | pictures/s | opened |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const { millions, results, failed } of report.scenes) {
  for (const [name, runs] of Object.entries(results)) {
    if (runs.length === 0) {
      console.log(`| ${millions}M | ${name} | not measured: ${failed[name]} | | | |`);
      continue;
    }
    const of = (read, digits = 1) => median(runs.map(read)).toFixed(digits);
    const cells = [
      `${millions}M`,
      name,
      `${of(({ drag }) => drag.medianMs)} ms (${of(({ drag }) => drag.p95Ms)})`,
      of(({ drag }) => drag.fromDispatchMedianMs),
      of(({ drag }) => drag.picturesPerSecond, 0),
      `${of(({ openMs }) => openMs / 1000)} s`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
for (const { millions, results } of report.scenes) {
  const [ours, mosaic] = ['ours', 'mosaic'].map((name) =>
    median((results[name] ?? []).map(({ drag }) => drag.medianMs)),
  );
  if (ours) console.log(`${millions}M: ${ours <= TARGET_MS ? 'within' : 'misses'} the target of ${TARGET_MS} ms`);
  if (ours && mosaic)
    console.log(`${millions}M: ${(mosaic / ours).toFixed(1)} times as fast as Mosaic, wanted at least ${TIMES_FASTER}`);
}
await mkdir(join(ROOT, 'bench/.results'), { recursive: true });
const file = `bench/.results/flights-${report.startedAt.replace(/[:.]/g, '-')}.json`;
await writeFile(join(ROOT, file), `${JSON.stringify(report, null, 1)}\n`);
console.log(`All figures: ${file}`);

async function measure(millions, query, libraries) {
  const place = (page) => ({
    url: `${server.url}/bench/pages/${page}-linked.html${query}`,
    executablePath,
    args: AS_IT_COMES,
    openWithinMs: 300_000,
  });
  const [albums, failed] = [{}, {}];
  const results = Object.fromEntries(libraries.map((name) => [name, []]));
  const say = (text) => process.stderr.write(`${millions}M: ${text}\n`);
  const onPageOf = async (name, act) => {
    if (name in failed) return undefined;
    try {
      return await onPage(place(name), act);
    } catch (error) {
      failed[name] = error.message.split('\n')[0].slice(0, 200);
      say(`${name}: not measured: ${failed[name]}`);
      return undefined;
    }
  };
  for (const name of libraries) {
    const made = await onPageOf(name, (scene) => makeAlbum(scene, DRAGS.linked));
    albums[name] = made?.album;
    if (made) say(`${name}: ${made.distinct} pictures for ${DRAGS.linked.moves} positions of the brush`);
    if (made && made.distinct < DRAGS.linked.moves / 2)
      failed[name] = `only ${made.distinct} pictures for ${DRAGS.linked.moves} positions; answers can't be told apart`;
  }
  for (let run = 1; run <= Number(options.runs); run++) {
    for (const name of run % 2 === 1 ? libraries : [...libraries].reverse()) {
      await waitForQuiet();
      report.load.push(loadavg()[0]);
      const result = await onPageOf(name, async (scene) => ({
        openMs: scene.openMs,
        opening: await readOpening(scene),
        drag: await measureDrag(scene, DRAGS.linked, albums[name]),
      }));
      if (!result) continue;
      results[name].push(result);
      const { medianMs, p95Ms, fromDispatchMedianMs, unknownPictures } = result.drag;
      const details = `95 % ${p95Ms.toFixed(1)}; in the page ${fromDispatchMedianMs.toFixed(1)}`;
      say(
        `run ${run}: ${name}: ${medianMs.toFixed(1)} ms (${details}), ${unknownPictures} unknown pictures, open ${result.openMs.toFixed(0)} ms`,
      );
    }
  }
  return { millions, results, failed };
}
