import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnType } from '../../src/engine/columns/column';
import { pointsAt, wholePanel, type Instances } from '../../src/engine/plan/instances';
import { onScales } from '../../src/engine/plot/on-scales';
import { BandScale } from '../../src/engine/scales/band-scale';
import { LinearScale } from '../../src/engine/scales/linear-scale';
import { TimeScale } from '../../src/engine/scales/time-scale';

const y = new LinearScale([0, 1], false);
const instances = (x: readonly number[]): Instances => ({ x: pointsAt(Float64Array.from(x)), y: wholePanel(x.length) });
const tableOf = (type: ColumnType, x: readonly number[]) => ({
  rows: x.length,
  columns: new Map([['x', { type, values: Float64Array.from(x) }]] as const),
});

test('converts dates in milliseconds to the unit of an axis of nanoseconds or days', () => {
  const ms: ColumnType = { kind: 'time', ticksPerMs: 1 };
  const day = 86_400_000;
  for (const ticksPerMs of [1e6, 1, 1 / day]) {
    const x = new TimeScale([0, 10 * day * ticksPerMs], ticksPerMs, false);
    const placed: Instances = onScales(instances([5 * day]), tableOf(ms, [5 * day]), { x, y });
    assert.equal(x.position(placed.x.from[0]!), 0.5);
  }
});

test('converts a label to its place in the band, or to none if the band lacks it', () => {
  const x = new BandScale([0, 3], ['a', 'b', 'c']);
  const at = (label: string): number => {
    const type: ColumnType = { kind: 'category', labels: [label] };
    return onScales(instances([0.5]), tableOf(type, [0]), { x, y }).x.from[0]!;
  };
  assert.deepEqual(['a', 'c', 'd'].map(at), [0.5, 2.5, NaN]);
});

test('leaves instances in the units of the scales as they are', () => {
  const own = instances([1, 2]);
  assert.equal(onScales(own, tableOf({ kind: 'number', integer: true }, [1, 2]), { x: y, y }), own);
});
