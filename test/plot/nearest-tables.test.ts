/** `brush="nearest"` on marks that draw rows or groups: what it selects, against SQL. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { until } from '../harness/patience.mjs';
import { readyOf, usePlots, valuesOf } from '../harness/plots';

const CARS = `SELECT (i * 13 % 97)::INTEGER AS hp, (i * 29 % 83) / 3.0 AS mpg, ['a', 'b', 'c'][i % 3 + 1] AS make,
  DATE '2024-01-01' + (i % 90)::INTEGER AS day FROM range(300) r(i)`;
const plots = usePlots({ cars: CARS }, { from: 'cars' }, { size: [600, 400] });

const { plotOf, errorOf, rows } = plots;

const countOf = async (where: string): Promise<number> =>
  (await rows(`SELECT count(*)::INTEGER AS n FROM (${CARS}) WHERE ${where}`))[0]!.n as number;

/** The rows that another plot counts. */
async function countedBy(other: NodePlot): Promise<number> {
  return (await valuesOf(other)).reduce((sum, { y }) => sum + (y as number), 0);
}

async function pointed(plot: NodePlot, x: number, y: number, panel = 0): Promise<void> {
  const before = JSON.stringify(plot.view.selection?.clause);
  plot.view.nearestFollower!.point({ x, y, panel });
  await until('a selection', () => JSON.stringify(plot.view.selection?.clause) !== before);
}

