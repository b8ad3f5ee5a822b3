/** Bare tags in Svelte, in Chromium: mounted, and hydrated from what a server rendered. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../pages/until.mjs';
import { openApps } from './apps.mjs';
import { bundled, imported } from './bundle.mjs';
import { assertClean, watchListeners } from './ledger.mjs';

describe('pika-plot/svelte', () => {
  let apps;
  let script;
  let page;
  let said;

  before(async () => {
    apps = await openApps();
    script = await bundled('test/wrappers/svelte-client.mjs');
  });
  after(() => apps?.close());

  async function open(html) {
    ({ page, said } = await apps.open(script, html));
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
    await assertClean(page, said);
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
