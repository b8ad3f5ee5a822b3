/** Hovering over a plot: mouse, keys and touch, every value against SQL. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { awaiting } from '../harness/patience.mjs';
import { drag, openBrowser, pointIn } from './page.mjs';

const DELAY = 0;
const DISTANCE = 1;
const PLANE = 2;

/**
 * Does something and resolves with the next `pika-hover` detail: a place if `wanted`, otherwise null.
 */
async function hovered(page, act, wanted = true) {
  const detail = page.evaluate(
    (some) =>
      new Promise((resolve) => {
        addEventListener('pika-hover', function hear({ detail }) {
          if ((detail !== null) !== some) return;
          removeEventListener('pika-hover', hear);
          resolve(detail);
        });
      }),
    wanted,
  );
  await page.evaluate(() => undefined);
  await act();
  return awaiting(wanted ? 'the hovered place' : 'the end of hovering', detail);
}

/**
 * Rests the pointer at a place, coming from outside in one move: any stop on the way would count as rest.
 */
const rest = async (page, index, fx, fy) => {
  const { x, y } = await pointIn(page, index, fx, fy);
  await page.mouse.move(2, 2);
  return hovered(page, () => page.mouse.move(x, y));
};

/** The pairs of a plot's tooltip, and its position. */
const shown = (page, index) =>
  page.evaluate((at) => {
    const tooltip = document.querySelectorAll('pika-plot')[at].shadowRoot.querySelector('.tooltip');
    if (!tooltip) return null;
    const { left, top, right, bottom } = tooltip.getBoundingClientRect();
    return {
      pairs: [...tooltip.querySelectorAll('dt')].map((name) => [name.textContent, name.nextElementSibling.textContent]),
      lines: [...tooltip.querySelectorAll('p')].map(({ textContent }) => textContent),
      rect: { left, top, right, bottom },
      open: tooltip.matches(':popover-open'),
    };
  }, index);

const live = (page, index) =>
  page.evaluate(
    (at) => document.querySelectorAll('pika-plot')[at].shadowRoot.querySelectorAll('[aria-live]')[2].textContent,
    index,
  );

const sqlRow = (page, query, number) =>
  page.evaluate(
    async ([name, row]) => {
      const [{ tableFromIPC }, engine] = await Promise.all([
        import('/node_modules/@uwdata/flechette/src/index.js'),
        window.engine(),
      ]);
      const { fields } = await engine.open(name);
      const table = tableFromIPC(
        await engine.sql(
          `SELECT ${fields.map((field) => `CAST("${field.name}" AS VARCHAR)`).join(', ')} FROM ${name} WHERE rowid = ${row}`,
        ),
      );
      return fields.map((field, i) => [field.name, table.getChildAt(i).at(0) ?? 'no value']);
    },
    [query, number],
  );

