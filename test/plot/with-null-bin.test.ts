import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId, ColumnMeta } from '../../src/engine/columns/column';
import type { Bins } from '../../src/engine/frame/recording';
import { withNullBin } from '../../src/engine/plot/with-null-bin';

const META: ColumnMeta = {
  id: 'c' as ColumnId,
  rows: 0,
  encoding: { kind: 'u32', origin: 0n, step: 1n },
  type: { kind: 'number', integer: true },
};
const bins = (...keys: readonly number[]): Bins => ({
  column: META.id,
  lane: 'u32',
  count: keys.length - 1,
  keys: Uint32Array.from(keys),
  uniform: true,
});

test('NULL gets a bin after all others; they stay uniform only if it is one bin further on', () => {
  const found = (own: Bins, nullKey: number): unknown => {
    const { count, keys, uniform } = withNullBin(own, { ...META, nullKey });
    return [count, [...keys], uniform];
  };
  assert.deepEqual(found(bins(0, 1, 2, 2), 3), [4, [0, 1, 2, 3, 3], true]);
  assert.deepEqual(found(bins(0, 10, 20, 29), 30), [4, [0, 10, 20, 30, 30], false]);
});
