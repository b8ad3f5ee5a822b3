/** Layers that draw rows as they are, and groups: their values against SQL, filtered by the brushes of other plots. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readyOf, summaryOf, ticksOf, usePlots, valuesOf, type Attributes } from '../harness/plots';

const SALES = `SELECT * FROM (VALUES ('North', 120, 'A'), ('South', 80, 'A'), ('East', -30, 'A'), ('West', 60, NULL),
  ('North', 60, 'B'), ('South', NULL, 'B')) t(region, amount, product)`;
const DAYS = `SELECT DATE '2024-01-01' + (i % 366)::INTEGER AS day, (i * 37 % 501) / 4.0 - 20 AS price, i % 24 AS hour,
  CASE i % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' END AS kind FROM range(5000) r(i)`;

const { plotOf, rows, define } = usePlots({ sales: SALES, days: DAYS }, { mark: 'bar' });

describe('rows as they are', () => {
  it('draws a bar for each row of a SQL result, stacked by sign where rows share a category', async () => {
    const plot = await plotOf({ from: 'sales', x: 'region', y: 'amount' });
    assert.deepEqual(
      (await valuesOf(plot)).map(({ x, y }) => [x, y]),
      [
        ['North', 120],
        ['South', 80],
        ['East', -30],
        ['West', 60],
        ['North', 60],
        ['South', null],
      ],
    );
    assert.deepEqual(ticksOf(plot, 'y'), ['−50', '0', '50', '100', '150', '200']);
  });

  it('draws horizontal bars where y has the categories', async () => {
    const plot = await plotOf({ from: 'sales', x: 'amount', y: 'region' });
    assert.deepEqual(ticksOf(plot, 'x').at(-1), '200');
    assert.deepEqual(ticksOf(plot, 'y'), ['North', 'South', 'East', 'West']);
  });

  it('orders bands as the data does, by value, or by the author, and colors by category', async () => {
    const orderOf = async (attributes: Attributes): Promise<readonly string[]> =>
      ticksOf(await plotOf({ from: 'sales', x: 'region', y: 'amount', ...attributes }), 'x');
    assert.deepEqual(await orderOf({}), ['North', 'South', 'East', 'West']);
    assert.deepEqual(await orderOf({ sort: '-y' }), ['North', 'South', 'West', 'East']);
    assert.deepEqual(await orderOf({ sort: 'y', y: 'sum(amount)' }), ['East', 'West', 'South', 'North']);
    assert.deepEqual(await orderOf({ sort: '-x' }), ['West', 'South', 'North', 'East']);
    assert.deepEqual(await orderOf({ sort: '["West", "East"]' }), ['West', 'East', 'North', 'South']);
    const plot = await plotOf({ from: 'sales', x: 'region', y: 'amount', sort: '-y', color: 'product' });
    assert.deepEqual((await valuesOf(plot)).map(({ x, color }) => [x, color]).slice(0, 4), [
      ['North', 'A'],
      ['South', 'A'],
      ['East', 'A'],
      ['West', null],
    ]);
  });

  it('draws only rows that pass the brush of another plot, and all of them when it is cleared', async () => {
    const plot = await plotOf({ from: 'days', mark: 'line', x: 'day', y: 'price' });
    const brush = await plotOf({ from: 'days', x: 'bin(hour)', y: 'count()', brush: 'x' });
    brush.view.select({ x: [3, 5] });
    const [expected] = await rows(
      `SELECT count(*)::INTEGER AS n, sum(price) AS total FROM days WHERE hour >= 3 AND hour < 5`,
    );
    const values = await valuesOf(plot);
    assert.equal(values.length, expected!.n);
    assert.equal(
      values.reduce((sum, { y }) => sum + (y as number), 0),
      expected!.total,
    );
    brush.view.select(null);
    assert.equal((await valuesOf(plot)).length, 5000);
  });
});

describe('groups', () => {
  for (const [measure, sql] of [
    ['sum(price)', 'sum(price)'],
    ['avg(price)', 'avg(price)'],
    ['min(price)', 'min(price)'],
    ['median(price)', 'median(price)'],
    ['quantile(price, 0.9)', 'quantile_cont(price, 0.9)'],
    ['distinct(kind)', 'count(DISTINCT kind)::DOUBLE'],
  ] as const) {
    it(`draws ${measure} by month and kind as SQL computes it`, async () => {
      const plot = await plotOf({
        mark: 'line',
        layers: [{ from: 'days', x: 'bin(day, step=month)', y: measure, color: 'kind' }],
        from: 'days',
      });
      const expected = await rows(
        `SELECT date_trunc('month', day)::DATE AS x, kind AS color, ${sql} AS y FROM days
         GROUP BY ALL ORDER BY color, x`,
      );
      const values = await valuesOf(plot);
      assert.deepEqual(
        values.map(({ x, color, y }) => ({ x, color, y })),
        expected,
      );
      assert.equal((values[0]!.x2 as Date).toISOString(), '2024-02-01T00:00:00.000Z');
    });
  }

  it('filters its rows by the brush of another plot, and other plots by its own brush', async () => {
    const line = await plotOf({ from: 'days', mark: 'line', x: 'bin(day, step=month)', y: 'avg(price)', brush: 'x' });
    const bars = await plotOf({ from: 'days', x: 'bin(hour, step=1)', y: 'count()', brush: 'x' });
    bars.view.select({ x: [0, 6] });
    assert.deepEqual(
      (await valuesOf(line)).map(({ y }) => y),
      (
        await rows(`SELECT avg(price) AS y FROM days WHERE hour < 6 GROUP BY date_trunc('month', day)
        ORDER BY date_trunc('month', day)`)
      ).map(({ y }) => y),
    );
    bars.view.select(null);
    line.view.select({ x: [new Date('2024-02-01'), new Date('2024-03-01')] });
    const counts = await bars.view.counts();
    const [inside] = await rows(
      `SELECT count(*)::INTEGER AS n FROM days WHERE day >= '2024-02-01' AND day < '2024-03-01'`,
    );
    assert.equal(
      counts!.counts.reduce((sum, count) => sum + count, 0),
      inside!.n,
    );
  });

  it('says what is drawn in words', async () => {
    const plot = await plotOf({ from: 'days', x: 'kind', y: 'sum(price)' });
    assert.match(await summaryOf(plot), /^2 bars; sum of price from .* to /);
  });
});

describe('the legend of colors', () => {
  it('filters all linked plots by the entries that the user selects, and mutes the others', async () => {
    const lines = await plotOf({
      from: 'days',
      mark: 'line',
      x: 'bin(day, step=month)',
      y: 'avg(price)',
      color: 'kind',
    });
    const bars = await plotOf({ from: 'days', x: 'bin(hour, step=6)', y: 'count()' });
    const entries = (): readonly (readonly [string, boolean])[] => {
      const model = readyOf(lines);
      return model.legend[0]!.entries.map(({ label, muted }) => [label, muted ?? false]);
    };
    const total = async (): Promise<number> =>
      (await bars.view.counts())!.counts.reduce((sum, count) => sum + count, 0);
    /** A condition in SQL is computed before a backend counts by it. */
    const becomes = async (where: string): Promise<void> => {
      const [wanted] = await rows(`SELECT count(*)::INTEGER AS n FROM days WHERE ${where}`);
      for (let tries = 0; tries < 250 && (await total()) !== wanted!.n; tries++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(await total(), wanted!.n);
    };
    assert.deepEqual(entries(), [
      ['a', false],
      ['b', false],
      ['no value', false],
    ]);
    lines.view.legendActions!.toggle('color', 1, false);
    await becomes(`kind = 'b'`);
    assert.deepEqual([...new Set((await valuesOf(lines)).map(({ color }) => color))], ['b']);
    assert.deepEqual(entries(), [
      ['a', true],
      ['b', false],
      ['no value', true],
    ]);
    lines.view.legendActions!.toggle('color', 0, true);
    await becomes(`kind IN ('a', 'b')`);
    lines.view.legendActions!.clear('color');
    await becomes('TRUE');
  });
});

