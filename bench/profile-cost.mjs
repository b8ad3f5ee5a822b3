/**
 * Cost of the profile while a brush is dragged over three million rows: switched off, and while it records.
 *
 *   node bench/profile-cost.mjs [--drags 6] [--backend auto|cpu|webgpu]     GPU=nvidia: WebGPU on a real GPU
 *
 * Off: counts the engine's calls to the profile in a frame, and times such a call in the same page. On: alternates
 * recorded and unrecorded drags, and reads the main thread's work per move from the browser (TaskDuration). Shares are
 * of a frame of 1/60 s.
 */
import { parseArgs } from 'node:util';
import { buildStale } from '../examples/prepare.mjs';
import { serve } from '../examples/serve.mjs';
import { findChromium, GPU_FLAGS } from '../test/chromium.mjs';
import { median } from './answers.mjs';
import { waitForQuiet } from './quiet.mjs';
import { DRAGS, grabBrush, onPage, readOpening, settle } from './scenes.mjs';

const { values: options } = parseArgs({
  options: {
    drags: { type: 'string', default: '6' },
    backend: { type: 'string', default: process.env.GPU ? 'webgpu' : 'auto' },
  },
});
const drags = Number(options.drags);
const FRAME_MS = 1000 / 60;
const MOVE_EVERY_MS = 16;
const CALLS = 200_000;
const PLAIN = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const args = options.backend === 'webgpu' || process.env.GPU ? GPU_FLAGS : PLAIN;

await buildStale();
const server = await serve({ compress: false });
try {
  const busy = await waitForQuiet();
  await onPage(
    {
      url: `${server.url}/bench/pages/ours-three.html`,
      executablePath: await findChromium(),
      args,
      backend: options.backend,
    },
    measure,
  );
  if (busy > 0.15) console.log(`(the machine was ${(busy * 100).toFixed(0)} % busy before)`);
} finally {
  await server.close();
}

async function measure(scene) {
  const { engine } = await readOpening(scene);
  const session = await scene.page.context().newCDPSession(scene.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const workedMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
  };
  const drag = async () => {
    const { points } = await grabBrush(scene, DRAGS.three);
    const [beforeMs, framesBefore] = [
      await workedMs(),
      await scene.page.evaluate(() => window.page.profile().counters.frames),
    ];
    await scene.pointer.sweep(points, MOVE_EVERY_MS);
    const worked = (await workedMs()) - beforeMs;
    const frames = (await scene.page.evaluate(() => window.page.profile().counters.frames)) - framesBefore;
    await settle(scene.page, await scene.page.evaluate(() => performance.now()));
    await scene.pointer.release();
    return { perFrameMs: worked / Math.max(1, frames), frames };
  };

  await drag();
  const calls = await countCalls(scene.page, drag);
  const costs = await scene.page.evaluate(costOfCalls, CALLS);
  const offMs = Object.entries(calls).reduce((sum, [name, perFrame]) => sum + perFrame * costs[name], 0);

  const [off, on, quietly] = [[], [], []];
  let spans = 0;
  for (let turn = 0; turn < drags; turn++) {
    off.push((await drag()).perFrameMs);
    for (const [list, devtools] of [
      [on, true],
      [quietly, false],
    ]) {
      await scene.page.evaluate((shown) => window.page.profile().start({ devtools: shown }), devtools);
      const { perFrameMs, frames } = await drag();
      spans =
        (await scene.page.evaluate(async () => {
          await window.page.profile().stop();
          return window.page.profile().recording.spans.length;
        })) / frames;
      list.push(perFrameMs);
    }
  }
  const share = (ms) => `${((100 * ms) / FRAME_MS).toFixed(3)} % of a frame`;
  console.log(`\n${engine}; Chromium ${scene.version}; ${drags} drags of ${DRAGS.three.moves} moves each`);
  console.log(
    `off: ${Object.entries(calls)
      .map(([name, perFrame]) => `${perFrame.toFixed(1)} × ${name} of ${(1e6 * costs[name]).toFixed(0)} ns`)
      .join(', ')} a frame: ${(1000 * offMs).toFixed(2)} µs, ${share(offMs)}`,
  );
  const base = median(off);
  console.log(
    `main thread, a frame, not recording: ${base.toFixed(2)} ms (${Math.min(...off).toFixed(2)} to ${Math.max(...off).toFixed(2)})`,
  );
  for (const [name, list] of [
    ['recording', quietly],
    ['recording, also to the performance panel', on],
  ]) {
    console.log(
      `${name}: ${median(list).toFixed(2)} ms (${Math.min(...list).toFixed(2)} to ${Math.max(...list).toFixed(2)}), ${spans.toFixed(1)} spans a frame: ${share(median(list) - base)} more`,
    );
  }
}

/** How often a frame of a drag calls each method of the profile. */
async function countCalls(page, drag) {
  await page.evaluate(() => {
    const profile = window.page.profile();
    window.calls = {};
    for (const name of ['begin', 'count', 'addFrame', 'add', 'time']) {
      profile[name] = function (...given) {
        window.calls[name] = (window.calls[name] ?? 0) + 1;
        return Object.getPrototypeOf(profile)[name].apply(profile, given);
      };
    }
  });
  const { frames } = await drag();
  return page.evaluate((count) => {
    const profile = window.page.profile();
    for (const name of ['begin', 'count', 'addFrame', 'add', 'time']) Reflect.deleteProperty(profile, name);
    return Object.fromEntries(Object.entries(window.calls).map(([name, times]) => [name, times / count]));
  }, frames);
}

/** Milliseconds per call while nothing records. Adding a frame time also reads the clock, which is included. */
function costOfCalls(calls) {
  const profile = window.page.profile();
  const span = { module: 'a', name: 'b', startMs: 0, endMs: 0 };
  const work = {
    begin: () => profile.begin('frame', 'bench')(),
    count: () => profile.count('framesDropped', 1),
    add: () => profile.add(span),
    addFrame: () => profile.addFrame(performance.now(), performance.now()),
  };
  const costs = { time: 0.001 };
  for (const [name, once] of Object.entries(work)) {
    const startMs = performance.now();
    for (let i = 0; i < calls; i++) once();
    costs[name] = (performance.now() - startMs) / calls;
  }
  return costs;
}
