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

    /** The counts of a plot, with its panels. */
    const drawnBy = (plot) =>
      page.evaluate(async (plot) => {
        const element = document.querySelectorAll('pika-plot')[plot];
        const values = await element.values();
        return values && { rows: values.reduce((sum, { y, color }) => sum + (color ?? y), 0), values };
      }, plot);
    const boxesOf = (plot) =>
      page.evaluate((plot) => {
        const { model } = document.querySelectorAll('pika-plot')[plot];
        return model?.layout?.panels.map(({ box: { x, y, width, height } }) => ({ x, y, width, height })) ?? [];
      }, plot);

    it('draws from JSON what the attributes describe, and the panels that a changed spec asks for', async () => {
      const [texts, drawn] = [await panelTexts(REMAINDERS), await drawnBy(REMAINDERS)];
      const assign = (change) =>
        page.evaluate(
          ([plot, change]) => {
            const element = document.querySelectorAll('pika-plot')[plot];
            window.first ??= element.spec;
            element.spec = { ...window.first, ...change };
          },
          [REMAINDERS, change],
        );
      await assign({});
      await until(page, async (plot) => (await document.querySelectorAll('pika-plot')[plot].values()) !== null, 0);
      assert.deepEqual(await panelTexts(REMAINDERS), texts);
      assert.deepEqual(await drawnBy(REMAINDERS), drawn);
      await assign({ facetX: '(distance % 3)::INTEGER', facet: { wrap: 2 } });
      await until(page, (plot) => document.querySelectorAll('pika-plot')[plot].model?.layout?.panels.length === 3, 0);
      assert.deepEqual(await panelTexts(REMAINDERS), ['0', '1', '2']);
      const counts = await sql('SELECT count(*) FROM flights WHERE delay >= -60 AND delay < 180');
      assert.equal((await drawnBy(REMAINDERS)).rows, counts[0]);
      await page.evaluate((plot) => (document.querySelectorAll('pika-plot')[plot].spec = null), REMAINDERS);
      await until(page, (plot) => document.querySelectorAll('pika-plot')[plot].model?.layout?.panels.length === 24, 0);
    });

    it('follows the size that CSS gives it: other panels side by side, the same rows', async () => {
      const resize = (css) =>
        page.evaluate(
          ([plot, css]) => (document.querySelectorAll('pika-plot')[plot].style.cssText = css),
          [DENSITY, css],
        );
      const { rows } = await drawnBy(DENSITY);
      const wide = await boxesOf(DENSITY);
      assert.equal(wide[0].y, wide[1].y, 'side by side');
      await resize('width: 300px; height: 500px');
      await until(
        page,
        (plot) => {
          const [first, second] = document.querySelectorAll('pika-plot')[plot].model.layout.panels;
          return first.box.x === second.box.x && first.box.y < second.box.y;
        },
        DENSITY,
      );
      assert.equal((await drawnBy(DENSITY)).rows, rows);
      await resize('');
      await until(
        page,
        ([plot, width]) => document.querySelectorAll('pika-plot')[plot].model.layout.panels[0].box.width === width,
        [DENSITY, wide[0].width],
      );
      assert.deepEqual(await boxesOf(DENSITY), wide);
    });

    it('draws a lasso in the panel where the pointer is', async () => {
      await page.evaluate((plot) => (document.querySelectorAll('pika-plot')[plot].brush = 'lasso'), DENSITY);
      await until(
        page,
        async (plot) => (await document.querySelectorAll('pika-plot')[plot].values()) !== null,
        DENSITY,
      );
      const corners = [];
      for (const [fx, fy] of [
        [0.1, 0.05],
        [0.8, 0.05],
        [0.8, 0.5],
        [0.1, 0.5],
      ])
        corners.push(await pointIn(DENSITY, 1, fx, fy));
      await page.mouse.move(corners[0].x, corners[0].y);
      await page.mouse.down();
      for (const { x, y } of corners.slice(1)) await page.mouse.move(x, y, { steps: 5 });
      await page.mouse.up();
      await until(page, () => document.querySelector('pika-selection').value[0]?.kind === 'polygon');
      assert.match(await where(), /'odd'/);
      const [count] = await sql(`SELECT count(*) FROM flights WHERE ${await where()}`);
      assert.ok(count > 0);
      await until(
        page,
        async ([plot, rows]) => {
          const { counts } = await document.querySelectorAll('pika-plot')[plot].counts();
          return counts.reduce((a, b) => a + b) === rows;
        },
        [DISTANCES, count],
      );
      await page.keyboard.press('Escape');
      await until(page, () => document.querySelector('pika-selection').value.length === 0);
      assert.deepEqual(page.errors, []);
    });
  });
}
