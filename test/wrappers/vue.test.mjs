/** `pika-plot/vue` in Chromium. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../pages/until.mjs';
import { openApps } from './apps.mjs';
import { bundled, imported } from './bundle.mjs';
import { assertClean, watchListeners } from './ledger.mjs';

describe('pika-plot/vue', () => {
  let apps;
  let script;
  let page;
  let said;

  before(async () => {
    apps = await openApps();
    script = await bundled('test/wrappers/vue-app.mjs');
  });
  after(() => apps?.close());

  async function open(html) {
    ({ page, said } = await apps.open(script, html));
    await page.evaluate(watchListeners);
  }

  const shows = (selector, text) =>
    until(page, (wanted) => document.querySelector(wanted[0])?.textContent === wanted[1], [selector, text]);
  const drawn = () =>
    until(page, () =>
      [...document.querySelectorAll('pika-plot')].every((plot) => plot.shadowRoot.querySelector('line.base')),
    );
  const bars = () => page.evaluate(async () => (await document.querySelector('#bars').values())?.length);
  const isClean = () => assertClean(page, said);

  it('draws rows, attributes and layers, sends events, and its composables follow the engine', async () => {
    await open();
    await page.evaluate(() => app.mount());
    await shows('#state', 'ready 100 v,w,kind 0');
    await drawn();
    assert.equal(await bars(), 10);
    const { attributes, heard } = await page.evaluate(() => {
      const plot = document.querySelector('#bars');
      plot.click();
      const { mark, xDomain, xGrid, pick, brush, zoom, className } = plot;
      return { attributes: { mark, xDomain, xGrid, pick, brush, zoom, className }, heard: app.log };
    });
    const expected = {
      mark: 'bar',
      xDomain: '0, 10',
      xGrid: 'on',
      pick: true,
      brush: 'x',
      zoom: '',
      className: 'small',
    };
    assert.deepEqual(attributes, expected);
    assert.deepEqual(heard, ['ready 100', 'click']);
  });

  it('binds the value of an input, the selection and the domain, both ways', async () => {
    assert.equal(await page.evaluate(() => document.querySelector('pika-input').value), 3);
    await page.fill('pika-input input', '7');
    await shows('#cut', '7');
    await page.click('#brush', { force: true });
    await shows('#state', 'ready 100 v,w,kind 1');
    await until(page, () => document.querySelector('#bound').textContent.startsWith('1'));
    assert.equal(await page.evaluate(() => document.querySelector('#bars').selected.ranges.length), 1);
    await page.click('#unbind', { force: true });
    await shows('#state', 'ready 100 v,w,kind 0');
    await page.click('#brush', { force: true });
    await shows('#state', 'ready 100 v,w,kind 1');
    await page.click('#clear', { force: true });
    await shows('#bound', '0 ');
    await page.click('#zoom', { force: true });
    await until(page, () => document.querySelector('#bars').domain.x.join() === '2,6');
    await page.evaluate(() => (document.querySelector('#bars').domain = { x: [3, 5] }));
    await shows('#bound', '0 3,5');
    await page.evaluate(() => app.unmount());
    await isClean();
  });

  it('changes and takes back attributes and properties', async () => {
    await open();
    await page.evaluate(() => app.mount());
    await drawn();
    const shown = () =>
      page.evaluate(() => {
        const { brush, xGrid, spec } = document.querySelector('#bars');
        return [brush, xGrid, spec.mark];
      });
    await page.evaluate(() => app.change({ brush: null, grid: false, rows: [{ v: 1, w: 1, kind: 'a' }] }));
    await shows('#state', 'ready 1 v,w,kind 0');
    assert.deepEqual(await shown(), [null, 'off', 'bar']);
    await page.evaluate(() => app.change({ spec: { from: 'rows', mark: 'point', x: 'v', y: 'w' } }));
    assert.equal((await shown())[2], 'point');
    await until(page, () => document.querySelector('#bars').shadowRoot.textContent.includes('beside the property'));
    // The plot says that the spec replaces the attributes.
    said.length = 0;
    await page.evaluate(() => app.change({ brush: 'x', grid: true, rows: app.rows, spec: undefined }));
    assert.deepEqual(await shown(), ['x', 'on', 'bar']);
    await shows('#state', 'ready 100 v,w,kind 0');
    for (let i = 0; i < 10; i++) await page.evaluate(() => app.change({ isShown: !app.state.isShown }));
    await drawn();
    await page.evaluate(() => app.unmount());
    await isClean();
  });

  it('renders the tags on a server, and hydrates them without a warning and with their rows', async () => {
    const html = await (await imported(await bundled('test/wrappers/vue-server.mjs', { platform: 'node' }))).html();
    assert.match(html, /<pika-plot [^>]*mark="bar"[^>]* x-domain="0, 10"/);
    assert.match(html, /x-grid="on"/);
    assert.match(html, /<pika-mark [^>]*stroke-width="2"/);
    assert.doesNotMatch(html, /object Object/);
    await open(html);
    await page.evaluate(() => app.hydrate());
    await shows('#state', 'ready 100 v,w,kind 0');
    await drawn();
    assert.equal(await bars(), 10);
    await page.evaluate(() => app.unmount());
    await isClean();
  });
});
