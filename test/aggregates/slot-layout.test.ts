import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyExtent } from '../../src/engine/aggregates/extent';
import { mergeOtherDimensions, mergeSlots, slotParts, weighSlot } from '../../src/engine/aggregates/slot-layout';
import type { ColumnId } from '../../src/engine/columns/column';
import { COUNT, type SlotId, type TotalCall } from '../../src/engine/frame/recording';
import { countBy } from '../harness/aggregate-calls';
import { binsOf } from '../harness/columns';

const column = 'c' as ColumnId;
const out = 's' as SlotId;
const total: TotalCall = {
  kernel: 'aggregate',
  dimensions: [],
  rows: column,
  accumulators: [COUNT[0], { op: 'extent', column, lane: 'u64' }, { op: 'extent', column, lane: 'u32' }, COUNT[0]],
  clauses: [],
  out,
};
const partsOf = (call: Parameters<typeof slotParts>[0]) => slotParts(call).map(({ first, words }) => [first, words]);

test('accumulators are one after the other in a slot, each with all its cells', () => {
  assert.deepEqual(partsOf(total), [
    [0, 1],
    [1, 4],
    [5, 2],
    [7, 1],
  ]);
  const bins = (count: number) =>
    binsOf({ kind: 'f32' }, { column: 'c', edges: Array.from({ length: count + 1 }, (_, i) => i) });
  assert.deepEqual(partsOf(countBy([bins(3), bins(4), bins(5)], [], out)), [[0, 60]]);
  assert.deepEqual(partsOf(countBy([bins(3), { ...bins(1), count: 0 }], [], out)), [[0, 0]]);
});

test('slots of workers merge by accumulator, and only counts are weighed', () => {
  const slot = (rows: number, min: number, max: number) => Uint32Array.of(rows, min, 1, max, 1, min, max, rows);
  const none = Uint32Array.of(0, ...emptyExtent('u64'), ...emptyExtent('u32'), 0);
  const merged = mergeSlots(total, [none, slot(2, 7, 9), slot(3, 5, 8)]);
  assert.deepEqual([...merged], [5, 5, 1, 9, 1, 5, 9, 5]);
  weighSlot(total, merged);
  assert.deepEqual([...merged], [5, 5, 1, 9, 1, 5, 9, 5], 'all rows were read');
  weighSlot({ ...total, sample: { stride: 4 } }, merged);
  assert.deepEqual([...merged], [20, 5, 1, 9, 1, 5, 9, 20]);
});

test('the cells of all dimensions but one merge, wherever that dimension is', () => {
  const bins = (count: number) =>
    binsOf({ kind: 'f32' }, { column: 'c', edges: Array.from({ length: count + 1 }, (_, i) => i) });
  const dimensions = [bins(2), bins(3), bins(4)];
  const sizes = [2, 3, 4];
  const cells = Array.from({ length: 24 }, (_, cell) => [cell % 2, Math.floor(cell / 2) % 3, Math.floor(cell / 6)]);
  const value = (cell: number): number => 7 * cell + 1;
  for (const kept of [0, 1, 2]) {
    const along = (bin: number): number[] => cells.flatMap((at, cell) => (at[kept] === bin ? [value(cell)] : []));
    const bin = Array.from({ length: sizes[kept]! }, (_, i) => i);
    const counts = Uint32Array.from(cells, (_, cell) => value(cell));
    assert.deepEqual(
      [...mergeOtherDimensions(COUNT[0], counts, dimensions, kept)],
      bin.map((one) => along(one).reduce((sum, count) => sum + count)),
    );
    const keys = Uint32Array.from(cells.flatMap((_, cell) => [value(cell), 0]));
    assert.deepEqual(
      [...mergeOtherDimensions({ op: 'max', column, lane: 'u64' }, keys, dimensions, kept)],
      bin.flatMap((one) => [Math.max(...along(one)), 0]),
    );
  }
});
