import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyExtent, extent, extentKeys } from '../../src/engine/aggregates/extent';
import type { ColumnId, Lane } from '../../src/engine/columns/column';
import type { Extent } from '../../src/engine/frame/recording';
import { Random } from '../harness/random';

const of = (lane: Lane): Extent => ({ op: 'extent', column: 'c' as ColumnId, lane });
const wordsOf = {
  f32: (min: number, max: number) => new Uint32Array(Float32Array.of(min, max).buffer),
  u32: (min: number, max: number) => Uint32Array.of(min, max),
  u64: (min: bigint, max: bigint) => new Uint32Array(BigUint64Array.of(min, max).buffer),
};

/** `words` in the middle of a slot, at an odd word: where a pair of words is not aligned to eight bytes. */
function inSlot(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const slot = new Uint32Array(words.length + 2);
  slot.set(words, 1);
  return slot.subarray(1, 1 + words.length);
}

test('the extent of two parts is that of all their rows, on every lane and in any order', () => {
  const random = new Random(3);
  const long = 1n << 40n;
  for (let round = 0; round < 200; round++) {
    const floats = Array.from({ length: 4 }, () => Math.fround(random.normal() * 10) + 0).sort((a, b) => a - b);
    const integers = Array.from({ length: 4 }, () => random.integer(0, 0xffff_fffe)).sort((a, b) => a - b);
    // Some differ in the high word, some in the low one alone.
    const longs = Array.from({ length: 4 }, () => long * BigInt(random.integer(0, 3)) + BigInt(random.integer(0, 9)));
    longs.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const [i, j] = random.pick([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 3],
    ]) as [number, number];
    const [k, l] = [0, 1, 2, 3].filter((at) => at !== i && at !== j) as [number, number];
    const check = (lane: Lane, a: Uint32Array, b: Uint32Array, expected: Uint32Array): void => {
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const into = inSlot(one);
        extent.merge(of(lane), into, inSlot(other));
        assert.deepEqual([...into], [...expected], `${lane}: ${[...one].join()} and ${[...other].join()}`);
      }
    };
    const { f32, u32, u64 } = wordsOf;
    check('f32', f32(floats[i]!, floats[j]!), f32(floats[k]!, floats[l]!), f32(floats[0]!, floats[3]!));
    check('u32', u32(integers[i]!, integers[j]!), u32(integers[k]!, integers[l]!), u32(integers[0]!, integers[3]!));
    check('u64', u64(longs[i]!, longs[j]!), u64(longs[k]!, longs[l]!), u64(longs[0]!, longs[3]!));
  }
});

test('a part without rows changes nothing, and a slot without rows has no keys', () => {
  const filled = { f32: wordsOf.f32(-1, 2), u32: wordsOf.u32(3, 4), u64: wordsOf.u64(5n, 1n << 60n) };
  for (const lane of ['f32', 'u32', 'u64'] as const) {
    for (const [one, other] of [
      [filled[lane], emptyExtent(lane)],
      [emptyExtent(lane), filled[lane]],
    ] as const) {
      const into = one.slice();
      extent.merge(of(lane), into, other);
      assert.deepEqual([...into], [...filled[lane]], lane);
    }
    assert.equal(extent.words(of(lane)), filled[lane].length);
    assert.equal(extentKeys(lane, emptyExtent(lane)), null);
  }
  assert.deepEqual(extentKeys('f32', filled.f32), [-1, 2]);
  assert.deepEqual(extentKeys('u32', filled.u32), [3, 4]);
  assert.deepEqual(extentKeys('u64', inSlot(filled.u64)), [5n, 1n << 60n]);
});

test('a sample does not change an extent', () => {
  const words = wordsOf.u32(3, 4);
  extent.weigh(of('u32'), words, 5);
  assert.deepEqual([...words], [3, 4]);
});
