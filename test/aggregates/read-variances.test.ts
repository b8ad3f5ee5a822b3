import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestQuotient, readVariances } from '../../src/engine/aggregates/read-variances';
import type { Encoding } from '../../src/engine/columns/column';
import { Random } from '../harness/random';

const F32: Encoding = { kind: 'f32' };
const wordsOf = (value: bigint): Uint32Array<ArrayBuffer> =>
  Uint32Array.from([0n, 32n, 64n].map((by) => Number((value >> by) & 0xffff_ffffn)));

/** Whether no double lies nearer to a quotient: the distance is at most half of that to the next double. */
function isNearest(found: number, numerator: bigint, denominator: bigint): boolean {
  if (numerator === 0n) return found === 0;
  let [mantissa, exponent] = [found, 0];
  while (mantissa < 2 ** 52) [mantissa, exponent] = [mantissa * 2, exponent - 1];
  while (mantissa >= 2 ** 53) [mantissa, exponent] = [mantissa / 2, exponent + 1];
  const [up, down] = exponent < 0 ? [BigInt(-exponent), 0n] : [0n, BigInt(exponent)];
  const off = 2n * ((numerator << up) - BigInt(mantissa) * (denominator << down));
  return (off < 0n ? -off : off) <= denominator << down;
}

test('a quotient becomes the nearest double', () => {
  const random = new Random(5);
  for (let round = 0; round < 5000; round++) {
    const size = BigInt(random.integer(1, 130));
    const numerator = (random.bigint(0n, 2n ** 62n) * random.bigint(1n, 2n ** 62n)) >> (130n - size);
    const denominator = random.bigint(1n, 2n ** 62n) >> BigInt(random.integer(0, 61)) || 1n;
    assert.ok(
      isNearest(nearestQuotient(numerator, denominator), numerator, denominator),
      `${numerator} / ${denominator}`,
    );
  }
  assert.equal(nearestQuotient(2n ** 53n + 1n, 1n), 2 ** 53, 'a tie goes to the even double');
  for (const denominator of [3n, 2n ** 62n - 1n]) {
    const more = (2n ** 53n + 1n) * denominator + 1n;
    assert.equal(nearestQuotient(more, denominator), 2 ** 53 + 2, 'a little more than a tie does not');
  }
});

test('a variance is the double nearest to that of the integers, times the square of their unit', () => {
  const random = new Random(7);
  for (let round = 0; round < 300; round++) {
    const most = 2n ** BigInt(random.integer(1, 31));
    const least = random.pick([0n, -most]);
    const values = Array.from({ length: random.integer(2, 40) }, () => random.bigint(least, most));
    const [n, sum] = [BigInt(values.length), values.reduce((a, b) => a + b, 0n)];
    const squared = values.map((value) => value * value);
    const squareSum = squared.reduce((a, b) => a + b, 0n);
    const [numerator, denominator] = [n * squareSum - sum * sum, n * (n - 1n)];
    const origin = squared.reduce((a, b) => (a < b ? a : b));
    const squares = { kind: 'fixed64', origin, step: 1n } as const;
    const words = [wordsOf(sum), wordsOf(squareSum - origin * n), Uint32Array.of(values.length)] as const;
    const shift = random.integer(-20, 60);
    const floats = { encoding: F32, of: { lane: 'f32', shift, bits: 31 }, squares } as const;
    const [found] = readVariances(floats, ...words);
    assert.ok(isNearest(found! * 2 ** (2 * shift), numerator, denominator), `${values.join(', ')}: ${found}`);
    const step = random.bigint(1n, 1000n);
    const encoding = { kind: 'u32', origin: -5n, step } as const;
    const [stepped] = readVariances({ encoding, of: { lane: 'u32', shift: null, bits: 32 }, squares }, ...words);
    assert.ok(isNearest(stepped!, numerator * step * step, denominator), `${values.join(', ')}: ${stepped}`);
  }
});

test('fewer than two values have no variance, and equal values have none', () => {
  const squares = { kind: 'u32', origin: 9n, step: 1n } as const;
  const read = (count: number): number =>
    readVariances(
      { encoding: F32, of: { lane: 'f32', shift: 0, bits: 2 }, squares },
      wordsOf(3n * BigInt(count)),
      wordsOf(0n),
      Uint32Array.of(count),
    )[0]!;
  assert.deepEqual([0, 1, 2, 3].map(read), [NaN, NaN, 0, 0]);
});