for (const backend of ['cpu', 'webgpu']) {
  describe(`hover, on ${backend}`, () => {
    let browser;
    let page;
    before(async () => {
      browser = await openBrowser({ gpu: backend === 'webgpu' });
      page = await browser.open('examples/index.html', { backend, few: backend === 'webgpu' });
    });
    after(() => browser.close());

    it('shows the cell and the nearest row of a density, with all columns equal to SQL, without the database', async () => {
      const detail = await rest(page, PLANE, 0.8, 0.8);
      assert.equal(
        page.requests.some((path) => path.includes('duckdb')),
        false,
      );
      const tooltip = await shown(page, PLANE);
      assert.equal(tooltip.open, true);
      assert.deepEqual(tooltip.pairs.slice(2), await sqlRow(page, 'flights', detail.row.number));
      assert.deepEqual(
        tooltip.pairs.slice(2),
        detail.row.values.map(({ name, text }) => [name, text]),
      );
      const { x, y } = detail.row.place;
      assert.ok(Math.hypot(x - 0.5 - Math.floor(detail.at.x), y - 0.5 - Math.floor(detail.at.y)) <= 12);
      // Announced a moment after it is shown, so that a moving pointer causes no announcements.
      await page.waitForFunction(
        (at) =>
          document.querySelectorAll('pika-plot')[at].shadowRoot.querySelectorAll('[aria-live]')[2].textContent !== '',
        PLANE,
      );
      assert.equal(
        await live(page, PLANE),
        `${tooltip.pairs
          .slice(0, 2)
          .map((pair) => pair.join(' '))
          .join(', ')}: ${tooltip.lines[0]}. Row ${detail.row.number.toLocaleString('en')}: ${tooltip.pairs
          .slice(2)
          .map((pair) => pair.join(' '))
          .join(', ')}.`,
      );
    });

    it('finds only rows that pass the filters, and shows their number', async () => {
      await drag(page, DELAY, [0.5, 0.5], [0.62, 0.5], { steps: 2 });
      const [{ lo, hi }] = await page.evaluate(() => document.querySelector('pika-plot').selected.ranges);
      const { row } = await rest(page, PLANE, 0.5, 0.56);
      const delay = Number(row.values.find(({ name }) => name === 'delay').text);
      assert.ok(delay >= lo && delay < hi, `${lo} ≤ ${delay} < ${hi}`);
      const bar = await rest(page, DISTANCE, 0.2, 0.1);
      const {
        edges: [edges],
        counts,
      } = await page.evaluate(async () => {
        const { edges, counts } = await document.querySelectorAll('pika-plot')[1].counts();
        return { edges, counts: [...counts] };
      });
      const { width } = await page.evaluate(() => {
        const base = document.querySelectorAll('pika-plot')[1].shadowRoot.querySelector('line.base');
        return { width: base.x2.baseVal.value - base.x1.baseVal.value };
      });
      const at = edges[0] + (edges.at(-1) - edges[0]) * (bar.at.x / width);
      const bin = edges.findLastIndex((edge) => edge <= at);
      const [[all]] = await page.evaluate(
        (sql) => window.rows(sql),
        `SELECT count(*)::INTEGER FROM flights WHERE distance >= ${edges[bin]} AND distance < ${edges[bin + 1]}`,
      );
      assert.deepEqual([bar.count, bar.of], [counts[bin], all]);
      assert.deepEqual((await shown(page, DISTANCE)).lines, [
        `${counts[bin].toLocaleString('en')} of ${all.toLocaleString('en')} rows`,
      ]);
    });

    // The remaining tests do not depend on the backend.
    if (backend === 'webgpu') return;

    it('is placed beside the point and inside the window, for any point', async () => {
      for (const [fx, fy] of [
        [0.01, 0.02],
        [0.99, 0.02],
        [0.01, 0.98],
        [0.99, 0.98],
        [0.5, 0.5],
      ]) {
        await rest(page, PLANE, fx, fy);
        const { x, y } = await pointIn(page, PLANE, fx, fy);
        const { rect } = await shown(page, PLANE);
        const size = page.viewportSize();
        assert.ok(
          rect.left >= 0 && rect.top >= 0 && rect.right <= size.width && rect.bottom <= size.height,
          JSON.stringify(rect),
        );
        assert.ok(
          x < rect.left || x > rect.right || y < rect.top || y > rect.bottom,
          `${x}, ${y} in ${JSON.stringify(rect)}`,
        );
      }
    });

    it('hides when the pointer leaves, and while a button is down', async () => {
      await rest(page, DISTANCE, 0.5, 0.3);
      await hovered(page, () => page.mouse.down(), false);
      assert.equal(await shown(page, DISTANCE), null);
      await page.mouse.up();
      await rest(page, DISTANCE, 0.3, 0.3);
      await hovered(page, () => page.mouse.move(2, 2), false);
      assert.equal(await shown(page, DISTANCE), null);
      const again = await rest(page, DISTANCE, 0.3, 0.3);
      assert.ok(again.count > 0, 'back where it was, it is shown again');
    });

    it('moves from bar to bar by keyboard; Escape closes it and keeps the brush', async () => {
      await page
        .locator('pika-plot')
        .nth(DELAY)
        .evaluate((plot) => plot.shadowRoot.querySelector('.plot').focus());
      const first = await hovered(page, () => page.keyboard.press('ArrowRight'));
      const second = await hovered(page, () => page.keyboard.press('ArrowRight'));
      const back = await hovered(page, () => page.keyboard.press(','));
      assert.ok(second.cell.x[0] === first.cell.x[1], 'the next bar');
      assert.deepEqual([back.sides, back.count], [first.sides, first.count]);
      assert.equal(
        await live(page, DELAY),
        `delay ${back.sides[0].text}: ${back.count.toLocaleString('en')} ${back.count === 1 ? 'row' : 'rows'}.`,
      );
      const last = await hovered(page, () => page.keyboard.press('End'));
      const {
        edges: [edges],
        counts,
      } = await page.evaluate(async () => {
        const { edges, counts } = await document.querySelector('pika-plot').counts();
        return { edges, counts: [...counts] };
      });
      assert.equal(last.count, counts[edges.length - 2]);
      await hovered(page, () => page.keyboard.press('Escape'), false);
      assert.equal(await live(page, DELAY), '');
      assert.equal(await page.evaluate(() => document.querySelector('pika-plot').selected.ranges.length), 1);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.querySelector('pika-plot').selected.ranges.length === 0);
    });

    it('answers scripts, and shows nothing with tooltip="off"', async () => {
      const near = await page.evaluate(() => document.querySelectorAll('pika-plot')[2].nearest(300, 200));
      assert.deepEqual(
        near.values.map(({ name, text }) => [name, text]),
        await sqlRow(page, 'flights', near.number),
      );
      await page.evaluate(() => document.querySelectorAll('pika-plot')[2].setAttribute('tooltip', 'off'));
      await page.mouse.move(2, 2);
      const heard = page.evaluate(
        () =>
          new Promise((resolve) => {
            addEventListener('pika-hover', ({ target, detail }) => {
              if (detail) resolve([...document.querySelectorAll('pika-plot')].indexOf(target));
            });
          }),
      );
      await page.evaluate(() => undefined);
      const { x, y } = await pointIn(page, PLANE, 0.5, 0.5);
      await page.mouse.move(x, y);
      await page.waitForTimeout(300);
      await rest(page, DISTANCE, 0.4, 0.3);
      assert.equal(await heard, DISTANCE);
      assert.deepEqual(page.errors, []);
    });
  });
}

