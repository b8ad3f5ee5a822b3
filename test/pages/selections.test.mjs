/**
 * Selections of every kind, by a real pointer, every count against SQL: both the selection's own SQL and the oracle's.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answersOf } from './answers.mjs';
import { drag, openAlone, pointIn, rest, until } from './page.mjs';

const [LASSO, HOURS, DELAYS, LATE] = [0, 1, 2, 3];

for (const backend of ['cpu', 'webgpu']) {
  describe(`the page of selections on ${backend}`, () => {
    let page;
    before(async () => {
      page = await openAlone('examples/06-selections.html', { backend, viewport: { width: 1100, height: 2200 } });
    });
    after(() => page?.end());

    const { total, edges, sql, where, counted } = answersOf(() => page);
    const setMode = (mode) =>
      page.evaluate(
        (value) =>
          document.querySelector('pika-selection')[value === null ? 'removeAttribute' : 'setAttribute']('mode', value),
        mode,
      );
    const setValue = (value) =>
      page.evaluate((clauses) => {
        document.querySelector('pika-selection').value = clauses;
      }, value);
    const domain = 'delay >= -60 AND delay < 180';
    const clear = async () => {
      await page.click('#clear');
      await rest(page);
    };

    it('selects inside a lasso exactly what its SQL says, also while it is being drawn', async () => {
      const corners = [
        [0.1, 0.2],
        [0.5, 0.15],
        [0.6, 0.6],
        [0.3, 0.35],
        [0.12, 0.7],
      ];
      const points = await Promise.all(corners.map(([x, y]) => pointIn(page, LASSO, x, y)));
      await page.mouse.move(points[0].x, points[0].y);
      await page.mouse.down();
      for (const { x, y } of points.slice(1)) await page.mouse.move(x, y, { steps: 6 });
      await rest(page);
      const during = await where();
      assert.match(during, /distance/);
      assert.deepEqual(
        [await total(HOURS)],
        await sql(`SELECT count(*) FROM flights WHERE (${during}) AND time >= 0 AND time < 24`),
      );
      await page.mouse.up();
      await rest(page);
      assert.deepEqual([(await counted()).rows], await sql(`SELECT count(*) FROM flights WHERE ${await where()}`));
      assert.ok((await counted()).rows > 1000 && (await counted()).rows < 150_000);
      assert.equal(
        await page.locator('pika-plot').nth(LASSO).locator('.brush path.plane').count(),
        1,
        'the curve is drawn',
      );
    });

    it('filters a plot of another query through SQL', async () => {
      const wanted = await sql(`SELECT count(*) FROM late WHERE ${await where()}`);
      await until(
        page,
        async ([index, rows]) =>
          (await document.querySelectorAll('pika-plot')[index].counts())?.counts.reduce((a, b) => a + b) === rows,
        [LATE, wanted[0]],
      );
    });

    it('keeps the selection when resized, to the last row', async () => {
      const before = [await counted(), await total(DELAYS)];
      await page.setViewportSize({ width: 900, height: 2200 });
      await rest(page);
      assert.deepEqual([await counted(), await total(DELAYS)], before);
      await page.setViewportSize({ width: 1100, height: 2200 });
      await rest(page);
    });

    it('restores a selection from JSON, on the plots that drew it', async () => {
      await page.click('#keep');
      const kept = await counted();
      await clear();
      assert.deepEqual(await counted(), { rows: 200_000, of: 200_000 });
      assert.equal(await page.locator('.brush').count(), 0, 'nothing is drawn');
      await page.click('#again');
      await rest(page);
      assert.deepEqual(await counted(), kept);
      assert.equal(
        await page.locator('pika-plot').nth(LASSO).locator('.brush path.plane').count(),
        1,
        'the curve is back',
      );
      await clear();
    });

    it('picks bars with clicks, adds with Shift, removes with another Shift-click', async () => {
      const bars = (await edges(HOURS))[0];
      const at = (index) => (index + 0.5) / (bars.length - 1);
      const click = async (index, modifiers = []) => {
        const { x, y } = await pointIn(page, HOURS, at(index), 0.3);
        for (const key of modifiers) await page.keyboard.down(key);
        await page.mouse.click(x, y);
        for (const key of modifiers) await page.keyboard.up(key);
        await rest(page);
      };
      const inside = (...indices) =>
        `(${indices.map((index) => `time >= ${bars[index]} AND time < ${bars[index + 1]}`).join(' OR ')})`;
      await click(8);
      assert.deepEqual(
        [await total(DELAYS)],
        await sql(`SELECT count(*) FROM flights WHERE ${domain} AND ${inside(8)}`),
      );
      await click(17, ['Shift']);
      assert.deepEqual(
        [await total(DELAYS)],
        await sql(`SELECT count(*) FROM flights WHERE ${domain} AND ${inside(8, 17)}`),
      );
      assert.deepEqual(await sql(`SELECT count(*) FROM flights WHERE ${await where()}`), [(await counted()).rows]);
      await click(8, ['Shift']);
      assert.deepEqual(
        [await total(DELAYS)],
        await sql(`SELECT count(*) FROM flights WHERE ${domain} AND ${inside(17)}`),
      );
      await click(17);
      assert.equal((await counted()).rows, 200_000);
    });

    it('filters according to each mode', async () => {
      await drag(page, DELAYS, [0.3, 0.5], [0.5, 0.5]);
      const { x, y } = await pointIn(page, HOURS, 8.5 / ((await edges(HOURS))[0].length - 1), 0.3);
      await page.mouse.click(x, y);
      await rest(page);
      const [delay, hour] = await page.evaluate(() => {
        const [lo, hi] = Object.values(document.querySelectorAll('pika-plot')[2].selected.ranges[0]).filter(
          (value) => typeof value === 'number',
        );
        const range = document.querySelectorAll('pika-plot')[1].selected.ranges[0];
        return [`delay >= ${lo} AND delay < ${hi}`, `time >= ${range.lo} AND time < ${range.hi}`];
      });
      const expected = {
        crossfilter: [`${domain} AND ${hour}`, `${hour} AND ${delay}`],
        intersect: [`${domain} AND ${hour} AND ${delay}`, `${hour} AND ${delay}`],
        union: [`${domain} AND (${hour} OR ${delay})`, `${hour} OR ${delay}`],
      };
      for (const [mode, [delays, count]] of Object.entries(expected)) {
        await setMode(mode);
        await rest(page);
        assert.deepEqual([await total(DELAYS)], await sql(`SELECT count(*) FROM flights WHERE ${delays}`), mode);
        assert.deepEqual([(await counted()).rows], await sql(`SELECT count(*) FROM flights WHERE ${count}`), mode);
      }
      await setMode('single');
      await rest(page);
      assert.deepEqual(
        [await total(DELAYS)],
        await sql(`SELECT count(*) FROM flights WHERE ${domain} AND ${hour}`),
        'the click came last',
      );
      assert.equal(await page.locator('pika-plot').nth(DELAYS).locator('.brush').count(), 0, 'and the brush is gone');
      await setMode(null);
      await clear();
    });

    it("combines a condition in SQL with the plots' clauses", async () => {
      await setValue([{ kind: 'sql', from: 'flights', predicate: 'distance % 2 = 0' }]);
      const [even] = await sql('SELECT count(*) FROM flights WHERE distance % 2 = 0');
      await page.waitForFunction((rows) => document.querySelector('pika-count').value.rows === rows, even);
      await drag(page, DELAYS, [0.3, 0.5], [0.5, 0.5]);
      assert.deepEqual(
        [await total(HOURS)],
        await sql(`SELECT count(*) FROM flights WHERE ${await where()} AND time >= 0 AND time < 24`),
      );
      await clear();
    });

    it('accepts a value assigned before it is connected, as frameworks do', async () => {
      const [assigned, said, refused] = await page.evaluate(async () => {
        const made = (name, value) => {
          const selection = Object.assign(document.createElement('pika-selection'), { name, value });
          document.body.append(selection);
          return selection;
        };
        const early = made('early', [{ kind: 'sql', from: 'flights', predicate: 'delay > 60' }]);
        const before = early.value.length;
        const wrong = made('wrong', [{ kind: 'guess', from: 'flights' }]);
        await Promise.all([early.updateComplete, wrong.updateComplete]);
        await wrong.updateComplete;
        const found = [before, early.toSQL('flights'), wrong.shadowRoot.textContent];
        early.clear();
        early.remove();
        wrong.remove();
        return found;
      });
      assert.equal(assigned, 1, 'it can be read at once');
      assert.deepEqual(
        await sql(`SELECT count(*) FROM flights WHERE ${said}`),
        await sql('SELECT count(*) FROM flights WHERE delay > 60'),
      );
      assert.match(refused, /kind of clause 1/);
    });

    it('rejects invalid values, and keeps working', async () => {
      await setValue([{ kind: 'interval', from: 'flights', ranges: [{ channel: 'z' }] }]);
      assert.match(
        await page.locator('pika-selection .error').textContent(),
        /channel of a range of clause 1.*"x" or "y"/s,
      );
      await setValue([]);
      assert.equal(await page.locator('pika-selection .error').count(), 0);
      assert.deepEqual(page.errors, []);
    });
  });
}
