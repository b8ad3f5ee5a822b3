import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnType } from '../../src/engine/columns/column';
import { planPlot, type TablePlan } from '../../src/engine/plan/plan';
import { parsePlotSpec } from '../../src/engine/grammar/plot-spec';
import type { ChannelName } from '../../src/engine/grammar/channel-name';
import { sharedColumn, type LayerWithTable } from '../../src/engine/plot/shared-column';
import '../harness/all-marks';

const time = (ticksPerMs: number): ColumnType => ({ kind: 'time', ticksPerMs });
const labels = (...all: string[]): ColumnType => ({ kind: 'category', labels: all });

function layerOf(
  y: string,
  columns: { readonly [channel in ChannelName]?: [ColumnType, ...number[]] },
): LayerWithTable {
  const plan = planPlot(parsePlotSpec({ from: 't', mark: 'line', x: 'a', y, color: 'c' })).layers[0] as TablePlan;
  return {
    loaded: { plan },
    columnOf: (channel) => {
      const [type, ...values] = columns[channel] ?? [null];
      return type && { type, values: Float64Array.from(values) };
    },
  };
}

test('times of several layers are in the finest unit', () => {
  const [days, micros] = [layerOf('b', { color: [time(1), 5] }), layerOf('b', { color: [time(1000), 7000] })];
  const column = sharedColumn('color', [days, micros])!;
  assert.deepEqual(column.type, time(1000));
  assert.deepEqual([...column.values], [5000, 7000]);
  assert.equal(column.conversion(days)!(5), 5000);
  assert.equal(column.conversion(micros)!(7000), 7000);
});

test('categories have the labels of all layers', () => {
  const [one, two] = [
    layerOf('b', { color: [labels('a', 'b'), 1] }),
    layerOf('b', { color: [labels('b', 'c'), 0, 1, NaN] }),
  ];
  const column = sharedColumn('color', [one, two])!;
  assert.deepEqual(column.type, labels('a', 'b', 'c'));
  assert.deepEqual([...column.values], [1, 1, 2, NaN]);
  assert.deepEqual([...column.weights], [0, 2, 1]);
});

test('the size of a category is the sum of its counts or sums; means do not add up', () => {
  const colors: [ColumnType, ...number[]] = [labels('a', 'b'), 0, 1, 1, NaN];
  const y: [ColumnType, ...number[]] = [{ kind: 'number', integer: false }, 30, -4, NaN, 9];
  const weights = (measure: string): number[] => [
    ...sharedColumn('color', [layerOf(measure, { color: colors, y })])!.weights,
  ];
  assert.deepEqual(weights('sum(b)'), [30, 4]);
  assert.deepEqual(weights('count()'), [30, 4]);
  assert.deepEqual(weights('avg(b)'), [1, 2]);
});
