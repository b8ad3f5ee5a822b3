/** `pika-plot/react` in an `<Activity>`: what React hides gives its names back, and neither draws nor filters. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../pages/until.mjs';
import { openApps } from './apps.mjs';
import { bundled, imported } from './bundle.mjs';
import { assertClean, watchListeners } from './ledger.mjs';

const VALUES = { a: [1, 2, 3], b: [4, 5, 6, 7] };

describe('pika-plot/react in an Activity', () => {
  let apps;
  let script;
  let page;
  let said;

  before(async () => {
    apps = await openApps();
    script = await bundled('test/wrappers/react-activity-app.jsx');
  });
  after(() => apps?.close());

  async function open(html) {
    ({ page, said } = await apps.open(script, html));
    await page.evaluate(watchListeners);
    await page.evaluate(() => {
      app.errors = [];
      addEventListener('pika-error', ({ detail }) => app.errors.push(detail.message));
    });
  }

  /** The values that a page's plot draws, and those that its second plot counts. */
  const drawn = (id) =>
    page.evaluate(async (within) => {
      const plots = [...document.querySelectorAll(`#${within} pika-plot`)];
      const [bars, bins] = await Promise.all(plots.map((plot) => plot.values()));
      return [bars?.map(({ x }) => Number(x)), bins?.reduce((sum, { y }) => sum + y, 0)];
    }, id);

  async function draws(id, passing = VALUES[id].length) {
    const state = `ready ${VALUES[id].length}`;
    await until(page, ([in_, text]) => document.querySelector(`#${in_} output`).textContent === text, [id, state]);
    assert.deepEqual(await drawn(id), [VALUES[id], passing]);
    const engine = await page.evaluate(async () => {
      const { pageEngine } = await import('/dist/pika-plot.js');
      return [(await pageEngine().status()).views, pageEngine().selection('rows').mode];
    });
    // Two plots: those of the other page are not drawn.
    assert.deepEqual(engine, [2, 'intersect']);
  }

  it('draws the rows of the page that is shown, whichever was shown or created first', async () => {
    await open();
    for (const id of ['b', 'a', 'b', 'a']) {
      await page.evaluate((shown) => app.show(shown), id);
      await draws(id);
    }
    assert.deepEqual(await page.evaluate(() => app.errors), []);
    await page.evaluate(() => app.unmount());
    await assertClean(page, said);
  });

  it('drops the selection of what it hides', async () => {
    await open();
    await page.evaluate(() => app.show('a'));
    await draws('a');
    await page.evaluate(() => document.querySelector('#a pika-plot').select({ x: [1, 2] }));
    await until(page, () => document.querySelector('#a pika-count').shadowRoot.textContent.includes('1 of 3'));
    await page.evaluate(() => app.show('b'));
    await draws('b');
    await page.evaluate(() => app.unmount());
    await assertClean(page, said);
  });

  it('changes pages within a frame', async () => {
    await open();
    await page.evaluate(() => ['a', 'b', 'a', 'b', 'b', 'a'].forEach((id) => app.show(id)));
    await draws('a');
    assert.deepEqual(await page.evaluate(() => app.errors), []);
    await page.evaluate(() => app.unmount());
    await assertClean(page, said);
  });

  it('hydrates the page that a server rendered', async () => {
    const code = await bundled('test/wrappers/react-activity-server.jsx', { platform: 'node' });
    const html = (await imported(code)).html();
    assert.doesNotMatch(html, /hidden/);
    await open(html);
    await page.evaluate(() => app.hydrate('a'));
    for (const id of ['a', 'b', 'a']) {
      await page.evaluate((shown) => app.show(shown), id);
      await draws(id);
    }
    await page.evaluate(() => app.unmount());
    await assertClean(page, said);
  });
});
