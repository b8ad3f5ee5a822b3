/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NULL_KEY, type Encoding } from '../../../src/engine/columns/column';
import type { Bins } from '../../../src/engine/frame/recording';
import { rangeWords, thresholdsOf } from '../../../src/engine/gpu/kernels/ordered-keys';
import { binsOf } from '../../harness/columns';
import { Random } from '../../harness/random';

const F32: Encoding = { kind: 'f32' };
const U32: Encoding = { kind: 'u32', origin: 0n, step: 1n };
const POINT = 2 ** 23;
const bits = new DataView(new ArrayBuffer(4));

function bitsOf(value: number): number {
  bits.setFloat32(0, value);
  return bits.getUint32(0);
}

/** The place of a key as shaders/shared/locate.wgsl computes it, with and without a fused multiply-add. */
function placesOf(bins: Bins, key: number): number[] {
  const { scale, origin } = thresholdsOf(bins);
  const number = bins.lane === 'f32' ? key : Math.fround((key - bins.keys[0]!) >>> 0);
  return [Math.fround(number * scale), number * scale].map(
    (product) => (bitsOf(product + origin) - bitsOf(POINT)) >>> 0,
  );
}

/** The bin that a place determines: null if it is doubtful, −1 for no bin. */
function binAt(bins: Bins, place: number): number | null {
  const { fine, top } = thresholdsOf(bins);
  if (place < top && (place & (fine >>> 5)) === 0) return null;
  const bin = place >>> (fine & 31);
  return bin < bins.count ? bin : -1;
}

function rightBin({ keys, count }: Bins, key: number): number {
  if (!(key >= keys[0]! && key <= keys[count]!)) return -1;
  let bin = 0;
  while (bin + 1 < count && key >= keys[bin + 1]!) bin++;
  return bin;
}

/** Checks keys against the bins that places determine. Returns the share of keys in doubt. */
function doubt(bins: Bins, keys: readonly number[]): number {
  let doubtful = 0;
  for (const key of keys) {
    for (const place of placesOf(bins, key)) {
      const found = binAt(bins, place);
      if (found === null) {
        doubtful++;
        // The shader compares the key with one threshold, so the bin must be on either side of it.
        const near = place >>> (thresholdsOf(bins).fine & 31);
        const right = rightBin(bins, key);
        if (right >= 0 && thresholdsOf(bins).fine >>> 5 !== 0)
          assert.ok(right === near || right === near - 1, `${key}: in bin ${right}, near ${near}`);
      } else assert.equal(found, rightBin(bins, key), `key ${key} at place ${place}`);
    }
  }
  return doubtful / (2 * keys.length);
}

const random = new Random(5);
const between = (lo: number, hi: number): number => lo + (hi - lo) * random.next();

test('places determine the bins of floats, and few are in doubt', () => {
  for (const [lo, hi, count] of [
    [0, 100, 64],
    [-60, 180, 48],
    [-1e-3, 1e-3, 1000],
    [1e6, 1e6 + 50, 50],
    [0, 1, 1],
    [-1e30, 1e30, 7],
  ] as const) {
    const edges = Array.from({ length: count + 1 }, (_, i) => lo + ((hi - lo) * i) / count);
    for (const lastInclusive of [false, true]) {
      const bins = binsOf(F32, { column: 'x', edges, even: true, lastInclusive });
      const span = hi - lo;
      const keys = [
        NaN,
        Infinity,
        -Infinity,
        0,
        ...edges.flatMap((edge) => [edge, edge + 1e-7 * span, edge - 1e-7 * span]),
      ];
      doubt(bins, keys.map(Math.fround));
      const rows = Array.from({ length: 4000 }, () => Math.fround(between(lo - 0.1 * span, hi + 0.1 * span)));
      // Far from 0, floats are not much finer than these bins.
      assert.ok(doubt(bins, rows) < (lo === 1e6 ? 0.5 : 0.02), `${lo} to ${hi} in ${count}`);
    }
  }
});

test('no integer in narrow bins is in doubt, wherever the bins begin', () => {
  for (const [lo, step, count] of [
    [0, 1, 24],
    [5, 5, 48],
    [-30, 10, 20],
    [4_000_000_000, 1, 100],
  ] as const) {
    const edges = Array.from({ length: count + 1 }, (_, i) => BigInt(lo + step * i));
    const bins = binsOf(U32, { column: 'x', edges, even: true });
    const keys = Array.from({ length: count * step + 40 }, (_, i) => Math.max(0, lo - 20 + i));
    assert.equal(doubt(bins, [...keys, NULL_KEY]), 0, `from ${lo} in steps of ${step}`);
  }
});

test('every key is in doubt if thresholds are not on a line', () => {
  const bins = binsOf(F32, { column: 'x', edges: [0, 1, 10, 100], even: true });
  assert.equal(doubt(bins, [-1, 0, 1, 5, 10, 1000]), 1);
});

test('the words of a range select its floats by their bits', () => {
  const ends = [-Infinity, -1e30, -2.5, -0, 0, 1e-40, 1, 3.5, Infinity].map(Math.fround);
  const values = [...ends, NaN, -1, 2, 1e38, -1e38, -1e-40].map(Math.fround);
  for (const first of ends) {
    for (const last of ends) {
      const [start, length, end] = rangeWords('f32', Float32Array.of(first, last));
      for (const value of values) {
        // Columns hold no −0.
        if (Object.is(value, -0)) continue;
        const word = bitsOf(value);
        const found = (word - start) >>> 0 <= length && word <= end;
        assert.equal(found, value >= first && value <= last, `${value} in ${first} to ${last}`);
      }
      for (const nan of [0x7fc0_0000, 0x7fff_ffff, 0xffc0_0000, 0xffff_ffff])
        assert.ok(!((nan - start) >>> 0 <= length && nan <= end), `NaN in ${first} to ${last}`);
    }
  }
});
