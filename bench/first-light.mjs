/**
 * `npm run bench`, the first suite: our plots against Mosaic vgplot, in the same browser, with the same file, views,
 * sizes and pointer.
 *
 *   node bench/first-light.mjs [--runs 5] [--scenes three,five,three@software-gpu]
 *        [--only ours|mosaic] [--no-switch] [--trace]
 *
 * A scene is a page, in the browser without flags, or with `@software-gpu`: WebGPU, canvases and compositing all on
 * SwiftShader, as when GPU flags are forced on a machine without a GPU.
 * `--trace` traces one drag instead of measuring. Exits 0 also when a target is missed: it measures, it doesn't judge.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    scenes: { type: 'string', default: 'three,five,three@software-gpu' },
    only: { type: 'string' },
    'no-switch': { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
  },
});

await installMissing();
// Imported late: in a fresh clone, their packages have only just been installed.
const { installPeers, bundlePeers, installedVersion } = await import('./peers.mjs');
const { findChromium, SOFTWARE_GPU } = await import('../test/chromium.mjs');
const { AS_IT_COMES, DRAGS, dragOnce, makeAlbum, measureDrag, measureSwitches, onPage, readOpening } =
  await import('./scenes.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { traced } = await import('./trace.mjs');
const { stageTable, summarise, table, verdicts } = await import('./report.mjs');
const { serve } = await import('../examples/serve.mjs');

const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');
const browsers = { 'as it comes': AS_IT_COMES, 'software-gpu': SOFTWARE_GPU };
const libraries = [
  ['ours', 'ours'],
  ['Mosaic', 'mosaic'],
].filter(([, page]) => !options.only || options.only === page);
const runs = Number(options.runs);
const titles = {
  three: 'Two histograms and a density, 3 million rows, brush on the first',
  five: 'Five histograms, 3 million rows, brush on the first',
};
const folder = join(ROOT, 'bench/.results');
await mkdir(folder, { recursive: true });

if (options.only !== 'mosaic') await buildStale();
await installPeers();
await bundlePeers('mosaic');
const server = await serve({ compress: false });
const report = { startedAt: new Date().toISOString(), machine: null, scenes: {} };
const say = (text) => process.stderr.write(`${text}\n`);
try {
  for (const scene of options.scenes.split(',')) {
    const [views, browser = 'as it comes'] = scene.split('@');
    if (!DRAGS[views] || !browsers[browser])
      throw new Error(`--scenes: expected three or five, with or without @software-gpu; found "${scene}".`);
    if (options.trace) await traceViews(views, browser);
    else report.scenes[scene] = await measureViews(views, browser);
  }
} finally {
  await server.close();
}

if (!options.trace) {
  report.machine = {
    cores: cpus().length,
    model: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    peers: Object.fromEntries(
      ['@uwdata/vgplot', '@uwdata/mosaic-core', '@duckdb/duckdb-wasm'].map((name) => [name, installedVersion(name)]),
    ),
  };
  print();
  const file = join(folder, `${report.startedAt.replace(/[:.]/g, '-')}.json`);
  await writeFile(file, `${JSON.stringify(report, null, 1)}\n`);
  console.log(`\nAll figures: ${file.slice(ROOT.length + 1)}`);
}

/** One unmeasured page per library records the album; then the libraries alternate, each time in a fresh browser. */
async function measureViews(views, browser) {
  const drag = DRAGS[views];
  const where = placeOf(views, browser);
  const albums = {};
  const results = Object.fromEntries(libraries.map(([name]) => [name, []]));
  const engines = {};
  let version = '';
  for (const [name, page] of libraries) {
    say(`${views}: ${name}: what each position of the brush looks like …`);
    const { album, distinct } = await onPage(where(page), (scene) => makeAlbum(scene, drag));
    // If plots looked the same at most positions, any answer would seem quick.
    if (distinct < drag.moves / 2)
      throw new Error(
        `${name}: only ${distinct} pictures for ${drag.moves} positions of the brush; answers can't be told apart.`,
      );
    albums[name] = album;
  }
  for (let run = 1; run <= runs; run++) {
    for (const [name, page] of libraries) {
      const busyBefore = await waitForQuiet();
      const result = await onPage(where(page), async (scene) => {
        const opening = await readOpening(scene);
        version = scene.version;
        engines[name] = opening.engine;
        const measured = {
          busyBefore,
          openMs: scene.openMs,
          stages: opening.stages,
          drag: await measureDrag(scene, drag, albums[name]),
        };
        return views === 'three' && !options['no-switch']
          ? {
              ...measured,
              switches: await measureSwitches(scene),
              atOnce: await measureSwitches(scene, { atOnce: true }),
            }
          : measured;
      });
      results[name].push(result);
      say(
        `${views}: run ${run} of ${runs}: ${name}: ${result.drag.medianMs.toFixed(1)} ms median, ${result.drag.picturesPerSecond.toFixed(0)} pictures/s,` +
          `${result.switches ? ` switch ${result.switches.medianMs.toFixed(0)} ms, at once ${result.atOnce.medianMs.toFixed(0)} ms,` : ''} open ${result.openMs.toFixed(0)} ms${busyBefore > 0.15 ? ` (the machine was ${(busyBefore * 100).toFixed(0)} % busy before)` : ''}`,
      );
    }
  }
  return {
    views,
    browser,
    version,
    engines,
    results,
    summary: Object.fromEntries(libraries.map(([name]) => [name, summarise(results[name])])),
  };
}

