/** Zooming by wheel, pointer, touch and keys; after each step, every count equals SQL's for the visible domain. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drag, openAlone, pointIn, rest } from './page.mjs';

const PLANE = 0;
const DELAY = 1;
const LINKED = 2;
const PLOTS = [
  ['flights', ['distance', 'delay']],
  ['flights', ['delay']],
  ['late', ['distance']],
];

const domains = (page) => page.evaluate(() => [...document.querySelectorAll('pika-plot')].map((plot) => plot.domain));
const selected = (page, index = DELAY) =>
  page.evaluate((plot) => document.querySelectorAll('pika-plot')[plot].selected.ranges, index);
const focus = (page, index) =>
  page
    .locator('pika-plot')
    .nth(index)
    .evaluate((plot) => plot.shadowRoot.querySelector('.plot').focus());
const length = ([lo, hi]) => hi - lo;

/** SQL's counts for the plot's own edges, which must span the visible domain exactly, without extra bins. */
async function assertEqualsSql(page, name) {
  await rest(page);
  for (const [plot, [from, columns]] of PLOTS.entries()) {
    const { edges, counts, domain, others } = await page.evaluate(async (index) => {
      const plots = [...document.querySelectorAll('pika-plot')];
      const { edges, counts } = await plots[index].counts();
      const others = plots
        .filter((other, i) => i !== index && other.getAttribute('from') === plots[index].getAttribute('from'))
        .flatMap((other) => other.selected.ranges);
      return { edges, counts: [...counts], domain: plots[index].domain, others };
    }, plot);
    edges.forEach((own, i) => {
      const [lo, hi] = i === 0 ? domain.x : domain.y;
      const slack = 1e-5 * (own[1] - own[0]);
      assert.ok(
        own[0] <= lo + slack && own[1] > lo && own.at(-1) >= hi - slack && own.at(-2) < hi,
        `${name}: edges ${own[0]}…${own.at(-1)} around ${lo}…${hi}`,
      );
    });
    const where = [
      ...columns.map((column, i) => `${column} >= ${edges[i][0]} AND ${column} < ${edges[i].at(-1)}`),
      ...others.map(({ expression, lo, hi }) => `${expression} >= ${lo}::DOUBLE AND ${expression} < ${hi}::DOUBLE`),
    ].join(' AND ');
    const bin = columns.map(
      (column, i) =>
        `list_count(list_filter([${
          edges[i]
            .slice(1, -1)
            .map((edge) => `${edge}::DOUBLE`)
            .join(', ') || 'NULL'
        }], edge -> edge <= ${column}))`,
    );
    const cheap = columns.map(
      (column, i) => `floor((${column} - ${edges[i][0]}) / ${edges[i][1] - edges[i][0]})::INTEGER`,
    );
    const index = Number.isInteger(edges[0][1] - edges[0][0]) ? cheap : bin;
    const cell = columns.length === 2 ? `(${index[1]}) * ${edges[0].length - 1} + ${index[0]}` : index[0];
    const rows = await page.evaluate(
      (sql) => window.rows(sql),
      `SELECT ${cell} AS bin, count(*)::INTEGER AS n FROM ${from} WHERE ${where} GROUP BY 1`,
    );
    const expected = new Array(counts.length).fill(0);
    for (const [at, count] of rows) expected[at] = count;
    assert.deepEqual(counts, expected, `${name}: plot ${plot} WHERE ${where}`);
  }
}

async function wheel(page, index, [fx, fy], deltaY) {
  const { x, y } = await pointIn(page, index, fx, fy);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, deltaY);
  await rest(page);
}

