/**
 * `npm run bench -- facets [--runs 5] [--rows 1,10] [--marks bar,line,density]`: a histogram beside a plot of ten
 * panels, over rows from bench/rows.mjs. A real pointer drags a brush over the histogram. Exits 0 also when the target
 * is missed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, installMissing, ROOT } from '../examples/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    rows: { type: 'string', default: '1,10' },
    marks: { type: 'string', default: 'bar,line,density' },
  },
});

await installMissing();
// Imported late: in a fresh clone, their packages have only just been installed.
const { median } = await import('./answers.mjs');
const { findChromium } = await import('../test/chromium.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { prepareRows } = await import('./rows.mjs');
const { AS_IT_COMES, DRAGS, makeAlbum, measureDrag, onPage } = await import('./scenes.mjs');
const { serve } = await import('../examples/serve.mjs');

const TARGET_MS = 16.7;
const executablePath = await findChromium();
if (!executablePath)
  throw new Error('No Chromium found. Name one in the variable CHROME, or run: npx playwright-core install chromium');
await buildStale();
const server = await serve({ compress: false });
const report = { startedAt: new Date().toISOString(), scenes: [] };
try {
  for (const millions of options.rows.split(',').map(Number)) {
    const file = await prepareRows(millions * 1e6);
    for (const mark of options.marks.split(',')) report.scenes.push(await measure(millions, mark, file));
  }
} finally {
  await server.close();
}

console.log('\n| rows | ten panels of | event to last pixel (95 %) | in the page | opened | load | |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const { millions, mark, runs } of report.scenes) {
  const of = (read) => median(runs.map(read));
  const medianMs = of(({ drag }) => drag.medianMs);
  const cells = [
    `${millions}M`,
    mark,
    `${medianMs.toFixed(1)} ms (${of(({ drag }) => drag.p95Ms).toFixed(1)})`,
    of(({ drag }) => drag.fromDispatchMedianMs).toFixed(1),
    `${(of(({ openMs }) => openMs) / 1000).toFixed(1)} s`,
    of(({ load }) => load).toFixed(1),
    medianMs <= TARGET_MS ? 'within the target' : `misses ${TARGET_MS} ms`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
await mkdir(join(ROOT, 'bench/.results'), { recursive: true });
const results = `bench/.results/facets-${report.startedAt.replace(/[:.]/g, '-')}.json`;
await writeFile(join(ROOT, results), `${JSON.stringify(report, null, 1)}\n`);
console.log(`All figures: ${results}`);

async function measure(millions, mark, file) {
  const place = {
    url: `${server.url}/bench/pages/ours-facets.html?mark=${mark}&file=/${file}`,
    executablePath,
    args: AS_IT_COMES,
    openWithinMs: 300_000,
  };
  const say = (text) => process.stderr.write(`${millions}M ${mark}: ${text}\n`);
  const { album, distinct } = await onPage(place, (scene) => makeAlbum(scene, DRAGS.facets));
  say(`${distinct} pictures for ${DRAGS.facets.moves} positions of the brush`);
  const runs = [];
  for (let run = 1; run <= Number(options.runs); run++) {
    await waitForQuiet();
    const load = loadavg()[0];
    const { openMs, drag } = await onPage(place, async (scene) => ({
      openMs: scene.openMs,
      drag: await measureDrag(scene, DRAGS.facets, album),
    }));
    runs.push({ load, openMs, drag });
    const inPage = drag.fromDispatchMedianMs.toFixed(1);
    say(`run ${run}: ${drag.medianMs.toFixed(1)} ms (95 % ${drag.p95Ms.toFixed(1)}; in the page ${inPage})`);
  }
  return { millions, mark, runs };
}