describe('brush="nearest" on rows and groups', () => {
  it('selects the values of the point nearest in pixels, and other plots follow', async () => {
    const plot = await plotOf({ mark: 'point', x: 'hp', y: 'mpg', brush: 'nearest' });
    const bars = await plotOf({ mark: 'bar', x: 'make', y: 'count()' });
    const { box } = readyOf(plot).layout.panels[0];
    const { x: xs, y: ys } = plot.view.domain as { x: [number, number]; y: [number, number] };
    for (const [x, y] of [
      [100, 100],
      [300, 200],
      [box.width - 5, 5],
    ] as const) {
      await pointed(plot, x, y);
      const at = (column: string, [lo, hi]: [number, number], length: number): string =>
        `(${column} - ${lo}) / ${hi - lo} * ${length}`;
      const [nearest] = await rows(`SELECT hp, mpg FROM (${CARS}) ORDER BY
        (${at('hp', xs, box.width)} - ${x}) ** 2 + (${at('mpg', ys, box.height)} - ${y}) ** 2 LIMIT 1`);
      const clause = plot.view.selection!.clause!;
      assert.equal(clause.kind, 'nearest');
      assert.deepEqual(
        plot.view.selection!.ranges.map(({ lo }) => lo),
        [nearest!.hp, nearest!.mpg],
      );
      assert.equal(
        await countedBy(bars),
        await countOf(`hp = ${nearest!.hp as number} AND mpg = ${nearest!.mpg as number}`),
      );
    }
    plot.view.nearestFollower!.pointerLeft();
    assert.equal(plot.view.selection?.clause, null);
  });

  it('selects the category whose band the pointer is in, also where kernels count', async () => {
    const other = await plotOf({ mark: 'bar', x: 'hp', y: 'count()' });
    const bars = await plotOf({ mark: 'bar', x: 'make', y: 'count()', brush: 'nearest' });
    const { box } = readyOf(bars).layout.panels[0];
    for (const [part, make] of [
      [0.5, 'b'],
      [0.32, 'a'],
      [0.98, 'c'],
    ] as const) {
      await pointed(bars, part * box.width, 300);
      assert.equal(await countedBy(other), await countOf(`make = '${make}'`));
    }
    bars.dispose();
    const cells = await plotOf({ mark: 'density', x: 'hp', y: 'make', brush: 'nearest' });
    const { height } = readyOf(cells).layout.panels[0].box;
    await pointed(cells, 200, height * 0.55);
    const [x, y] = cells.view.selection!.ranges;
    assert.deepEqual([y!.kind, 'labels' in y! && y.labels], ['category', ['b']]);
    assert.equal(await countedBy(other), await countOf(`make = 'b' AND hp = ${Number(x!.lo)}`));
  });

  it('selects the bin of a line of aggregates, the category of bars, and one axis of points', async () => {
    const bars = await plotOf({ mark: 'bar', x: 'make', y: 'count()' });
    const line = await plotOf({ mark: 'line', x: 'bin(day, step=week)', y: 'avg(mpg)', brush: 'nearest' });
    await pointed(line, 200, 10);
    const [{ lo, hi }] = line.view.selection!.ranges as unknown as [{ lo: number; hi: number }];
    assert.equal(hi - lo, 7 * 864e5);
    const ends = [lo, hi].map((ms) => `DATE '${new Date(ms).toISOString().slice(0, 10)}'`);
    assert.equal(await countedBy(bars), await countOf(`day >= ${ends[0]} AND day < ${ends[1]}`));
    line.view.nearestFollower!.pointerLeft();

    const sums = await plotOf({ mark: 'bar', x: 'make', y: 'sum(hp)', brush: 'nearest' });
    await pointed(sums, 20, 20);
    assert.deepEqual(sums.view.selection!.ranges[0]!.labels, ['a']);
    sums.view.nearestFollower!.pointerLeft();

    const points = await plotOf({ mark: 'point', x: 'hp', y: 'mpg', brush: 'nearest-x', facetX: 'make' });
    await pointed(points, 50, 50, 1);
    const { ranges } = points.view.selection!;
    assert.deepEqual(
      ranges.map(({ channel }) => channel),
      ['x'],
    );
    assert.equal(await countedBy(bars), await countOf(`hp = ${ranges[0]!.lo}`));
  });

  it('selects again where the pointer rests, once other rows are drawn there', async () => {
    const others = await plotOf({ mark: 'bar', x: 'make', y: 'count()', brush: 'x' });
    const points = await plotOf({ mark: 'point', x: 'hp', y: 'mpg', brush: 'nearest-x', facetX: 'make' });
    others.view.select({ x: ['a'] });
    assert.ok((await valuesOf(points)).every((value) => value['facet-x'] === 'a'));
    points.view.nearestFollower!.point({ x: 50, y: 50, panel: 1 });
    await valuesOf(points);
    assert.equal(points.view.selection?.clause, null, 'no row in this panel');
    others.view.select(null);
    await until('a selection', () => points.view.selection?.clause?.kind === 'nearest');
    const { clause } = points.view.selection;
    others.view.select({ x: ['c'] });
    await valuesOf(points);
    assert.deepEqual(points.view.selection.clause, clause, 'the selection stays until the pointer moves');
    others.view.select(null);
    points.view.nearestFollower!.pointerLeft();
    others.view.select({ x: ['b'] });
    await valuesOf(points);
    assert.equal(points.view.selection?.clause, null, 'nothing, once the pointer has left');
  });

  it('notes that it selects nothing where SQL counts', async () => {
    const tight = nodeEngine(plots.database, { memory: { jsBytes: 1000 } });
    void tight.define({ name: 'cars', sql: CARS }, {});
    const attributes = { from: 'cars', mark: 'density', x: 'hp', y: 'mpg', brush: 'nearest' };
    const plot = await nodePlot(tight, attributes, [400, 300]);
    await plot.until('ready');
    assert.match(plot.view.note ?? '', /SQL counts the rows, so brush="nearest" selects none/);
    plot.dispose();
    await tight.dispose();
  });

  it('rejects it on a pie, and names pick', async () => {
    const error = await errorOf({ mark: 'arc', theta: 'count()', color: 'make', brush: 'nearest' });
    assert.equal(error.code, 'spec/bad-brush');
    assert.match(error.message, /Write pick instead/);
  });
});
