import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sum, sumAt } from '../../src/engine/aggregates/sum';
import type { ColumnId } from '../../src/engine/columns/column';
import type { Sum } from '../../src/engine/frame/recording';
import { Random } from '../harness/random';

const SUM: Sum = { op: 'sum', column: 'c' as ColumnId, of: { lane: 'f32', shift: 0, bits: 62 } };
const wordsOf = (...sums: readonly bigint[]): Uint32Array<ArrayBuffer> =>
  Uint32Array.from(sums.flatMap((value) => [0n, 32n, 64n].map((by) => Number((value >> by) & 0xffff_ffffn))));
const EDGES = [0n, 1n, -1n, 2n ** 32n - 1n, -(2n ** 32n), 2n ** 64n - 1n, -(2n ** 64n), 2n ** 93n, -(2n ** 93n)];

test('sums of parts add up over all three words, whatever their signs', () => {
  const random = new Random(1);
  const some = [...EDGES, ...Array.from({ length: 40 }, () => random.bigint(-(2n ** 63n), 2n ** 63n - 1n) << 20n)];
  for (const a of some) {
    for (const b of some) {
      const into = wordsOf(7n, a);
      sum.merge(SUM, into, wordsOf(-7n, b));
      assert.deepEqual([...into], [...wordsOf(0n, a + b)], `${a} + ${b}`);
      assert.equal(sumAt(into, 3), a + b);
    }
  }
});

test('a row of a sample adds what the rows that it represents add', () => {
  for (const value of EDGES) {
    const words = wordsOf(value, -5n);
    sum.weigh(SUM, words, 3);
    assert.deepEqual([...words], [...wordsOf(3n * value, -15n)], String(value));
  }
});
