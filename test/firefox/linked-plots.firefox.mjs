/** A second browser: real Firefox with real pointer and keyboard, both backends, every count against SQL. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answersOf } from '../pages/answers.mjs';
import { drag, pointIn, rest } from '../pages/hands.mjs';
import { openFirefox } from './browser.mjs';

const [LASSO, HOURS, DELAYS] = [0, 1, 2];
const SHOWN = [
  'distance >= 0 AND delay >= -60 AND delay < 180',
  'time >= 0 AND time < 24',
  'delay >= -60 AND delay < 180',
];

for (const backend of ['cpu', 'webgpu']) {
  describe(`linked plots in Firefox, on ${backend}`, () => {
    let browser;
    let page;
    before(async () => {
      browser = await openFirefox();
      page = await browser.open('examples/06-selections.html', { backend });
    });
    after(() => browser?.close());

    const { total, sql, where, counted } = answersOf(() => page);
    const count = async (condition) => (await sql(`SELECT count(*) FROM flights WHERE ${condition}`))[0];
    const rangeOf = async (plot, column) => {
      const [range] = await page.evaluate(
        (index) => document.querySelectorAll('pika-plot')[index].selected.ranges,
        plot,
      );
      return range ? `${column} >= ${range.lo} AND ${column} < ${range.hi}` : 'true';
    };
    const clear = async () => {
      await page.click('#clear');
      await rest(page);
    };

    it('draws: every canvas has a picture, every bin equals SQL', async () => {
      const status = await page.evaluate(async () => (await engine()).status());
      assert.deepEqual([status.backend, status.reason], [backend, 'requested']);
      assert.deepEqual(
        await page.evaluate(() => heard.filter(({ type }) => type === 'pika-error').map(({ detail }) => detail)),
        [],
      );
      const { edges, counts } = await page.evaluate(async (index) => {
        const shown = await document.querySelectorAll('pika-plot')[index].counts();
        return { edges: shown.edges[0], counts: [...shown.counts] };
      }, DELAYS);
      const expected = await page.evaluate(
        (sql) => window.rows(sql),
        `SELECT floor((delay - ${edges[0]}) / ${edges[1] - edges[0]})::INTEGER AS bin, count(*) FROM flights WHERE ${SHOWN[DELAYS]} GROUP BY 1`,
      );
      assert.deepEqual(
        counts,
        Object.assign(
          counts.map(() => 0),
          Object.fromEntries(expected),
        ),
      );
      assert.deepEqual(await page.evaluate(colorsOfPlots), [true, true, true, true, true]);
    });

    it('recounts while a brush is dragged, filtered by all brushes', async () => {
      await drag(page, DELAYS, [0.3, 0.5], [0.62, 0.5], { hold: true });
      const during = await rangeOf(DELAYS, 'delay');
      assert.notEqual(during, 'true');
      assert.equal(await total(HOURS), await count(`${during} AND ${SHOWN[HOURS]}`));
      await page.mouse.up();
    });

    it('moves the brush with Shift and an arrow, clears it with Escape', async () => {
      const before = await rangeOf(DELAYS, 'delay');
      await page.evaluate(
        (index) => document.querySelectorAll('pika-plot')[index].shadowRoot.querySelector('.plot').focus(),
        DELAYS,
      );
      await page.keyboard.down('Shift');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.up('Shift');
      await rest(page);
      const after = await rangeOf(DELAYS, 'delay');
      assert.notEqual(after, before);
      assert.equal(await total(HOURS), await count(`${after} AND ${SHOWN[HOURS]}`));
      await page.keyboard.press('Escape');
      await rest(page);
      assert.equal(await rangeOf(DELAYS, 'delay'), 'true');
      assert.equal(await total(HOURS), await count(SHOWN[HOURS]));
    });

    it('selects inside a lasso exactly what its SQL says', async () => {
      const points = await Promise.all(
        [
          [0.1, 0.2],
          [0.5, 0.15],
          [0.6, 0.6],
          [0.3, 0.35],
          [0.12, 0.7],
        ].map(([x, y]) => pointIn(page, LASSO, x, y)),
      );
      await page.mouse.move(points[0].x, points[0].y);
      await page.mouse.down();
      for (const { x, y } of points.slice(1)) await page.mouse.move(x, y, { steps: 4 });
      await page.mouse.up();
      await rest(page);
      const selected = await where();
      assert.match(selected, /distance/);
      assert.equal(await total(HOURS), await count(`(${selected}) AND ${SHOWN[HOURS]}`));
      assert.equal((await counted()).rows, await count(selected));
      await clear();
    });

    it('picks a bar with a click, adds another with Shift', async () => {
      const [bars] = await page.evaluate(
        async (index) => (await document.querySelectorAll('pika-plot')[index].counts()).edges,
        HOURS,
      );
      const click = async (bar) => {
        const { x, y } = await pointIn(page, HOURS, (bar + 0.5) / (bars.length - 1), 0.3);
        await page.mouse.click(x, y);
        await rest(page);
      };
      const inside = (bar) => `(time >= ${bars[bar]} AND time < ${bars[bar + 1]})`;
      await click(8);
      assert.equal(await total(DELAYS), await count(`${SHOWN[DELAYS]} AND ${inside(8)}`));
      await page.keyboard.down('Shift');
      await click(17);
      await page.keyboard.up('Shift');
      assert.equal(await total(DELAYS), await count(`${SHOWN[DELAYS]} AND (${inside(8)} OR ${inside(17)})`));
      await clear();
      assert.deepEqual(page.errors, []);
    });
  });
}

/** In the page: whether each displayed canvas has more than one color. */
function colorsOfPlots() {
  return [...document.querySelectorAll('pika-plot')].map((plot) => {
    const source = plot.shadowRoot.querySelector('canvas');
    const copy = new OffscreenCanvas(source.width, source.height).getContext('2d');
    copy.drawImage(source, 0, 0);
    const pixels = new Uint32Array(copy.getImageData(0, 0, source.width, source.height).data.buffer);
    return new Set(pixels).size > 1;
  });
}
