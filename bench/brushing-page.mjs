/**
 * `npm run bench -- brushing-page [--runs 3]`: a saved page that brushes, of five histograms of three million flights,
 * and of these with a density of 128 × 96 cells. Prints the size of the file and of its parts, how long it takes to
 * save, how long the file takes to its first picture, and what a move of a brush takes in it, from the event to the
 * last call of the canvas.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildStale, installMissing } from '../examples/prepare.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const TARGETS = { five: { bytes: 600_000 }, density: { bytes: 6_000_000 }, firstMs: 300, moveMs: 5 };
const MOVES = 60;

await installMissing();
const { median, quantile } = await import('./answers.mjs');
const { findChromium, NO_GPU } = await import('../test/chromium.mjs');
const { waitForQuiet } = await import('./quiet.mjs');
const { serve } = await import('../examples/serve.mjs');
const { chromium } = await import('playwright-core');

await buildStale();
const executablePath = await findChromium();
const server = await serve({ compress: false });
const folder = await mkdtemp(join(tmpdir(), 'pika-brushing-page-'));
try {
  for (const scene of ['five', 'density']) {
    await waitForQuiet();
    const file = join(folder, `${scene}.html`);
    const saved = await save(scene === 'five' ? '' : '?density', file);
    const opened = [];
    for (let run = 0; run < Number(options.runs); run++) {
      await waitForQuiet();
      opened.push(await open(file));
    }
    const of = (read) => median(opened.map(read)).toFixed(0);
    const moves = opened.flatMap((run) => run.moves);
    console.log(`${scene}, load ${loadavg()[0].toFixed(1)}`);
    console.log(`  ${saved.bytes.toLocaleString('en')} bytes (target ${TARGETS[scene].bytes.toLocaleString('en')}),`);
    console.log(
      `    of which counts ${saved.counts.toLocaleString('en')}, script ${saved.script.toLocaleString('en')}`,
    );
    console.log(`  saved in ${saved.ms.toFixed(0)} ms`);
    console.log(`  first picture after ${of((run) => run.firstMs)} ms (target ${TARGETS.firstMs})`);
    console.log(`  all selections decoded after ${of((run) => run.readyMs)} ms`);
    console.log(
      `  a move ${median(moves).toFixed(1)} ms, 95 % ${quantile(moves, 0.95).toFixed(1)} ms (target ${TARGETS.moveMs})`,
    );
  }
} finally {
  await server.close();
  await rm(folder, { recursive: true });
}

async function save(query, file) {
  return inBrowser(async (page) => {
    await page.goto(`${server.url}/bench/pages/saved-page.html${query}`);
    const { ms, text } = await page.evaluate(async () => {
      await customElements.whenDefined('pika-workspace');
      for (const plot of document.querySelectorAll('pika-plot')) await plot.values();
      const startMs = performance.now();
      const blob = await document.querySelector('pika-workspace').save({ form: 'page' });
      return { ms: performance.now() - startMs, text: await blob.text() };
    });
    await writeFile(file, text);
    const lengthOf = (start) => text.indexOf('</script>', text.indexOf(start)) - text.indexOf(start) - start.length;
    return { ms, bytes: text.length, counts: lengthOf('id="counts">'), script: lengthOf('<script>') };
  });
}

async function open(file) {
  return inBrowser(async (page) => {
    await page.addInitScript(() => {
      // The script has drawn when it asks for a frame. A message follows that frame; a timer would wait for its tables.
      const ask = requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (callback) => {
        window.requestAnimationFrame = ask;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (window.firstMs = performance.now());
        ask(() => port2.postMessage(null));
        return ask(callback);
      };
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(() => window.firstMs !== undefined);
    // Tables are decoded in tasks, one after the other: this one comes behind them.
    const readyMs = await page.evaluate(async () => {
      for (let i = 0; i < 20; i++) await new Promise((next) => setTimeout(next));
      return performance.now();
    });
    const moves = await page.evaluate((count) => {
      const view = document.querySelector('.view');
      const { left, top, width, height } = view.getBoundingClientRect();
      view.setPointerCapture = () => undefined;
      const fire = (type, share) =>
        view.dispatchEvent(
          new PointerEvent(type, {
            pointerId: 1,
            bubbles: true,
            buttons: 1,
            clientX: left + width * share,
            clientY: top + height / 2,
          }),
        );
      fire('pointerdown', 0.3);
      const times = [];
      for (let i = 1; i <= count; i++) {
        const startMs = performance.now();
        fire('pointermove', 0.3 + (0.4 * i) / count);
        times.push(performance.now() - startMs);
      }
      fire('pointerup', 0.7);
      return times;
    }, MOVES);
    return { firstMs: await page.evaluate(() => window.firstMs), readyMs, moves };
  });
}

async function inBrowser(work) {
  const browser = await chromium.launch({ executablePath, args: NO_GPU });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.setDefaultTimeout(0);
    return await work(page);
  } finally {
    await browser.close();
  }
}
