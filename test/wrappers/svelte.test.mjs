/** Bare tags in Svelte, in Chromium: mounted, and hydrated from what a server rendered. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { buildPackage } from '../../examples/prepare.mjs';
import { serve } from '../../examples/serve.mjs';
import { findChromium, NO_GPU } from '../chromium.mjs';
import { patient, PATIENT_LAUNCH } from '../pages/patient.mjs';
import { until } from '../pages/until.mjs';
import { bundled, imported, openApp } from './bundle.mjs';
import { CLEAN, leftBehind, watchListeners } from './ledger.mjs';

describe('pika-plot/svelte', () => {
  let browser;
  let server;
  let script;
  let page;
  let said;

  before(async () => {
    await buildPackage();
    script = await bundled('test/wrappers/svelte-client.mjs');
    browser = await chromium.launch({ ...PATIENT_LAUNCH, executablePath: await findChromium(), args: NO_GPU });
    server = await serve();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(html) {
    await page?.close();
    ({ page, said } = await openApp(browser, server.url, script, html));
    patient(page);
    await page.evaluate(watchListeners);
  }

  const shows = (text) => until(page, (wanted) => document.querySelector('#state')?.textContent === wanted, text);
  const counts = () =>
    page.evaluate(() =>
      Promise.all([...document.querySelectorAll('pika-plot')].map(async (plot) => (await plot.values())?.length)),
    );

  async function works() {
    await shows('100 0');
    assert.deepEqual(await counts(), [10, 2]);
    const { xDomain, xGrid, pick } = await page.evaluate(() => {
      const plot = document.querySelector('#bars');
      return { xDomain: plot.xDomain, xGrid: plot.xGrid, pick: plot.pick };
    });
    assert.deepEqual([xDomain, xGrid, pick], ['0, 10', 'on', true]);
    await page.evaluate(() => document.querySelector('#bars').select({ x: [2, 4] }));
    await shows('100 1');
    await page.click('#clear', { force: true });
    await shows('100 0');
    await page.click('#grid', { force: true });
    await until(page, () => document.querySelector('#bars').xGrid === 'off');
    await page.evaluate(() => app.unmount());
    await until(page, `(${leftBehind})().then((left) => left.views + left.residentColumns + left.held.length === 0)`);
    assert.deepEqual(await page.evaluate(leftBehind), CLEAN);
    assert.deepEqual(said, []);
  }

  it('assigns objects, sends events, and leaves nothing behind', async () => {
    await open();
    await page.evaluate(() => app.mount());
    await works();
  });

  it('hydrates what a server rendered without a warning and with its rows', async () => {
    const code = await bundled('test/wrappers/svelte-server.mjs', { platform: 'node' });
    const html = (await imported(code)).html();
    assert.match(html, /<pika-plot id="bars" from="rows" mark="bar"[^>]* x-grid="on"/);
    await open(html);
    await page.evaluate(() => app.hydrate());
    await works();
  });
});