function placeOf(views, browser) {
  return (page) => ({
    url: `${server.url}/bench/pages/${page}-${views}.html`,
    executablePath,
    args: browsers[browser],
  });
}

async function traceViews(views, browser) {
  for (const [name, page] of libraries) {
    const file = join(folder, `trace-${page}-${views}-${browser.replace(/ /g, '-')}.json`);
    console.log(`\n${name}, ${titles[views]}, browser ${browser}: ${file.slice(ROOT.length + 1)}`);
    await onPage(placeOf(views, browser)(page), (scene) => traced(scene, file, () => dragOnce(scene, DRAGS[views])));
  }
}

function print() {
  const { machine } = report;
  console.log(
    `\n${machine.cores} cores (${machine.model}), ${machine.memoryGiB} GiB, Node ${machine.node}; Mosaic vgplot ${machine.peers['@uwdata/vgplot']}, DuckDB-WASM ${machine.peers['@duckdb/duckdb-wasm']}`,
  );
  for (const { views, browser, version, engines, summary, results } of Object.values(report.scenes)) {
    console.log(
      `\n${table(`${titles[views]} (medians of ${runs} runs, ${DRAGS[views].moves} moves each, one per 16 ms)`, summary)}`,
    );
    const noisy = Object.values(results)
      .flat()
      .filter(({ busyBefore }) => busyBefore > 0.15).length;
    console.log(
      `  Chromium ${version}, ${browser}${noisy > 0 ? `; the machine was busy before ${noisy} of ${runs * libraries.length} pages` : ''}`,
    );
    for (const [name, engine] of Object.entries(engines)) console.log(`  ${name}: ${engine}`);
    for (const [name, { unknownPictures }] of Object.entries(summary)) {
      if (unknownPictures > 0)
        console.log(
          `  ${name}: ${unknownPictures} pictures matched no position of the brush and were not counted as answers.`,
        );
    }
    if (!summary.ours) continue;
    for (const line of verdicts(summary)) console.log(line);
    const typical = [...results.ours].sort((a, b) => a.openMs - b.openMs)[Math.floor((runs - 1) / 2)];
    console.log(
      `\n${stageTable(`Where the time went while ours opened (run of ${typical.openMs.toFixed(0)} ms; milliseconds since navigation)`, typical.stages)}`,
    );
  }
  console.log(`
Brush to pixel: from a pointer move's own timestamp to the end of the first frame in which every other plot shows that move or a later one.
Mosaic's rows are loaded by parquet-wasm and Arrow, because DuckDB-WASM would fetch its Parquet reader from the network; so opening is not
compared with DuckDB's own reader. Everything else of Mosaic is as shipped. It draws the filtered bars only; ours draws those of all rows too.`);
}