describe('counts', () => {
  it('are drawn on a logarithmic axis, and on one that does not begin at 0', async () => {
    for (const axis of [{ yScale: 'log' }, { yDomain: '100, 500' }]) {
      const plot = await plotOf({ from: 'days', x: 'bin(hour, step=6)', y: 'count()', ...axis });
      assert.deepEqual(
        (await valuesOf(plot)).map(({ y }) => y),
        (await rows(`SELECT count(*)::INTEGER AS y FROM days GROUP BY hour // 6 ORDER BY hour // 6`)).map(({ y }) => y),
      );
      if ('yDomain' in axis) assert.deepEqual([ticksOf(plot, 'y')[0], ticksOf(plot, 'y').at(-1)], ['100', '500']);
    }
  });

  it('gives its bars as values', async () => {
    const plot = await plotOf({ from: 'days', x: 'bin(hour, step=6)', y: 'count()' });
    assert.deepEqual(
      (await valuesOf(plot)).map(({ x, x2, y }) => ({ x, x2, y })),
      await rows(`SELECT (hour // 6 * 6)::INTEGER AS x, (hour // 6 * 6 + 6)::INTEGER AS x2, count(*)::INTEGER AS y FROM days
        GROUP BY ALL ORDER BY x`),
    );
  });
});

describe('a log axis of values', () => {
  it('begins at the least positive value, and a note counts the others', async () => {
    define(
      'gains',
      `SELECT * FROM (VALUES (1, -5.0::DOUBLE), (2, 0), (3, 0.02), (4, 700), (5, NULL), (6, 'Infinity'::DOUBLE)) t(day, gain)`,
    );
    const plot = await plotOf({ from: 'gains', mark: 'line', x: 'day', y: 'max(gain)', yScale: 'log' });
    assert.deepEqual(ticksOf(plot, 'y').at(0), '0.01', ticksOf(plot, 'y').join(' '));
    const model = readyOf(plot);
    assert.equal(
      model.note,
      "not drawn: 1 infinite value of highest gain, 2 values ≤ 0 of highest gain, which a log scale can't show",
    );
  });

  it('of values that are all below zero is empty', async () => {
    define('losses', 'SELECT i AS day, -i AS gain FROM range(1, 5) r(i)');
    const plot = await plotOf({ from: 'losses', mark: 'line', x: 'day', y: 'sum(gain)', yScale: 'log' });
    const model = readyOf(plot);
    assert.match(model.note ?? '', /^not drawn: 4 values ≤ 0 of sum of gain/);
  });
});
