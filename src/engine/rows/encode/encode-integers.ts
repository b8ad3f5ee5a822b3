import { NULL_KEY, type Encoding, type Page } from '../../columns/column';
import { writePages, makeWords } from './page-writer';
import type { FlatChunk } from './decode';

/** Arrays of integers of up to 32 bits. */
export type SmallIntegers = Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

export interface EncodedPages {
  readonly encoding: Encoding;
  readonly pages: Page[];
}

/**
 * Encodes integers of up to 32 bits as `u32` keys relative to their minimum; as `fixed64` if they span all of 32 bits,
 * because one key is reserved for NULL. The minimum is known only at the end, so chunks are kept until then.
 */
export class SmallIntegersEncoder {
  readonly #chunks: FlatChunk[] = [];
  #min = Infinity;
  #max = -Infinity;

  add(chunk: FlatChunk): void {
    this.#chunks.push(chunk);
    let min = Infinity;
    let max = -Infinity;
    const { batch, rows, validity } = chunk;
    const values = batch.values as SmallIntegers;
    for (let row = 0; row < rows; row++) {
      if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      const value = values[row]!;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
  }

  finish(): EncodedPages {
    const origin = this.#min === Infinity ? 0 : this.#min;
    if (this.#max - this.#min >= NULL_KEY) return wideKeys(this.#chunks, origin);
    const pages = writePages(this.#chunks, 'u32', makeWords, ({ batch }, from, to, keys, at) => {
      const values = batch.values as SmallIntegers;
      for (let row = from; row < to; row++, at++) keys[at] = values[row]! - origin;
    });
    return { encoding: { kind: 'u32', origin: BigInt(origin), step: 1n }, pages };
  }
}

function wideKeys(chunks: readonly FlatChunk[], origin: number): EncodedPages {
  const pages = writePages(chunks, 'u64', makeWords, ({ batch }, from, to, keys, at) => {
    const values = batch.values as SmallIntegers;
    for (let row = from; row < to; row++, at++) keys[2 * at] = values[row]! - origin;
  });
  return { encoding: { kind: 'fixed64', origin: BigInt(origin), step: 1n }, pages };
}
