import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId, ColumnMeta } from '../../src/engine/columns/column';
import { binsOf } from '../../src/engine/scales/bins-of';

function times(ticksPerMs: number): ColumnMeta {
  return {
    id: 't' as ColumnId,
    rows: 1,
    encoding: { kind: 'u32', origin: -1000n, step: 1n },
    type: { kind: 'time', ticksPerMs },
  };
}
const keysOf = (column: ColumnMeta, thresholds: readonly number[], ticksPerMs?: number): number[] =>
  Array.from(binsOf(column, { thresholds, uniform: false }, ticksPerMs).keys);

test('the last key is the last one inside the bins', () => {
  assert.deepEqual(keysOf(times(1), [0, 2.5, 10]), [1000, 1003, 1009]);
  assert.deepEqual(keysOf(times(1), [-Infinity, 0, Infinity]), [0, 1000, 0xffff_fffe]);
});

test('thresholds in another unit become the first tick at or after them', () => {
  // Thresholds in milliseconds, a column in seconds: 0, 1 and 2 seconds are the first at or after 0, 1 and 1001 ms.
  assert.deepEqual(keysOf(times(0.001), [0, 1, 1001, 5000], 1), [1000, 1001, 1002, 1004]);
  assert.deepEqual(keysOf(times(0.001), [-1500, -1000, -999], 1), [999, 999, 999]);
  // Thresholds at half milliseconds, a column in microseconds.
  assert.deepEqual(keysOf(times(1000), [-0.5, 0.5, 0.0015, 1], 1), [500, 1500, 1002, 1999]);
  assert.deepEqual(
    keysOf(times(1 / 86_400_000), [0, 86_400_000, 86_400_001, 4 * 86_400_000], 1),
    [1000, 1001, 1002, 1003],
  );
});
