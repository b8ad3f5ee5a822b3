/**
 * A page that the browser freezes in the background and later shows again: while it is frozen, no timers or frames run,
 * and it may lose its GPU device.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { serve } from '../../examples/serve.mjs';
import { findChromium, GPU_FLAGS, NO_GPU } from '../chromium.mjs';
import { answersOf } from './answers.mjs';
import { rest } from './hands.mjs';
import { patient, PATIENT_LAUNCH } from './patient.mjs';
import { until } from './until.mjs';
import { watchPage } from './watch-page.mjs';

const LONG_MS = 2500;
const LATE = 3;

/** Counts of the plots beside SQL's for the same rows; null for a plot without counts. */
const sums = (page) =>
  page.evaluate(async () =>
    Promise.all(
      [...document.querySelectorAll('pika-plot')].map(
        async (plot) => (await plot.counts())?.counts.reduce((a, b) => a + b, 0) ?? null,
      ),
    ),
  );

/** Hides a page behind another and freezes it, as a browser does with a tab long in the background. */
async function inBackground(page, meanwhile) {
  const session = await page.createCDPSession();
  const another = await page.browser().newPage();
  await another.bringToFront();
  await page.waitForFunction(() => document.visibilityState === 'hidden', { polling: 50 });
  await page.evaluate(() => {
    document.addEventListener(
      'freeze',
      () => {
        window.frozen = true;
      },
      { once: true },
    );
  });
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await until(page, () => window.frozen);
  await meanwhile();
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await another.close();
  await page.bringToFront();
}

/**
 * Only the first few of the 250 ms pauses between arriving rows end before `letArrive()`, so rows are still arriving
 * while the page is in the background.
 */
function holdArrivals() {
  const plain = window.setTimeout.bind(window);
  let pauses = 0;
  let held = [];
  window.setTimeout = (call, ms, ...rest) =>
    ms === 250 && held && ++pauses > 3 ? held.push(call) : plain(call, ms, ...rest);
  window.letArrive = () => {
    for (const call of held) plain(call, 250);
    held = null;
  };
}

describe('a page long in the background', () => {
  let browser;
  let server;
  before(async () => {
    server = await serve({ port: 0 });
  });
  afterEach(() => browser?.close());
  after(() => server.close());

  async function open(path, backend) {
    // Playwright's pages always report that they are visible.
    browser = await puppeteer.launch({
      ...PATIENT_LAUNCH,
      executablePath: await findChromium(),
      args: backend === 'webgpu' ? GPU_FLAGS : NO_GPU,
    });
    const page = patient(await browser.newPage());
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.setViewport({ width: 1100, height: 1100 });
    await page.evaluateOnNewDocument(watchPage, backend);
    await page.evaluateOnNewDocument(holdArrivals);
    await page.goto(`${server.url}/${path}`);
    await page.waitForFunction(() => window.allSettled());
    return Object.assign(page, { errors });
  }

  it('continues with rows that were arriving', async () => {
    const page = await open('examples/05-data.html', 'cpu');
    const rows = () => page.evaluate(async () => (await document.querySelector('[name=readings]').ready).rowCount);
    let before = 0;
    await inBackground(page, async () => {
      before = await rows();
      await page.evaluate(() => window.letArrive());
      await setTimeout(LONG_MS);
      assert.equal(await rows(), before, 'no rows arrived while it was frozen');
    });
    assert.ok(before < 10_000, 'rows were still arriving');
    await page.evaluate(async () => (await document.querySelector('[name=readings]').ready).finished);
    await rest(page);
    const [, , celsius] = await sums(page);
    const { sql } = answersOf(() => page);
    assert.deepEqual([celsius, 10_000], [10_000, ...(await sql('SELECT count(*) FROM readings'))]);
    assert.deepEqual(page.errors, []);
  });

  it('draws the selection after its GPU device was lost', async () => {
    const page = await open('examples/06-selections.html', 'webgpu');
    await page.evaluate(() => document.querySelectorAll('pika-plot')[1].select({ x: [6, 12] }));
    const { sql, where } = answersOf(() => page);
    // SQL filters a plot of another query, which takes a while; until then the plot is unfiltered.
    const settled = async () => {
      await rest(page);
      const [late] = await sql(`SELECT count(*) FROM late WHERE ${await where()}`);
      await until(
        page,
        async ([plot, rows]) =>
          (await document.querySelectorAll('pika-plot')[plot].counts())?.counts.reduce((a, b) => a + b) === rows,
        [LATE, late],
      );
    };
    await settled();
    const before = await sums(page);
    const session = await browser.target().createCDPSession();
    await inBackground(page, async () => {
      await session.send('Browser.crashGpuProcess').catch(() => undefined);
      await setTimeout(LONG_MS);
    });
    await until(page, async () => (await (await engine()).status()).losses === 1);
    await settled();
    assert.deepEqual(await sums(page), before);
    assert.deepEqual(
      [before[2]],
      await sql('SELECT count(*) FROM flights WHERE time >= 6 AND time < 12 AND delay >= -60 AND delay < 180'),
    );
    assert.deepEqual(page.errors, []);
  });
});
