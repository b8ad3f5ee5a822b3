import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LayerTable } from '../../../src/engine/plan/layer-table';
import { arc } from '../../../src/engine/plan/marks/arc';
import { parsePlotSpec } from '../../../src/engine/grammar/plot-spec';
import { largestSlices } from '../../../src/engine/plan/layout/largest-slices';
import { middleOfSlice, sliceAt, slicesOf } from '../../../src/engine/plan/layout/slices';
import type { ArcsPaint } from '../../../src/engine/paints/arcs';
import { labels, linear, numbers, painted } from './table-scene';

const scales = { x: linear(0, 1), y: linear(0, 1) };
const layer = parsePlotSpec({ from: 't', mark: 'arc', theta: 'a', color: 'b' }).layers[0];
const { options: none } = layer;
const tableOf = (values: readonly number[], codes = values.map((_, i) => i)) => ({
  rows: values.length,
  columns: new Map([
    ['theta', numbers(...values)],
    [
      'color',
      labels(
        Array.from({ length: 20 }, (_, i) => String.fromCharCode(97 + i)),
        ...codes,
      ),
    ],
  ] as const),
});

test("slices divide the circle from 12 o'clock on, the largest first", () => {
  const { startAngle, endAngle } = painted(arc, { theta: numbers(3, 7, 1, 5) }, scales) as ArcsPaint;
  const sixteenths = (angles: Float64Array) =>
    Array.from(angles, (angle) => Math.round((angle / (2 * Math.PI)) * 16e6) / 1e6);
  assert.deepEqual(sixteenths(startAngle), [12, 0, 15, 7]);
  assert.deepEqual(sixteenths(endAngle), [15, 7, 16, 12]);
});

test('a ring has a hole; values that are not positive have no slice', () => {
  const columns = { theta: numbers(2, -1, NaN, 0, Infinity, 2) };
  const paint = painted(arc, columns, scales, { innerRadius: 0.5 }) as ArcsPaint;
  assert.equal(paint.innerRadius, (paint.outerRadius as number) / 2);
  assert.deepEqual(
    [...paint.startAngle].map((angle) => Number.isNaN(angle)),
    [false, true, true, true, true, false],
  );
  assert.equal(paint.endAngle[5], 2 * Math.PI);
});

test('the author orders slices: by a column, by the data, by labels', () => {
  const table = tableOf([1, 3, 2]);
  const starts = (options: object, more: LayerTable = table) => [
    ...slicesOf(more, { ...none, ...options }, { width: 1, height: 1 }).start,
  ];
  const order = (angles: readonly number[]) => angles.map((_, i) => i).sort((a, b) => angles[a]! - angles[b]!);
  assert.deepEqual(order(starts({})), [1, 2, 0]);
  assert.deepEqual(order(starts({ sort: { by: 'data' } })), [0, 1, 2]);
  assert.deepEqual(order(starts({ sort: { by: 'labels', labels: ['c', 'a'] } })), [2, 0, 1]);
  const ordered = { ...table, columns: new Map([...table.columns, ['order', numbers(2, 1, 3)] as const]) };
  assert.deepEqual(order(starts({}, ordered)), [1, 0, 2]);
});

test('all but the largest categories share a slice with their sum, which comes last', () => {
  const table = tableOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100]);
  const reduced = largestSlices(table, layer, null);
  assert.deepEqual([...reduced.columns.get('color')!.values], [3, 4, 5, 6, 7, 8, 9, 10, -1]);
  assert.equal(reduced.columns.get('theta')!.values.at(-1), 6);
  const { end } = slicesOf(reduced, none, { width: 1, height: 1 });
  assert.equal(end.at(-1), 2 * Math.PI);
  const filtered = largestSlices(tableOf([5, 9], [0, 10]), layer, reduced);
  assert.deepEqual([...filtered.columns.get('color')!.values], [10, -1], 'a filter keeps the categories');
  assert.equal(largestSlices(tableOf([1, 2, 3]), layer, null).rows, 3);
  const two = { ...layer, options: { ...none, limit: 2 } };
  assert.deepEqual([...largestSlices(table, two, null).columns.get('color')!.values], [9, 10, -1], 'a limit');
  const average = parsePlotSpec({ from: 't', mark: 'arc', theta: 'avg(a)', color: 'b' }).layers[0];
  assert.equal(largestSlices(table, average, null), table, 'averages do not add up');
});

test('the middle of a slice is in it; the hole is in none', () => {
  const slices = slicesOf(tableOf([3, 2, 1]), { ...none, innerRadius: 0.4 }, { width: 200, height: 100 });
  for (const row of [0, 1, 2]) {
    const middle = middleOfSlice(slices, row);
    const radius = Math.hypot(middle.x - 100, middle.y - 50);
    assert.ok(Math.abs(radius - (slices.inner + slices.outer) / 2) < 1e-9);
    assert.equal(sliceAt(slices, middle), row);
  }
  assert.equal(sliceAt(slices, { x: 100, y: 50 }), null, 'the hole');
  assert.equal(sliceAt(slices, { x: 20, y: 50 }), null, 'outside');
});

test('an arc needs theta, and ignores x and y', () => {
  const needs = (attributes: object) => {
    const { layers, scales: own } = parsePlotSpec({ from: 't', mark: 'arc', ...attributes });
    return arc.needs(layers[0], own);
  };
  assert.throws(() => needs({ color: 'a' }), /expected theta="…"/);
  assert.deepEqual([...needs({ theta: 'sum(a)', color: 'b', x: 'c' }).expressions.keys()], ['color']);
});
