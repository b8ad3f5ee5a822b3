/** Selecting the nearest row and picking by keyboard, with a real pointer and keyboard; every count against SQL. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answersOf } from './answers.mjs';
import { openAlone, pointIn, rest, until } from './page.mjs';

const [PLANE, HOURS, DELAYS, LATE, DISTANCES] = [0, 1, 2, 3, 4];
const ALL = 200_000;

for (const backend of ['cpu', 'webgpu']) {
  describe(`selecting the nearest row, and picking by keyboard, on ${backend}`, () => {
    let page;
    before(async () => {
      page = await openAlone('examples/06-selections.html', { backend, viewport: { width: 1100, height: 2200 } });
    });
    after(() => page?.end());

    const { total, sql, where, clauses, counted } = answersOf(() => page);
    const selects = (kind) =>
      until(page, (wanted) => (document.querySelector('pika-selection').value[0]?.kind ?? null) === wanted, kind);
    const focus = (plot) =>
      page.evaluate(
        (index) => document.querySelectorAll('pika-plot')[index].shadowRoot.querySelector('.plot').focus(),
        plot,
      );
    const away = () => page.mouse.move(2, 2);
    // In one move: rows on the way would be selected too.
    const point = async (plot, fx, fy) => {
      const { x, y } = await pointIn(page, plot, fx, fy);
      await away();
      await page.mouse.move(x, y);
    };
    const linked = async () => {
      await rest(page);
      const text = await where();
      assert.deepEqual([(await counted()).rows], await sql(`SELECT count(*) FROM flights WHERE ${text}`));
      assert.deepEqual(
        [await total(DELAYS)],
        await sql(`SELECT count(*) FROM flights WHERE delay >= -60 AND delay < 180 AND ${text}`),
      );
      assert.deepEqual(
        [await total(HOURS)],
        await sql(`SELECT count(*) FROM flights WHERE time >= 0 AND time < 24 AND ${text}`),
      );
      return (await counted()).rows;
    };

    it('selects the rows of the nearest value as the pointer moves, and clears when it leaves', async () => {
      await point(DISTANCES, 0.3, 0.2);
      await selects('nearest');
      const [first] = await clauses();
      assert.ok((await linked()) > 0);
      assert.equal(first.ranges.length, 1);
      assert.deepEqual(await sql(`SELECT count(DISTINCT distance) FROM flights WHERE ${await where()}`), [1]);
      const text = `SELECT count(*) FROM late WHERE ${await where()}`;
      const [late] = await sql(text);
      await until(
        page,
        async ([index, rows]) =>
          ((await document.querySelectorAll('pika-plot')[index].counts())?.counts.reduce((a, b) => a + b) ?? -1) ===
          rows,
        [LATE, late],
      );
      await point(DISTANCES, 0.2, 0.2);
      await until(
        page,
        (lo) => (document.querySelector('pika-selection').value[0]?.ranges[0].lo ?? lo) < lo,
        first.ranges[0].lo,
      );
      await linked();
      assert.equal(await page.locator('pika-plot').nth(DISTANCES).locator('.brush.nearest').count(), 1);
      await away();
      await selects(null);
      await rest(page);
      assert.equal((await counted()).rows, ALL);
    });

    it('is pinned by a click, restored from JSON, and cleared by Escape', async () => {
      await point(DISTANCES, 0.25, 0.2);
      await selects('nearest');
      await page.mouse.down();
      await page.mouse.up();
      await away();
      const rows = await linked();
      assert.ok(rows > 0 && rows < ALL);
      const kept = await clauses();
      await focus(DISTANCES);
      await page.keyboard.press('Escape');
      await selects(null);
      await page.evaluate(
        (value) => {
          document.querySelector('pika-selection').value = value;
        },
        JSON.parse(JSON.stringify(kept)),
      );
      assert.equal(await linked(), rows);
      assert.deepEqual(await clauses(), kept);
      assert.equal(
        await page.locator('pika-plot').nth(DISTANCES).locator('.brush.nearest').count(),
        1,
        'its plot draws it',
      );
      await page.keyboard.press('Escape');
      await selects(null);
    });

    it("selects by both values of the tooltip's row on a plane, or by one", async () => {
      for (const [brush, names] of [
        ['nearest', ['distance', 'delay']],
        ['nearest-y', ['delay']],
        ['nearest-x', ['distance']],
      ]) {
        await page.evaluate(async (value) => {
          const plot = document.querySelector('pika-plot');
          const ready = new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
          plot.setAttribute('brush', value);
          await ready;
        }, brush);
        await rest(page);
        await point(PLANE, 0.4, 0.5);
        await selects('nearest');
        const [{ ranges }] = await clauses();
        assert.deepEqual(
          ranges.map(({ expression }) => expression),
          names,
        );
        assert.ok((await linked()) > 0);
        if (brush !== 'nearest') continue;
        const { left, top } = await page.evaluate(() => {
          const { left, top } = document.querySelector('pika-plot').getBoundingClientRect();
          return { left, top };
        });
        const { x, y } = await pointIn(page, PLANE, 0.4, 0.5);
        const row = await page.evaluate(
          ([x, y]) => document.querySelector('pika-plot').nearest(x, y),
          [x - left, y - top],
        );
        // The look-up of the previous place may still be running.
        await until(
          page,
          (values) =>
            JSON.stringify(document.querySelector('pika-selection').value[0].ranges.map(({ lo }) => lo)) ===
            JSON.stringify(values),
          names.map((name) => Number(row.values.find((value) => value.name === name).text)),
        );
      }
      await away();
      await selects(null);
    });

    it('picks bars by keyboard and announces it: arrows move, Enter picks, Shift adds, Escape clears', async () => {
      await focus(HOURS);
      const spoken = (words) =>
        until(
          page,
          ([index, part]) =>
            document
              .querySelectorAll('pika-plot')
              [index].shadowRoot.querySelector('[aria-live]')
              .textContent.includes(part),
          [HOURS, words],
        );
      const bar = () =>
        until(
          page,
          (index) => document.querySelectorAll('pika-plot')[index].shadowRoot.querySelector('.hover rect') !== null,
          HOURS,
        );
      await page.keyboard.press('ArrowRight');
      await bar();
      await page.keyboard.press('Enter');
      await selects('points');
      const [
        {
          boxes: [[one]],
        },
      ] = await clauses();
      await linkedDelays();
      await spoken('Selected: time from');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Shift+Enter');
      await until(page, () => document.querySelector('pika-selection').value[0]?.boxes.length === 2);
      const [
        {
          boxes: [, [other]],
        },
      ] = await clauses();
      assert.equal(other.lo, one.hi, 'the next bar');
      await linkedDelays();
      await spoken('; time from');
      await page.keyboard.press('Space');
      await until(page, () => document.querySelector('pika-selection').value[0]?.boxes.length === 1);
      await bar();
      // The first Escape closes the tooltip that the arrows opened.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await selects(null);
      await until(
        page,
        (index) =>
          document.querySelectorAll('pika-plot')[index].shadowRoot.querySelector('[aria-live]').textContent === '',
        HOURS,
      );

      async function linkedDelays() {
        await rest(page);
        assert.deepEqual(
          [await total(DELAYS)],
          await sql(`SELECT count(*) FROM flights WHERE delay >= -60 AND delay < 180 AND ${await where()}`),
        );
      }
    });

    it('follows the arrow keys, even without tooltips', async () => {
      await page.evaluate(
        (index) => document.querySelectorAll('pika-plot')[index].setAttribute('tooltip', 'off'),
        DISTANCES,
      );
      await focus(DISTANCES);
      await page.keyboard.press('ArrowLeft');
      await selects('nearest');
      const [
        {
          ranges: [before],
        },
      ] = await clauses();
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
      await until(page, (lo) => document.querySelector('pika-selection').value[0]?.ranges[0].lo > lo, before.lo);
      await linked();
      assert.equal(await page.locator('pika-plot').nth(DISTANCES).locator('.tooltip').count(), 0);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await selects(null);
      assert.deepEqual(page.errors, []);
    });
  });
}
