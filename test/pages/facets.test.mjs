/** Small multiples, by a real pointer: a brush in the second panel filters by its range and by the panel. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answersOf } from './answers.mjs';
import { openAlone, until } from './page.mjs';

const [REMAINDERS, DISTANCES, DENSITY] = [0, 1, 2];

for (const backend of ['cpu', 'webgpu']) {
  describe(`panels on ${backend}`, () => {
    let page;
    before(async () => {
      page = await openAlone('test/pages/facets.html', { backend, few: backend === 'webgpu' });
      await until(page, async () => (await document.querySelectorAll('pika-plot')[2].counts()) !== null);
    });
    after(() => page?.end());

    const { total, sql, where, clauses } = answersOf(() => page);

    /** A point of a panel, in fractions from its left and bottom. */
    const pointIn = (plot, panel, fx, fy) =>
      page.evaluate(
        ([plot, panel, fx, fy]) => {
          const element = document.querySelectorAll('pika-plot')[plot];
          const { x, y } = element.getBoundingClientRect();
          const { box } = element.model.layout.panels[panel];
          return { x: x + box.x + fx * box.width, y: y + box.y + (1 - fy) * box.height };
        },
        [plot, panel, fx, fy],
      );
    const dragIn = async (plot, panel, from, to) => {
      const [start, end] = [await pointIn(plot, panel, ...from), await pointIn(plot, panel, ...to)];
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move(end.x, end.y, { steps: 8 });
      await page.mouse.up();
    };
    const panelTexts = (plot) =>
      page.evaluate(
        (plot) =>
          [...document.querySelectorAll('pika-plot')[plot].shadowRoot.querySelectorAll('text.facet')].map(
            ({ textContent }) => textContent,
          ),
        plot,
      );

    it('filters by the range and by the value of the second panel', async () => {
      assert.equal((await panelTexts(REMAINDERS)).length, 24);
      await dragIn(REMAINDERS, 1, [0.2, 0.5], [0.7, 0.5]);
      await until(page, () => document.querySelector('pika-selection').value.length > 0);
      const [{ ranges }] = await clauses();
      assert.deepEqual(
        ranges.map(({ channel }) => channel),
        ['x', 'facet-x'],
      );
      const [count] = await sql(`SELECT count(*) FROM flights WHERE ${await where()}`);
      assert.match(await where(), /% 24/);
      assert.ok(count > 0);
      await until(
        page,
        async ([plot, rows]) =>
          (await document.querySelectorAll('pika-plot')[plot].counts()).counts.reduce((a, b) => a + b) === rows,
        [DISTANCES, count],
      );
      const marks = await page.locator('pika-plot').nth(REMAINDERS).locator('.brush rect.range').count();
      assert.equal(marks, 1, 'the brush is drawn in one panel');
    });

    it('moves the brush within its panel, and clears it by a click elsewhere', async () => {
      const before = await where();
      await dragIn(REMAINDERS, 1, [0.45, 0.5], [0.55, 0.5]);
      await until(page, (text) => document.querySelector('pika-selection').toSQL('flights') !== text, before);
      const [{ ranges }] = await clauses();
      assert.deepEqual([ranges[1].lo, ranges[1].hi], [1, 2]);
      const at = await pointIn(REMAINDERS, 8, 0.5, 0.5);
      await page.mouse.click(at.x, at.y);
      await until(page, () => document.querySelector('pika-selection').value.length === 0);
    });

    it('selects a rectangle in a panel of a density', async () => {
      await dragIn(DENSITY, 1, [0.1, 0.1], [0.6, 0.6]);
      await until(page, () => document.querySelector('pika-selection').value.length > 0);
      const [count] = await sql(`SELECT count(*) FROM flights WHERE ${await where()}`);
      assert.match(await where(), /'odd'/);
      await until(
        page,
        async ([plot, rows]) =>
          (await document.querySelectorAll('pika-plot')[plot].counts()).counts.reduce((a, b) => a + b) === rows,
        [DISTANCES, count],
      );
      assert.equal(await total(DISTANCES), count);
      await page.keyboard.press('Escape');
      await until(page, () => document.querySelector('pika-selection').value.length === 0);
    });

    it('shows in a tooltip the panel of the bar under the pointer', async () => {
      const at = await pointIn(REMAINDERS, 9, 0.26, 0.02);
      await page.mouse.move(at.x, at.y, { steps: 3 });
      await page.locator('pika-plot').nth(REMAINDERS).locator('.tooltip dd').first().waitFor();
      const texts = await page.locator('pika-plot').nth(REMAINDERS).locator('.tooltip dd').allTextContents();
      assert.equal(texts[0], (await panelTexts(REMAINDERS))[9]);
    });
  });
}
