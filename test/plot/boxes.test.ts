/** Box plots: the five numbers and the outliers compared with SQL, with filters and infinite values. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NodePlot } from '../harness/node-engine';
import { ticksOf, usePlots, valuesOf, summaryOf } from '../harness/plots';

const SALES = `SELECT 'r' || (i % 3) AS region, i % 7 AS day, (i * 37 % 101) AS whole,
  CASE WHEN i = 30 THEN 'inf'::DOUBLE WHEN i % 50 = 9 THEN 900.5 + i WHEN i % 61 = 3 THEN NULL
    ELSE (i * 37 % 101) / 4.0 END AS amount FROM range(600) r(i)`;
const { plotOf, rows, define } = usePlots({ sales: SALES }, { from: 'sales', mark: 'box' });

/** SQL of Tukey's five numbers and the outliers, over the finite values. */
const summary = (value: string, where = 'TRUE'): string => `
  WITH v AS (SELECT region AS x, ${value}::DOUBLE AS v FROM sales WHERE isfinite(${value}::DOUBLE) AND ${where}),
  q AS (SELECT x, quantile_cont(v, 0.25) AS q1, quantile_cont(v, 0.5) AS q2, quantile_cont(v, 0.75) AS q3
    FROM v GROUP BY x),
  f AS (SELECT v.*, q1, q2, q3, v < q1 - 1.5 * (q3 - q1) OR v > q3 + 1.5 * (q3 - q1) AS beyond
    FROM v JOIN q USING (x))`;

async function checked(plot: NodePlot, value: string, where?: string): Promise<void> {
  const values = await valuesOf(plot);
  const of = (layer: number) => values.filter((one) => one.layer === layer);
  const expected = await rows(`${summary(value, where)}
    SELECT x, min(v) FILTER (WHERE NOT beyond) AS lo, any_value(q1) AS q1, any_value(q2) AS q2, any_value(q3) AS q3,
      max(v) FILTER (WHERE NOT beyond) AS hi FROM f GROUP BY x ORDER BY x`);
  const found = of(2).map(({ x, y, y2 }, i) => ({
    x,
    lo: of(0)[i]!.y,
    q1: y,
    q2: of(3)[i]!.y,
    q3: y2,
    hi: of(1)[i]!.y,
  }));
  assert.deepEqual(found, expected);
  assert.deepEqual(
    of(4).map(({ x, y }) => ({ x, y })),
    await rows(`${summary(value, where)} SELECT DISTINCT x, v AS y FROM f WHERE beyond ORDER BY x, y`),
  );
}

