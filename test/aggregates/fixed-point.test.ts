import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bits } from '../../src/engine/aggregates/bits';
import { digitsOf, fixedPointOf } from '../../src/engine/aggregates/fixed-point';
import type { ColumnId, Encoding } from '../../src/engine/columns/column';
import type { Bits } from '../../src/engine/frame/recording';
import { bitsWords } from '../harness/aggregate-sql';

const F32: Encoding = { kind: 'f32' };
const DOUBLE: Encoding = { kind: 'float64' };
const BITS: Bits = { op: 'bits', column: 'c' as ColumnId, lane: 'f32', isFloat: true };
const digits = (encoding: Encoding, ...values: readonly number[]) => digitsOf(bitsWords(encoding, values));

test('digits of values become exponents', () => {
  assert.deepEqual(digits(F32, 1), { lowest: 0, end: 1 });
  assert.deepEqual(digits(F32, -6, 0.25), { lowest: -2, end: 3 });
  assert.deepEqual(digits(DOUBLE, Number.MIN_VALUE, Number.MAX_VALUE), { lowest: -1074, end: 1024 });
  assert.equal(digits(F32, 0, NaN, Infinity), null);
});

test('digits of parts are those of all their rows', () => {
  const into = bitsWords(F32, [4, 0.5]);
  bits.merge(BITS, into as Uint32Array<ArrayBuffer>, bitsWords(F32, [96]) as Uint32Array<ArrayBuffer>);
  assert.deepEqual([...into], [...bitsWords(F32, [4, 0.5, 96])]);
  bits.merge(BITS, into as Uint32Array<ArrayBuffer>, Uint32Array.of(0, 0));
  assert.deepEqual([...into], [...bitsWords(F32, [4, 0.5, 96])]);
});

test('the lowest digit becomes 1 if 62 digits reach from it to the highest', () => {
  const exact = (encoding: Encoding, shift: number, size: number) => ({
    summand: { lane: encoding.kind === 'f32' ? 'f32' : 'u64', shift, bits: size },
    isExact: true,
  });
  assert.deepEqual(fixedPointOf(F32, digits(F32, 0.25, 300)), exact(F32, 2, 11));
  assert.deepEqual(fixedPointOf(F32, digits(F32, 2 ** 100)), exact(F32, -100, 1));
  assert.deepEqual(fixedPointOf(DOUBLE, digits(DOUBLE, 1, 2 ** 61)), exact(DOUBLE, 0, 62));
  assert.deepEqual(fixedPointOf(DOUBLE, digits(DOUBLE, Number.MIN_VALUE)), exact(DOUBLE, 1074, 1));
  assert.deepEqual(fixedPointOf(DOUBLE, null), exact(DOUBLE, 0, 1));
});

test('with more digits the lowest are dropped, and the caller can see it', () => {
  assert.deepEqual(fixedPointOf(DOUBLE, digits(DOUBLE, 1, 2 ** 62)), {
    summand: { lane: 'u64', shift: -1, bits: 62 },
    isExact: false,
  });
  assert.deepEqual(fixedPointOf(F32, digits(F32, 2 ** -149, 2 ** 127)), {
    summand: { lane: 'f32', shift: -66, bits: 62 },
    isExact: false,
  });
});

test('integers add their keys', () => {
  assert.deepEqual(fixedPointOf({ kind: 'u32', origin: -5n, step: 3n }, null), {
    summand: { lane: 'u32', shift: null, bits: 32 },
    isExact: true,
  });
  assert.deepEqual(fixedPointOf({ kind: 'fixed64', origin: 0n, step: 1n }, { lowest: 0, end: 64 }), {
    summand: { lane: 'u64', shift: null, bits: 64 },
    isExact: true,
  });
});
