/**
 * `npm run bench -- many [--plots 100] [--rows 1000000] [--runs 3] [--only ours,mosaic,echarts] [--size small|large]`:
 * many linked histograms over ten columns of a Parquet file. A hundred small ones fit the window; a thousand large ones
 * scroll. Measures the time until those in sight are drawn, a brush that a real pointer drags, scrolling by a real
 * wheel, and memory and CPU time of the page's process (Linux only). The libraries alternate. Exits 0 also when a
 * target is missed. A library that can't be measured, for example because it opens or settles too slowly, is reported
 * with the reason.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

const LIBRARIES = ['ours', 'mosaic', 'echarts'];
const { values: options } = parseArgs({
  options: {
    plots: { type: 'string', default: '100' },
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: LIBRARIES.join() },
    size: { type: 'string' },
  },
});
const count = Number(options.plots);
const rows = Number(options.rows);
const size = options.size ?? (count > 100 ? 'large' : 'small');
const libraries = options.only.split(',');

await installMissing();
// Imported late: in a fresh clone, their packages have only just been installed.
const { median } = await import('./answers.mjs');
const { findChromium } = await import('../test/chromium.mjs');
const { installPeers, bundlePeers, installedVersion } = await import('./peers.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { prepareMany } = await import('./rows.mjs');
const { AS_IT_COMES, DRAGS, makeAlbum, measureDrag, onPage } = await import('./scenes.mjs');
const { measureScroll } = await import('./scroll.mjs');
const { serve } = await import('../examples/serve.mjs');

const OPEN_WITHIN_MS = 180_000;
/** Linux counts the CPU time of processes in these. */
const TICK_MS = 10;
const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');
if (libraries.includes('ours')) await buildStale();
const peers = libraries.filter((name) => name !== 'ours');
if (peers.length > 0) await installPeers();
if (peers.length > 0) await bundlePeers(...peers.map((name) => (name === 'mosaic' ? name : `${name}-many`)));
const file = await prepareMany(rows);
const server = await serve({ compress: false });
const report = { startedAt: new Date().toISOString(), count, rows, size, load: [], results: {}, failed: {} };
const say = (text) => process.stderr.write(`${text}\n`);
try {
  const albums = {};
  for (const name of libraries) {
    report.results[name] = [];
    const made = await onPageOf(name, (scene) => makeAlbum(scene, DRAGS.many));
    if (!made) continue;
    albums[name] = made.album;
    say(`${name}: ${made.distinct} pictures for ${DRAGS.many.moves} positions of the brush`);
  }
  for (let run = 1; run <= Number(options.runs); run++) {
    for (const name of run % 2 === 1 ? libraries : [...libraries].reverse()) {
      if (name in report.failed) continue;
      await waitForQuiet();
      report.load.push(loadavg()[0]);
      const result = await onPageOf(name, async (scene) => {
        const opened = await processOf(scene);
        const drag = await measureDrag(scene, DRAGS.many, albums[name]);
        const scroll = count > 100 ? await measureScroll(scene) : null;
        const scrolledMb = scroll && (await processOf(scene)).memoryMb;
        return { openMs: scene.openMs, ...opened, drag, scroll, scrolledMb };
      });
      if (!result) continue;
      report.results[name].push(result);
      say(
        `run ${run}: ${name}: opened in ${result.openMs.toFixed(0)} ms, ${result.drag.picturesPerSecond.toFixed(0)}/s`,
      );
    }
  }
} finally {
  await server.close();
}

const [vgplot, echarts] = ['@uwdata/vgplot', 'echarts'].map(installedVersion);
console.log(`\n${count} histograms (${size}) over ${rows.toLocaleString('en')} rows, medians of ${options.runs} runs`);
console.log(
  `Mosaic vgplot ${vgplot}, ECharts ${echarts}; load ${report.load.map((load) => load.toFixed(1)).join(', ')}\n`,
);
console.log(
  '| who | in sight drawn | CPU time | brush to last pixel (95 %) | pictures/s | longest frame | memory |' +
    (count > 100 ? ' scrolling: frames/s | longest | frames with a blank plot | drawn after its end | memory |' : ''),
);
console.log(`| --- | --- | --- | --- | --- | --- | --- |${count > 100 ? ' --- | --- | --- | --- | --- |' : ''}`);
for (const name of libraries) {
  const runs = report.results[name];
  if (runs.length === 0) {
    console.log(`| ${name} | not measured: ${report.failed[name]} |`);
    continue;
  }
  const of = (read, digits = 0) => median(runs.map(read)).toFixed(digits);
  const cells = [
    name,
    `${of(({ openMs }) => openMs / 1000, 2)} s`,
    `${of(({ cpuMs }) => cpuMs / 1000, 1)} s`,
    `${of(({ drag }) => drag.medianMs, 1)} ms (${of(({ drag }) => drag.p95Ms, 1)})`,
    of(({ drag }) => drag.picturesPerSecond),
    `${of(({ drag }) => drag.longestFrameMs)} ms`,
    `${of(({ memoryMb }) => memoryMb)} MB`,
  ];
  if (count > 100)
    cells.push(
      of(({ scroll }) => scroll.framesPerSecond),
      `${of(({ scroll }) => scroll.longestFrameMs)} ms`,
      `${of(({ scroll }) => 100 * scroll.blankShare)} %`,
      `${of(({ scroll }) => scroll.drawnAfterMs)} ms`,
      `${of(({ scrolledMb }) => scrolledMb)} MB`,
    );
  console.log(`| ${cells.join(' | ')} |`);
}
await mkdir(join(ROOT, 'bench/.results'), { recursive: true });
const results = `bench/.results/many-${report.startedAt.replace(/[:.]/g, '-')}.json`;
await writeFile(join(ROOT, results), `${JSON.stringify(report, null, 1)}\n`);
console.log(`\nAll figures: ${results}`);

async function onPageOf(name, act) {
  if (name in report.failed) return undefined;
  const place = {
    url: `${server.url}/bench/pages/${name}-many.html?file=/${file}&plots=${count}&rows=${rows}&size=${size}`,
    executablePath,
    args: AS_IT_COMES,
    viewport: { width: 1260, height: 1080 },
    openWithinMs: OPEN_WITHIN_MS,
  };
  try {
    return await onPage(place, act);
  } catch (error) {
    report.failed[name] = error.message.split('\n')[0].slice(0, 200);
    say(`${name}: not measured: ${report.failed[name]}`);
    return undefined;
  }
}

/**
 * The page's process with its workers: the CPU time so far, which other work on the machine hardly changes; and its
 * memory in MB, after garbage collection: its own pages, and its share of shared ones.
 */
async function processOf({ browser, page }) {
  if (process.platform !== 'linux') return { cpuMs: NaN, memoryMb: NaN };
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const read = (id, name) => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '');
  const times = await Promise.all(
    ids.map(async (id) => {
      const [user, system] = (await read(id, 'stat')).split(') ').at(-1).split(' ').slice(11, 13).map(Number);
      return (user + system) * TICK_MS;
    }),
  );
  const collector = await page.context().newCDPSession(page);
  await collector.send('HeapProfiler.collectGarbage');
  const sizes = await Promise.all(
    ids.map(async (id) => Number(/^Pss:\s+(\d+) kB/m.exec(await read(id, 'smaps_rollup'))?.[1] ?? 0) / 1024),
  );
  // Besides the page's, there is a spare one.
  return { cpuMs: Math.max(...times), memoryMb: Math.max(...sizes) };
}
