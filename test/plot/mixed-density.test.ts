/** Densities that mix the colors of categories, compared with SQL while a brush moves. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readyOf, sorted, summaryOf, usePlots, valuesOf } from '../harness/plots';
import { until } from '../harness/patience.mjs';
import type { NodePlot } from '../harness/node-engine';

const ROWS = `SELECT i % 100 AS x, i * 7919 % 50 AS y, i % 1000 AS place,
  CASE WHEN i % 5 < 3 THEN 'a' WHEN i % 5 = 3 THEN 'b' ELSE 'c' END AS kind,
  'k' || (i % 40) AS many FROM range(20000) r(i)`;
const { plotOf, rows } = usePlots(
  { numbers: ROWS },
  { from: 'numbers', mark: 'density', x: 'bin(x, step=10)', y: 'bin(y, step=10)', color: 'kind' },
);

async function check(plot: NodePlot, color: string, where = 'TRUE'): Promise<void> {
  const found = (await valuesOf(plot)).map((one) => [one.x, one.x2, one.y, one.y2, one.color, one.size]);
  const expected = await rows(`SELECT x // 10 * 10 AS x, y // 10 * 10 AS y, ${color} AS color, count(*)::INTEGER AS size
    FROM numbers WHERE ${where} GROUP BY ALL`);
  assert.deepEqual(
    sorted(found),
    sorted(
      expected.map(({ x, y, color, size }) => [Number(x), Number(x) + 10, Number(y), Number(y) + 10, color, size]),
    ),
  );
}

describe('a density mixed by category', () => {
  it('counts the rows of each category in each cell as SQL does, while a brush moves', async () => {
    const plot = await plotOf({});
    assert.equal((await plot.view.explain())?.layers[0]?.by, 'kernels');
    const brush = await plotOf({ mark: 'bar', x: 'bin(place)', y: 'count()', color: null, brush: 'x' });
    await check(plot, 'kind');
    for (const [from, to] of [
      [100, 400],
      [110, 405],
      [0, 5],
    ] as const) {
      brush.view.select({ x: [from, to] });
      await check(plot, 'kind', `place >= ${from} AND place < ${to}`);
    }
  });

  it('has a legend of its categories, the largest and the others', async () => {
    const few = readyOf(await plotOf({}));
    assert.deepEqual(
      few.legend.map(({ entries, title }) => [title, entries.map(({ label }) => label)]),
      [['kind', ['a', 'b', 'c']]],
    );
    const many = readyOf(await plotOf({ color: 'many' }));
    assert.ok(many.legend[0]!.entries.length < 40);
    assert.equal(many.legend.length, 1, 'no legend of sizes');
  });

  it('is described by its rows and its largest category', async () => {
    assert.equal(await summaryOf(await plotOf({})), '20,000 rows; a has the most, 60% of them.');
  });

  it('tells how many rows of each category are in the cell under the pointer', async () => {
    // The largest category is not the first one.
    const kinds = "CASE kind WHEN 'a' THEN 'z' ELSE kind END";
    const plot = await plotOf({ x: 'bin(x, step=50)', y: 'bin(y, step=25)', color: kinds });
    const { width, height } = readyOf(plot).layout.box;
    await plot.view.values();
    plot.view.hoverLookup!.point({ x: width * 0.15, y: height * 0.3 });
    await until('the tooltip', () => plot.hovers.at(-1) != null);
    const counts = await rows(`SELECT ${kinds} AS name, count(*)::INTEGER AS n FROM numbers
      WHERE x < 50 AND y < 25 GROUP BY name ORDER BY n DESC, name`);
    assert.equal(counts.length, 3);
    const { values = [] } = plot.hovers.at(-1)!;
    assert.deepEqual(
      values.filter(({ color }) => color !== null).map(({ title, text }) => [title, text]),
      counts.map(({ name, n }) => [name, Number(n).toLocaleString('en')]),
    );
  });

  it('filters by an entry of its legend', async () => {
    const plot = await plotOf({});
    const counted = await plotOf({ mark: 'bar', x: 'bin(place)', y: 'count()', color: null });
    plot.view.legendActions!.toggle('color', 1, false);
    await until('the filter', async () => {
      const counts = await counted.view.counts();
      return counts!.counts.reduce((sum, count) => sum + count, 0) === 4000;
    });
  });
});