describe('a box plot', () => {
  it('has the quartiles, whiskers and outliers of SQL, and leaves out infinite values', async () => {
    await checked(await plotOf({ x: 'region', y: 'amount' }), 'amount');
    await checked(await plotOf({ x: 'region', y: 'whole' }), 'whole');
  });

  it('follows the filter of another plot', async () => {
    const plot = await plotOf({ x: 'region', y: 'amount' });
    const bars = await plotOf({ mark: 'bar', x: 'bin(day)', y: 'count()', brush: 'x' });
    bars.view.select({ x: [2, 4] });
    await checked(plot, 'amount', 'day >= 2 AND day < 4');
    bars.view.select(null);
  });

  it('may be horizontal, divided by color, or single', async () => {
    const lying = (await (await plotOf({ y: 'region', x: 'amount', orient: 'horizontal' })).view.values())!;
    assert.ok(lying.every(({ x }) => typeof x === 'number'));
    const divided = (await (await plotOf({ x: 'region', y: 'amount', color: 'day > 3' })).view.values())!;
    assert.equal(divided.filter(({ layer }) => layer === 2).length, 6);
    const alone = (await (await plotOf({ y: 'amount' })).view.values())!;
    assert.deepEqual(
      [0, 1, 2, 3].map((layer) => alone.filter((one) => one.layer === layer).length),
      [1, 1, 1, 1],
    );
  });

  it('thins out more than 1000 outliers of a group, and keeps the last one', async () => {
    const sql = 'SELECT CASE WHEN i < 35000 THEN i % 10 ELSE i END AS v FROM range(40000) r(i)';
    define('many', sql);
    const values = (await (await plotOf({ from: 'many', y: 'v' })).view.values())!;
    const outliers = values.filter(({ layer }) => layer === 4).map(({ y }) => y);
    assert.ok(outliers.length > 900 && outliers.length <= 1001);
    assert.equal(outliers.at(-1), 39_999);
  });

  it('notes thinned outliers and infinite values, and nothing else', async () => {
    define('lots', `SELECT 'g' || i % 2 AS g, CASE WHEN i < 70000 THEN i % 10 ELSE i END AS v FROM range(80000) r(i)`);
    const plot = await plotOf({ from: 'lots', x: 'g', y: 'v' });
    const drawn = (await valuesOf(plot)).filter(({ layer }) => layer === 4).length;
    assert.equal(plot.view.note, `outliers are thinned out: ${drawn.toLocaleString('en')} of 10,000 are drawn`);
    const [{ n }] = (await rows(`SELECT count(*)::INTEGER AS n FROM sales WHERE isinf(amount)`)) as [{ n: number }];
    assert.equal((await plotOf({ x: 'region', y: 'amount' })).view.note, `not drawn: ${n} infinite value of amount`);
    assert.equal((await plotOf({ x: 'region', y: 'whole' })).view.note, null);
    const some = "CASE WHEN region <> 'r1' THEN region END";
    const [{ nulls }] = (await rows(`SELECT count(*)::INTEGER AS nulls FROM sales WHERE (${some}) IS NULL`)) as [
      { nulls: number },
    ];
    const note = `not drawn: ${nulls} rows without a value of ${some}; not drawn: ${n} infinite value of amount`;
    assert.equal((await plotOf({ x: some, y: 'amount' })).view.note, note);
    assert.equal((await plotOf({ x: 'amount', y: some, orient: 'horizontal' })).view.note, note);
  });

  it('is upright if both have numbers', async () => {
    const values = await valuesOf(await plotOf({ x: 'whole', y: 'whole' }));
    assert.ok(values.some(({ y2 }) => y2 !== undefined) && values.every(({ x2 }) => x2 === undefined));
  });

  it('is horizontal if only x has numbers', async () => {
    const plot = await plotOf({ x: 'whole', y: 'region' });
    const upright = await plotOf({ x: 'region', y: 'whole' });
    assert.deepEqual(
      (await valuesOf(plot))
        .map(({ x, x2, y, layer }) => ({ x: y, y: x, ...(x2 !== undefined && { y2: x2 }), layer }))
        .map((one) => JSON.stringify(one))
        .sort(),
      (await valuesOf(upright))
        .map(({ x, y, y2, layer }) => ({ x, y, ...(y2 !== undefined && { y2 }), layer }))
        .map((one) => JSON.stringify(one))
        .sort(),
    );
  });

  it('sorts bands by their medians', async () => {
    define(
      'spread',
      `SELECT chr(97 + (i % 4)::INTEGER) AS region, [10, 30, 20, 5][i % 4 + 1] + (i % 9 - 4) * [1, 9, 3, 0.5][i % 4 + 1] AS amount
      FROM range(360) r(i)`,
    );
    for (const [sort, order] of [
      ['-y', 'DESC'],
      ['y', 'ASC'],
    ] as const) {
      const plot = await plotOf({ from: 'spread', x: 'region', y: 'amount', sort });
      const expected = await rows(`SELECT region FROM spread GROUP BY region ORDER BY median(amount) ${order}`);
      assert.deepEqual(
        ticksOf(plot, 'x'),
        expected.map(({ region }) => region),
      );
    }
  });

  it('needs numbers', async () => {
    await assert.rejects(
      plotOf({ x: 'region', y: 'count()' }),
      /box plot from "sales": expected a column of numbers on y/,
    );
    await assert.rejects(plotOf({ x: 'region', y: 'region' }), /expected numbers, found VARCHAR/);
    await assert.rejects(plotOf({ x: 'amount', y: 'region', orient: 'vertical' }), /expected numbers, found VARCHAR/);
  });
});

it('describes the parts that have rows: boxes without outliers are not "No rows."', async () => {
  define('even', "SELECT 'g' || (i % 2) AS g, i AS v FROM range(40) r(i)");
  const text = await summaryOf(await plotOf({ from: 'even', x: 'g', y: 'v' }));
  assert.match(text, /2 boxes/);
  assert.doesNotMatch(text, /No rows/);
});