describe('zoom', () => {
  let page;
  before(async () => {
    page = await openAlone('test/pages/zoom.html', { gpu: true });
    await page.evaluate(() => {
      window.views = [];
      addEventListener('pika-view', ({ target, detail }) =>
        views.push([[...document.querySelectorAll('pika-plot')].indexOf(target), detail]),
      );
    });
    await rest(page);
  });
  after(() => page?.end());

  it('starts at the home domain; linked axes show the union of their homes', async () => {
    const [plane, delay, linked] = await domains(page);
    assert.deepEqual([plane.y, delay.x, delay.y], [[-60, 180], [-60, 180], null]);
    assert.deepEqual(plane.x, linked.x);
    await assertEqualsSql(page, 'home');
  });

  it('zooms about the pointer with the wheel, in every plot of the group and no other', async () => {
    const before = await domains(page);
    await wheel(page, PLANE, [0.25, 0.5], -400);
    const after = await domains(page);
    assert.ok(
      length(after[PLANE].x) < 0.7 * length(before[PLANE].x) && length(after[PLANE].y) < 0.7 * length(before[PLANE].y),
    );
    const at = (domain) => domain[0] + 0.25 * length(domain);
    assert.ok(
      Math.abs(at(after[PLANE].x) - at(before[PLANE].x)) < 0.01 * length(before[PLANE].x),
      'what is under the pointer stays',
    );
    assert.deepEqual(after[LINKED].x, after[PLANE].x);
    assert.deepEqual(after[DELAY], before[DELAY]);
    const views = await page.evaluate(() => views);
    assert.deepEqual([...new Set(views.map(([plot]) => plot))].sort(), [PLANE, LINKED]);
    assert.deepEqual(views.findLast(([plot]) => plot === PLANE)[1], after[PLANE]);
    await assertEqualsSql(page, 'zoomed');
  });

  it('pans with a drag in a plot without brush', async () => {
    const [before] = await domains(page);
    await drag(page, PLANE, [0.6, 0.5], [0.4, 0.6]);
    const [after] = await domains(page);
    assert.ok(Math.abs(after.x[0] - before.x[0] - 0.2 * length(before.x)) < 0.02 * length(before.x), 'to the right');
    assert.ok(Math.abs(after.y[0] - before.y[0] + 0.1 * length(before.y)) < 0.02 * length(before.y), 'and down');
    assert.ok(Math.abs(length(after.x) - length(before.x)) < 1e-9 * length(before.x));
    await assertEqualsSql(page, 'panned');
  });

  it('keeps the selection to the last bit while zooming, and panning with Alt and the middle button', async () => {
    await drag(page, DELAY, [0.3, 0.5], [0.5, 0.5]);
    const before = await selected(page);
    await wheel(page, DELAY, [0.5, 0.5], -500);
    await page.keyboard.down('Alt');
    await drag(page, DELAY, [0.6, 0.5], [0.5, 0.5]);
    await page.keyboard.up('Alt');
    const [, panned] = await domains(page);
    const { x, y } = await pointIn(page, DELAY, 0.6, 0.5);
    await page.mouse.move(x, y);
    await page.mouse.down({ button: 'middle' });
    await page.mouse.move(x + 60, y, { steps: 4 });
    await page.mouse.up({ button: 'middle' });
    await rest(page);
    const [, back] = await domains(page);
    assert.ok(back.x[0] < panned.x[0] && length(back.x) < 150, JSON.stringify([panned, back]));
    assert.deepEqual(await selected(page), before);
    await assertEqualsSql(page, 'a brush, zoomed');
  });

  it('clears the selection with a double click, and resets the zoom with the next', async () => {
    const { x, y } = await pointIn(page, DELAY, 0.9, 0.5);
    const before = await domains(page);
    await page.mouse.dblclick(x, y);
    await rest(page);
    assert.deepEqual([await selected(page), (await domains(page))[DELAY]], [[], before[DELAY]]);
    await page.mouse.dblclick(x, y);
    await rest(page);
    assert.deepEqual((await domains(page))[DELAY].x, [-60, 180]);
  });

  it('zooms, pans and resets by keyboard', async () => {
    await focus(page, DELAY);
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    await rest(page);
    const zoomed = (await domains(page))[DELAY].x;
    assert.deepEqual(zoomed.map(Math.round), [-4, 156]);
    await page.waitForFunction(
      (index) => document.querySelectorAll('pika-plot')[index].shadowRoot.textContent.includes('Showing: delay from'),
      DELAY,
    );
    await assertEqualsSql(page, 'by keys');
    await page.keyboard.press('0');
    await rest(page);
    assert.deepEqual((await domains(page))[DELAY].x, [-60, 180]);
  });

  it('zooms and pans with two fingers, without selecting', async () => {
    const session = await page.context().newCDPSession(page);
    const touch = (type, ...points) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(({ x, y }, id) => ({ x, y, id })) });
    const [left, right] = [await pointIn(page, DELAY, 0.4, 0.5), await pointIn(page, DELAY, 0.6, 0.5)];
    await touch('touchStart', left);
    await touch('touchStart', left, right);
    for (let step = 1; step <= 8; step++)
      await touch('touchMove', { x: left.x - 8 * step, y: left.y }, { x: right.x + 8 * step, y: right.y });
    await touch('touchEnd');
    await rest(page);
    assert.ok(length((await domains(page))[DELAY].x) < 180, JSON.stringify(await domains(page)));
    assert.deepEqual(await selected(page), []);
    await assertEqualsSql(page, 'pinched');
  });

  it('gets and sets the domain by script, within the limits; resizing and the other backend keep it', async () => {
    const set = (index, domain) =>
      page.evaluate(
        ([plot, wanted]) => {
          document.querySelectorAll('pika-plot')[plot].domain = wanted;
        },
        [index, domain],
      );
    await set(DELAY, { x: [10.5, 42.25] });
    assert.deepEqual((await domains(page))[DELAY].x, [10.5, 42.25]);
    await page.evaluate(() => {
      document.querySelectorAll('pika-plot')[1].style.width = '500px';
    });
    await rest(page);
    assert.deepEqual((await domains(page))[DELAY].x, [10.5, 42.25]);
    await assertEqualsSql(page, 'set, resized');
    await set(DELAY, { x: [-1e9, 1e9] });
    const [[min, max]] = await page.evaluate(() =>
      rows('SELECT min(delay)::INTEGER, max(delay)::INTEGER FROM flights'),
    );
    const widest = (await domains(page))[DELAY].x;
    assert.ok(
      widest[0] <= min && widest[1] >= max && length(widest) < 1.05 * (max - min),
      `never out beyond the data: ${widest}, ${min}…${max}`,
    );
    await set(DELAY, { x: [20, 20] });
    assert.equal(length((await domains(page))[DELAY].x), 5, "never in beyond a bin of the author's");
    await page.evaluate(async () => (await import('/dist/pika-plot.js')).configure({ backend: 'webgpu' }));
    await page.waitForFunction(() => [...document.querySelectorAll('pika-plot')].every((plot) => plot.domain));
    await rest(page);
    assert.equal(length((await domains(page))[DELAY].x), 5);
    await assertEqualsSql(page, 'on the other backend');
    assert.deepEqual(page.errors, []);
  });
});
