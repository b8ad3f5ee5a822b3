import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCounts, readExtremes, readMeans, readSums } from '../../src/engine/aggregates/read-out';
import type { Encoding } from '../../src/engine/columns/column';
import type { Summand } from '../../src/engine/frame/recording';
import { keyWords } from '../harness/aggregate-sql';
import { Random } from '../harness/random';

const wordsOf = (...sums: readonly bigint[]): Uint32Array<ArrayBuffer> =>
  Uint32Array.from(sums.flatMap((value) => [0n, 32n, 64n].map((by) => Number((value >> by) & 0xffff_ffffn))));
const floats = (shift: number): { readonly of: Summand } => ({ of: { lane: 'f32', shift, bits: 62 } });
const keys: { readonly of: Summand } = { of: { lane: 'u32', shift: null, bits: 32 } };
const F32: Encoding = { kind: 'f32' };

test('a sum is the double nearest to the exact integer, scaled', () => {
  const random = new Random(2);
  for (let round = 0; round < 3000; round++) {
    const exact = random.bigint(-(2n ** 62n), 2n ** 62n) >> BigInt(random.integer(0, 62));
    // Half-way cases, and all three words.
    const value = random.pick([exact, exact << 32n, (exact << 31n) + 1n, (exact << 11n) + (1n << 10n)]);
    assert.equal(readSums(F32, floats(0), wordsOf(value), Uint32Array.of(1))[0], Number(value), String(value));
    assert.equal(readSums(F32, floats(9), wordsOf(value), Uint32Array.of(1))[0], Number(value) / 512);
  }
  assert.equal(readSums(F32, floats(1074), wordsOf(3n), Uint32Array.of(1))[0], 3 * Number.MIN_VALUE);
  assert.equal(readSums(F32, floats(-962), wordsOf(1n << 62n), Uint32Array.of(1))[0], Infinity, 'beyond doubles');
});

test('a mean is the sum divided once, also where the sum is too large for a double', () => {
  assert.equal(readMeans(F32, floats(1), wordsOf(20n), Uint32Array.of(3))[0], 10 / 3);
  assert.equal(readMeans(F32, floats(-962), wordsOf(3n << 61n), Uint32Array.of(3))[0], 2 ** 1023);
});

test('sums and means of integers are those of their values, not of their keys', () => {
  const small: Encoding = { kind: 'u32', origin: -1000n, step: 7n };
  assert.deepEqual([...readSums(small, keys, wordsOf(10n, 0n), Uint32Array.of(4, 1))], [-3930, -1000]);
  assert.deepEqual([...readMeans(small, keys, wordsOf(10n, 0n), Uint32Array.of(4, 1))], [-982.5, -1000]);
  // Every step of this computation in doubles would round.
  const nanoseconds: Encoding = { kind: 'fixed64', origin: 1_700_000_000_000_000_001n, step: 1n };
  const exact = 3n * 1_700_000_000_000_000_001n + 5n;
  assert.equal(readSums(nanoseconds, keys, wordsOf(5n), Uint32Array.of(3))[0], Number(exact));
  assert.equal(readMeans(nanoseconds, keys, wordsOf(5n), Uint32Array.of(3))[0], Number(exact) / 3);
});

test('a cell without a value is NaN, as NULL in SQL; its count is 0', () => {
  const counts = Uint32Array.of(0, 2);
  assert.deepEqual([...readSums(F32, floats(0), wordsOf(0n, 6n), counts)], [NaN, 6]);
  assert.deepEqual([...readMeans(F32, floats(0), wordsOf(0n, 6n), counts)], [NaN, 3]);
  assert.deepEqual([...readCounts(counts)], [0, 2]);
});

test('extremes are values in ticks; infinities are values, NULL is NaN', () => {
  const extremes = (encoding: Encoding, ...values: readonly (number | bigint | null)[]) => [
    ...readExtremes(encoding, Uint32Array.from(values.flatMap((value) => [...keyWords(encoding, value)]))),
  ];
  assert.deepEqual(extremes(F32, -1.5, null, Infinity), [-1.5, NaN, Infinity]);
  assert.deepEqual(extremes({ kind: 'float64' }, 0.1, null, -Infinity), [0.1, NaN, -Infinity]);
  assert.deepEqual(extremes({ kind: 'u32', origin: -3n, step: 2n }, -3n, null, 9n), [-3, NaN, 9]);
  assert.deepEqual(extremes({ kind: 'fixed64', origin: 10n, step: 1n }, 10n, null, 2n ** 60n), [10, NaN, 2 ** 60]);
});
