/** `pika-plot/react` in Chromium, with React 18 and 19: the same app, the same expectations. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../pages/until.mjs';
import { openApps } from './apps.mjs';
import { bundled, imported } from './bundle.mjs';
import { assertClean, watchListeners } from './ledger.mjs';

const VERSIONS = { 'React 18': { react: 'react-18', 'react-dom': 'react-dom-18' }, 'React 19': {} };

let apps;

before(async () => {
  apps = await openApps();
});
after(() => apps?.close());

for (const [version, alias] of Object.entries(VERSIONS)) {
  describe(`pika-plot/react with ${version}`, () => {
    let script;
    let page;
    let said;

    before(async () => {
      script = await bundled('test/wrappers/react-app.jsx', { alias });
    });

    async function open(html, app = script) {
      ({ page, said } = await apps.open(app, html));
      if (app === script) await page.evaluate(watchListeners);
    }

    const stateIs = (text) => until(page, (wanted) => document.querySelector('#state')?.textContent === wanted, text);
    const drawn = () =>
      until(page, () =>
        [...document.querySelectorAll('pika-plot')].every((plot) => plot.shadowRoot.querySelector('line.base')),
      );
    const rows = () => page.evaluate(async () => (await document.querySelector('#bars').values())?.length);
    const isClean = () => assertClean(page, said);

    it('draws rows, attributes and layers, sends typed events, and its hooks follow the engine', async () => {
      await open();
      await page.evaluate(() => app.mount());
      await stateIs('ready 100 v,w,kind 0');
      await drawn();
      assert.equal(await rows(), 10);
      const { attributes, listened } = await page.evaluate(() => {
        const bars = document.querySelector('#bars');
        bars.click();
        const { mark, xDomain, xGrid, pick, brush, className } = bars;
        return { attributes: { mark, xDomain, xGrid, pick, brush, className }, listened: app.log };
      });
      assert.deepEqual(attributes, {
        mark: 'bar',
        xDomain: '0, 10',
        xGrid: 'on',
        pick: true,
        brush: 'x',
        className: 'small',
      });
      assert.ok(listened.includes('ready 100') && listened.includes('click'), listened.join());
      await page.click('#brush', { force: true });
      await stateIs('ready 100 v,w,kind 1');
      assert.ok((await page.evaluate(() => app.log)).includes('select 1'));
      await page.click('#clear', { force: true });
      await stateIs('ready 100 v,w,kind 0');
    });

    it('takes numbers, lists and booleans', async () => {
      await open();
      await page.evaluate(() => app.values());
      const { sort, limit, scales, guides, interaction } = await page.evaluate(
        () => document.querySelector('#values').spec,
      );
      assert.deepEqual([sort, limit, scales], [['odd', 'even'], 2, { y: { domain: [0, 60] } }]);
      assert.deepEqual(guides, { x: { grid: false }, y: { ticks: [0, 30] } });
      assert.deepEqual(interaction, { zoom: 'all', filterBy: ['a', 'b'], tooltip: false });
      await page.evaluate(() => app.unmount());
    });

    it('does not render forever where rows are made anew with every rendering, warns, and keeps the selection', async () => {
      await open();
      await page.evaluate(() => app.inline());
      await stateIs('ready 3 0');
      await page.evaluate(() => document.querySelector('#bars').values());
      await page.evaluate(() => document.querySelector('#bars').select({ x: ['b'] }));
      await stateIs('ready 3 1');
      await page.waitForTimeout(500);
      assert.ok((await page.evaluate(() => app.renders)) < 10);
      assert.deepEqual(said, []);
      for (let i = 0; i < 25; i++) await page.click('#again', { force: true });
      await stateIs('ready 3 1');
      assert.ok((await page.evaluate(() => app.renders)) < 60);
      assert.equal(said.length, 1);
      assert.match(said.pop(), /<PikaQuery name="rows">: "data" was another array of the same rows/);
      await page.evaluate(() => app.unmount());
      await isClean();
    });

    it('changes and takes back attributes and properties', async () => {
      const shown = () =>
        page.evaluate(() => {
          const { brush, xGrid, spec } = document.querySelector('#bars');
          return [brush, xGrid, spec.mark];
        });
      await page.evaluate(() => app.mount({ brush: null, grid: false, rows: [{ v: 1, w: 1, kind: 'a' }] }));
      await stateIs('ready 1 v,w,kind 0');
      assert.deepEqual(await shown(), [null, 'off', 'bar']);
      await page.evaluate(() => app.mount({ spec: { from: 'rows', mark: 'point', x: 'v', y: 'w' }, rows: app.rows }));
      assert.deepEqual((await shown())[2], 'point');
      await until(page, () => document.querySelector('#bars').shadowRoot.textContent.includes('beside the property'));
      // The plot says that the spec replaces the attributes.
      said.length = 0;
      await page.evaluate(() => app.mount());
      assert.deepEqual(await shown(), ['x', 'on', 'bar']);
      await stateIs('ready 100 v,w,kind 0');
      await drawn();
      assert.equal(await rows(), 10);
      await page.evaluate(() => app.unmount());
      await isClean();
    });

    it('leaves nothing behind after a double mount in StrictMode', async () => {
      await open();
      await page.evaluate(() => app.mount({}, true));
      await stateIs('ready 100 v,w,kind 0');
      await drawn();
      assert.equal(await page.evaluate(async () => app.log.filter((line) => line === 'ready 100').length), 1);
      await page.evaluate(() => app.unmount());
      await isClean();
    });

    it('leaves nothing behind when it is unmounted at once, within a frame, or again and again', async () => {
      await open();
      for (const when of ['effect', 'frame', 'effect', 'frame']) {
        await page.evaluate((after) => app.removeWithin(after), when);
        await until(page, () => !document.querySelector('pika-plot'));
        await page.evaluate(() => app.unmount());
      }
      for (let i = 0; i < 10; i++) {
        await page.evaluate(() => {
          app.mount();
          app.unmount();
        });
      }
      await isClean();
    });

    it('changes routes whose queries have the same name, slowly or at once, and leaves nothing behind', async () => {
      await open();
      for (let i = 0; i < 3; i++) {
        for (const [path, count] of Object.entries({ '/all': 100, '/one': 1 })) {
          await page.evaluate((to) => app.goTo(to), path);
          await stateIs(`ready ${count} v,w,kind 0`);
          await drawn();
          assert.equal(await rows(), Math.min(count, 10));
        }
        await page.evaluate(() => ['/all', '/elsewhere', '/one', '/all', '/one'].forEach((path) => app.goTo(path)));
        await stateIs('ready 1 v,w,kind 0');
        await page.evaluate(() => app.goTo('/elsewhere'));
        await isClean();
      }
      await page.evaluate(() => app.unmount());
      await isClean();
    });

    it('keeps its plots while a Suspense hides them', async () => {
      await open();
      await page.evaluate(() => app.suspend(false));
      await stateIs('ready 100 v,w,kind 0');
      await drawn();
      await page.evaluate(() => app.suspend(true));
      await until(page, () => document.querySelector('#fallback'));
      await page.evaluate(() => app.wake());
      await until(page, () => !document.querySelector('#fallback'));
      assert.equal(await rows(), 10);
      await page.evaluate(() => app.unmount());
      await isClean();
    });

    it('holds a selection in a parent: it neither loops nor interrupts a brush', async () => {
      await open();
      await page.evaluate(() => app.controlled());
      await drawn();
      await page.click('#brush', { force: true });
      await until(page, () => document.querySelector('#controlled').textContent === '1');
      assert.deepEqual(await page.evaluate(() => document.querySelector('#bars').selected.ranges.length), 1);
      await page.evaluate(() => app.unmount());
      await isClean();
    });

    it('renders the tags on a server, and hydrates them without a warning and with their rows', async () => {
      const code = await bundled('test/wrappers/react-server.jsx', { alias, platform: 'node' });
      const html = (await imported(code)).html();
      assert.match(html, /<pika-plot id="bars" class="small"/);
      assert.match(html, /mark="bar"[^>]* x-domain="0, 10"[^>]* x-grid="on"/);
      assert.match(html, /<pika-mark mark="line" y="v" stroke-width="2">/);
      await open(html);
      await page.evaluate(() => app.hydrate());
      await stateIs('ready 100 v,w,kind 0');
      await drawn();
      assert.equal(await rows(), 10);
      await page.evaluate(() => app.unmount());
      await isClean();
    });

    it('hydrates bare tags before their elements are defined: rows set by a ref are drawn', async () => {
      const code = await bundled('test/wrappers/react-server.jsx', { alias, platform: 'node' });
      const html = (await imported(code)).bareHtml();
      assert.match(html, /<pika-plot id="bars" from="rows" mark="bar"/);
      await open(html, await bundled('test/wrappers/react-bare-app.jsx', { alias }));
      await page.evaluate(() => app.hydrate());
      await until(page, () => document.querySelector('pika-query').data?.length === 100);
      await page.evaluate(() => app.define());
      await drawn();
      assert.equal(await rows(), 10);
      assert.deepEqual(said, []);
    });
  });
}
