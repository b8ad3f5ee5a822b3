/**
 * Cost of compiling pipelines, on the first visit and the next: three plots by WebGPU, then a first brush. With 200,000
 * rows, because on SwiftShader counting millions would take longer than compiling.
 *
 *   node bench/pipelines.mjs [--runs 3]      on SwiftShader; GPU=nvidia: on a real GPU
 *
 * cold: a fresh browser. in page: the plots removed and added again. reload: the page reloaded in the same browser.
 * forgotten: as reload, but with our record of earlier visits deleted, so only the browser's own cache is warm.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { buildStale } from '../examples/prepare.mjs';
import { serve } from '../examples/serve.mjs';
import { findChromium, NVIDIA_HEADLESS, SOFTWARE_GPU } from '../test/chromium.mjs';
import { median } from './answers.mjs';
import { chooseBackend } from './scenes.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const runs = Number(options.runs);
const VISITS = ['cold', 'in page', 'reload', 'forgotten'];

await buildStale();
const server = await serve({ compress: false });
const results = Object.fromEntries(VISITS.map((visit) => [visit, { open: [], brush: [] }]));
let engine = '';
try {
  for (let run = 0; run < runs; run++) await visitAll(results);
} finally {
  await server.close();
}
print();

/** All visits in one browser that starts with nothing. */
async function visitAll(into) {
  const folder = await mkdtemp(join(tmpdir(), 'pika-pipelines-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: await findChromium(),
    args: process.env.GPU === 'nvidia' ? NVIDIA_HEADLESS : SOFTWARE_GPU,
    viewport: { width: 1200, height: 900 },
  });
  try {
    const page = await context.newPage();
    await page.addInitScript(chooseBackend, 'webgpu');
    for (const visit of VISITS) {
      if (visit === 'forgotten')
        await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase('pika-plot').onsuccess = done)));
      if (visit !== 'in page') await page.goto(`${server.url}/bench/pages/pipelines.html`);
      into[visit].open.push(await page.evaluate(visit === 'in page' ? plotsAgain : opening));
      into[visit].brush.push(await page.evaluate(firstBrush));
      engine = await page.evaluate(() => window.page.describe());
      if (visit === 'cold') await page.waitForFunction(rememberedFrames);
    }
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

// In the page. A figure is { ms, misses, early, compileMs }: time until the pictures are shown, pipelines that a frame
// waited for, pipelines compiled before a frame needed them, and time that frames waited for pipelines.

async function opening() {
  const ms = await window.page.open;
  return { ms, ...window.page.compiles(0) };
}

async function plotsAgain() {
  const sinceMs = performance.now();
  const plots = [...document.querySelectorAll('pika-plot')];
  const before = window.page.compiles(sinceMs);
  await Promise.all(
    plots.map((plot) => {
      const again = plot.cloneNode();
      const ready = new Promise((done) => again.addEventListener('pika-ready', done, { once: true }));
      plot.replaceWith(again);
      return ready;
    }),
  );
  const after = window.page.compiles(sinceMs);
  return {
    ms: performance.now() - sinceMs,
    misses: after.misses - before.misses,
    early: after.early - before.early,
    compileMs: after.compileMs,
  };
}

/** Selects on the first plot, for the first time on this visit, and waits for the counts of another. */
async function firstBrush() {
  await new Promise((rest) => setTimeout(rest, 1500));
  const [first, , density] = document.querySelectorAll('pika-plot');
  const sinceMs = performance.now();
  const before = window.page.compiles(sinceMs);
  first.select({ x: [0.5, 60.25] });
  await density.counts();
  const after = window.page.compiles(sinceMs);
  return {
    ms: performance.now() - sinceMs,
    misses: after.misses - before.misses,
    early: after.early - before.early,
    compileMs: after.compileMs,
  };
}

/** True once the store also holds the frames with a brush: they are written in idle time. */
function rememberedFrames() {
  return new Promise((done) => {
    const opened = indexedDB.open('pika-plot');
    opened.onsuccess = () => {
      const { result } = opened;
      if (!result.objectStoreNames.contains('pipelines')) return done(false);
      const all = result.transaction('pipelines').objectStore('pipelines').getAll();
      all.onsuccess = () => {
        result.close();
        done(
          all.result.some(({ frames }) =>
            frames.some(({ shape }) => shape.kernels.some(({ clauses }) => clauses.length > 0)),
          ),
        );
      };
    };
  });
}

function print() {
  const of = (list, name) => median(list.map((one) => one[name]));
  console.log(`\n${engine}; medians of ${runs} runs\n`);
  console.log(
    '| | until drawn | pipelines waited for | for | compiled early | first brush | pipelines waited for | for |\n| --- | --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const [visit, { open, brush }] of Object.entries(results)) {
    const cells = [
      `${of(open, 'ms').toFixed(0)} ms`,
      of(open, 'misses'),
      `${of(open, 'compileMs').toFixed(0)} ms`,
      of(open, 'early'),
      `${of(brush, 'ms').toFixed(0)} ms`,
      of(brush, 'misses'),
      `${of(brush, 'compileMs').toFixed(0)} ms`,
    ];
    console.log(`| ${visit} | ${cells.join(' | ')} |`);
  }
}
