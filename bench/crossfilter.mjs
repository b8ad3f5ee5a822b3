/**
 * `npm run bench -- crossfilter [--runs 3] [--rows 1,10] [--views five,six] [--only ours|mosaic]`: linked brushing,
 * alternating between ours and Mosaic.
 *
 * Five histograms (`five`), or those and a density of 512 × 512 cells (`six`), over millions of rows from
 * bench/rows.mjs. A real pointer drags a brush over the first one, then brushes each chart in turn, with and without
 * hovering first. Exits 0 also when a target is missed. A library that can't be measured, for example because it opens
 * or settles too slowly, is reported with the reason; the others continue.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    rows: { type: 'string', default: '1,10' },
    views: { type: 'string', default: 'five,six' },
    only: { type: 'string' },
  },
});

await installMissing();
const { installPeers, bundlePeers, installedVersion } = await import('./peers.mjs');
const { findChromium } = await import('../test/chromium.mjs');
const { AS_IT_COMES, makeAlbum, measureDrag, measureSwitches, onPage, readOpening } = await import('./scenes.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { prepareRows } = await import('./rows.mjs');
const { summarise, table } = await import('./report.mjs');
const { crossfilterTable, crossfilterVerdicts } = await import('./crossfilter-report.mjs');
const { serve } = await import('../examples/serve.mjs');

const DRAG = { from: 12, width: 36, moves: 120 };
const OPEN_WITHIN_MS = 300_000;
const libraries = [
  ['ours', 'ours'],
  ['Mosaic', 'mosaic'],
].filter(([, page]) => !options.only || options.only === page);
const runs = Number(options.runs);
const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');

if (options.only !== 'mosaic') await buildStale();
await installPeers();
await bundlePeers('mosaic');
const server = await serve({ compress: false });
const report = {
  startedAt: new Date().toISOString(),
  cores: cpus().length,
  model: cpus()[0]?.model.trim(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  scenes: [],
};
try {
  for (const millions of options.rows.split(',').map(Number)) {
    const rows = millions * 1e6;
    const file = await prepareRows(rows);
    for (const views of options.views.split(','))
      report.scenes.push(
        await measureScene(millions, views, `file=/${file}&rows=${rows}${views === 'six' ? '&density=1' : ''}`),
      );
  }
} finally {
  await server.close();
}

console.log(
  `\n${report.cores} cores (${report.model}), ${report.memoryGiB} GiB, Node ${process.version}; Mosaic vgplot ${installedVersion('@uwdata/vgplot')}, DuckDB-WASM ${installedVersion('@duckdb/duckdb-wasm')}`,
);
for (const { millions, views, summary, failed, noisy, pages, version, engines } of report.scenes) {
  console.log(
    `\n${table(`${millions}M rows, five histograms${views === 'six' ? ' and a density of 512 × 512' : ''} (medians of ${runs} runs, ${DRAG.moves} moves each, one per 16 ms)`, summary)}`,
  );
  console.log(`  Chromium ${version}${noisy > 0 ? `; the machine was busy before ${noisy} of ${pages} pages` : ''}`);
  for (const [name, engine] of Object.entries(engines)) console.log(`  ${name}: ${engine}`);
  for (const [name, why] of Object.entries(failed))
    console.log(`  ${name}: not measured${name in summary ? ' to the end' : ''}: ${why}`);
}
if (libraries.some(([name]) => name === 'ours')) {
  console.log(`\n${crossfilterTable(report.scenes)}\n`);
  for (const line of crossfilterVerdicts(report.scenes)) console.log(line);
}
console.log(`
A warm move runs from the pointer event's own timestamp to the end of the first frame in which every other plot shows it or a later move. With
any library, an event first waits about 8 ms for its frame; "in the page" is without that wait, from the event's dispatch.`);
await mkdir(join(ROOT, 'bench/.results'), { recursive: true });
const results = `bench/.results/crossfilter-${report.startedAt.replace(/[:.]/g, '-')}.json`;
await writeFile(join(ROOT, results), `${JSON.stringify(report, null, 1)}\n`);
console.log(`All figures: ${results}`);

async function measureScene(millions, views, query) {
  const place = (page) => ({
    url: `${server.url}/bench/pages/${page}-crossfilter.html?${query}`,
    executablePath,
    args: AS_IT_COMES,
    viewport: { width: 1400, height: 900 },
    openWithinMs: OPEN_WITHIN_MS,
  });
  const say = (text) => process.stderr.write(`${millions}M, ${views}: ${text}\n`);
  const results = Object.fromEntries(libraries.map(([name]) => [name, []]));
  const [albums, engines] = [{}, {}];
  let version = '';
  const failed = {};
  /** Runs `work` on a library's page, unless it failed before; keeps a failure for the report. */
  const onPageOf = async ([name, page], act) => {
    if (name in failed) return;
    try {
      return await onPage(place(page), act);
    } catch (error) {
      failed[name] = error.message.split('\n')[0].slice(0, 200);
      say(`${name}: not measured: ${failed[name]}`);
    }
  };
  for (const library of libraries) {
    const [name] = library;
    say(`${name}: what each position of the brush looks like …`);
    albums[name] = await onPageOf(library, (scene) => makeTellingAlbum(scene, name));
  }
  for (let run = 1; run <= runs; run++) {
    for (const library of libraries) {
      const [name] = library;
      const busyBefore = await waitForQuiet();
      const result = await onPageOf(library, async (scene) => {
        const { engine, longTasks } = await readOpening(scene);
        [version, engines[name]] = [scene.version, engine];
        const drag = await measureDrag(scene, DRAG, albums[name]);
        return {
          busyBefore,
          openMs: scene.openMs,
          openLongTasks: longTasks,
          drag,
          switches: await measureSwitches(scene),
          atOnce: await measureSwitches(scene, { atOnce: true }),
        };
      });
      if (!result) continue;
      results[name].push(result);
      say(
        `run ${run} of ${runs}: ${name}: move ${result.drag.medianMs.toFixed(1)} ms (95 % ${result.drag.p95Ms.toFixed(1)}; in the page ${result.drag.fromDispatchMedianMs.toFixed(1)}), ` +
          `switch ${result.switches.medianMs.toFixed(0)}, at once ${result.atOnce.medianMs.toFixed(0)}, open ${result.openMs.toFixed(0)} ms, long tasks ${result.openLongTasks.length} + ${result.drag.longTasks}` +
          `${busyBefore > 0.15 ? ` (the machine was ${(busyBefore * 100).toFixed(0)} % busy before)` : ''}`,
      );
    }
  }
  const all = Object.values(results).flat();
  return {
    millions,
    views,
    version,
    engines,
    noisy: all.filter(({ busyBefore }) => busyBefore > 0.15).length,
    pages: all.length,
    results,
    failed,
    summary: Object.fromEntries(
      Object.entries(results)
        .filter(([, done]) => done.length > 0)
        .map(([name, done]) => [name, summarise(done)]),
    ),
  };

  /** Tries once more when too few positions differ: the machine may have been busy. */
  async function makeTellingAlbum(scene, name) {
    let distinct = 0;
    for (let attempt = 1; attempt <= 2; attempt++) {
      const made = await makeAlbum(scene, DRAG);
      if (made.distinct >= DRAG.moves / 2) return made.album;
      distinct = made.distinct;
      say(`${name}: only ${distinct} pictures for ${DRAG.moves} positions of the brush`);
    }
    throw new Error(`only ${distinct} pictures for ${DRAG.moves} positions of the brush; answers can't be told apart`);
  }
}