describe('hover, by touch and over unusual rows', () => {
  let browser;
  let page;
  before(async () => {
    browser = await openBrowser();
    page = await browser.open('examples/index.html', { hasTouch: true });
  });
  after(() => browser.close());

  const tap = async (index, fx, fy) => {
    const { x, y } = await pointIn(page, index, fx, fy);
    await page.touchscreen.tap(x, y);
  };

  it('shows on a tap, and hides on the next tap elsewhere', async () => {
    const { count } = await hovered(page, () => tap(DISTANCE, 0.3, 0.3));
    assert.ok(count > 0);
    assert.equal((await shown(page, DISTANCE)).open, true);
    await hovered(page, () => tap(DISTANCE, 0.7, 0.3), false);
    assert.equal(await shown(page, DISTANCE), null);
    await hovered(page, () => tap(DISTANCE, 0.7, 0.3));
    await hovered(page, () => page.touchscreen.tap(3, 3), false);
    assert.equal(await shown(page, DISTANCE), null);
  });

  it('shows names and values as text, shortens long ones, and counts the columns it omits', async () => {
    await page.evaluate(async () => {
      const query = document.createElement('pika-query');
      query.name = 'odd';
      query.data = [
        {
          x: 1,
          y: 1,
          '<img src=x onerror="window.hurt=1">': '<script>window.hurt=1</script>',
          long: 'ä'.repeat(500),
          ...Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`c${i}`, null])),
        },
        { x: 2, y: 2 },
      ];
      const plot = document.createElement('pika-plot');
      Object.assign(plot, { from: 'odd', mark: 'density', x: 'x', y: 'y' });
      const ready = new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
      document.body.prepend(query, plot);
      await ready;
    });
    const { row } = await rest(page, 0, 0.005, 0.01);
    assert.equal(row.number, 0);
    const { pairs, lines } = await shown(page, 0);
    assert.deepEqual(pairs[4], ['<img src=x onerror="window.hurt=1">', '<script>window.hurt=1</script>']);
    assert.equal(pairs[5][1], `${'ä'.repeat(79)}…`);
    assert.equal(pairs[6][1], 'no value');
    assert.deepEqual([pairs.length, lines.at(-1)], [14, 'and 8 more']);
    assert.equal(await page.evaluate(() => window.hurt), undefined);
    assert.deepEqual(page.errors, []);
  });
});
