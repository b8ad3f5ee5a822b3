import { NULL_KEY } from '../columns/column';
import { makeFloats, makeWords, writePages, type Stretch } from './page-writer';
import type { EncodedPages } from './encode-integers';
import type { Chunk } from './decode';

export interface DoubleChunk extends Stretch {
  readonly values: Float64Array;
}

/** Float32 stays as it is, but for -0. Adding zero makes that +0. */
export function encodeSingles(chunks: readonly Chunk[]): EncodedPages {
  const pages = writePages(chunks, 'f32', makeFloats, ({ batch }, from, to, keys, at) => {
    const values = batch.values as Float32Array;
    for (let row = from; row < to; row++, at++) keys[at] = values[row]! + 0;
  });
  return { encoding: { kind: 'f32' }, pages };
}

/** Doubles → `f32` when every one of them is a float already, else order-preserving `float64` keys. */
export function encodeDoubles(chunks: readonly DoubleChunk[]): EncodedPages {
  return chunks.every(allSingles) ? singles(chunks) : doubles(chunks);
}

function allSingles({ values, rows, validity }: DoubleChunk): boolean {
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    if (Math.fround(value) === value || Number.isNaN(value)) continue;
    if (validity === null || (validity[row >> 3]! >> (row & 7)) & 1) return false;
  }
  return true;
}

function singles(chunks: readonly DoubleChunk[]): EncodedPages {
  const pages = writePages(chunks, 'f32', makeFloats, ({ values }, from, to, keys, at) => {
    for (let row = from; row < to; row++, at++) keys[at] = values[row]! + 0;
  });
  return { encoding: { kind: 'f32' }, pages };
}

/** {@link float64Key} in words: positives get the sign bit, negatives are inverted. */
function doubles(chunks: readonly DoubleChunk[]): EncodedPages {
  const pages = writePages(chunks, 'pair', makeWords, ({ values }, from, to, keys, at) => {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * to);
    for (let row = from; row < to; row++, at++) {
      const value = values[row]!;
      const high = words[2 * row + 1]!;
      if (value !== value) {
        keys[2 * at] = keys[2 * at + 1] = NULL_KEY;
      } else if (value === 0 || high < 0x8000_0000) {
        keys[2 * at] = words[2 * row]!;
        keys[2 * at + 1] = high | 0x8000_0000;
      } else {
        keys[2 * at] = ~words[2 * row]!;
        keys[2 * at + 1] = ~high;
      }
    }
  });
  return { encoding: { kind: 'float64' }, pages };
}

/** IEEE half floats, exactly. */
export function halvesToDoubles(halves: Uint16Array, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => halfToDouble(halves[row]!));
}

export function halfToDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
