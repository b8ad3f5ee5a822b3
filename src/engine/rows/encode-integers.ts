import { NULL_KEY, type Encoding, type Page } from '../columns/column';
import { writePages, makeWords } from './page-writer';
import type { Chunk } from './decode';

/** The arrays of integers of up to 32 bits. */
export type SmallIntegers = Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

export interface EncodedPages {
  readonly encoding: Encoding;
  readonly pages: Page[];
}

/** Integers of up to 32 bits → `u32` keys from their minimum; `fixed64` when they span all of 32 bits, for one key is NULL's. */
export function encodeSmallIntegers(chunks: readonly Chunk[]): EncodedPages {
  let min = Infinity;
  let max = -Infinity;
  for (const { batch, rows, validity } of chunks) {
    const values = batch.values as SmallIntegers;
    for (let row = 0; row < rows; row++) {
      if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      const value = values[row]!;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const origin = min === Infinity ? 0 : min;
  if (max - min >= NULL_KEY) return wideKeys(chunks, origin);
  const pages = writePages(chunks, 'u32', makeWords, ({ batch }, from, to, keys, at) => {
    const values = batch.values as SmallIntegers;
    for (let row = from; row < to; row++, at++) keys[at] = values[row]! - origin;
  });
  return { encoding: { kind: 'u32', origin: BigInt(origin), step: 1n }, pages };
}

function wideKeys(chunks: readonly Chunk[], origin: number): EncodedPages {
  const pages = writePages(chunks, 'pair', makeWords, ({ batch }, from, to, keys, at) => {
    const values = batch.values as SmallIntegers;
    for (let row = from; row < to; row++, at++) keys[2 * at] = values[row]! - origin;
  });
  return { encoding: { kind: 'fixed64', origin: BigInt(origin), step: 1n }, pages };
}
