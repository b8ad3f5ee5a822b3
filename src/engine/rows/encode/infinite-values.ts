import type { FlatChunk } from './decode';
import type { EncodedPages } from './encode-integers';

/**
 * Makes the infinite values of a chunk of dates or timestamps NULL, so that no kernel, extent or filter ever sees them,
 * and counts them. DuckDB stores ±infinity as the largest integer and its negative, in files too. Copies: the bitmap,
 * if there is one.
 */
export function finiteTimes(
  chunk: FlatChunk,
  is64Bit: boolean,
): { readonly chunk: FlatChunk; readonly infinite: number } {
  const {
    batch: {
      values: { buffer, byteOffset },
    },
    rows,
    validity,
  } = chunk;
  const words = new Int32Array(buffer, byteOffset, is64Bit ? 2 * rows : rows);
  let finite: Uint8Array | null = null;
  let infinite = 0;
  for (let row = 0; row < rows; row++) {
    if (!(is64Bit ? isInfinite64(words[2 * row]!, words[2 * row + 1]!) : isInfinite32(words[row]!))) continue;
    if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
    finite ??= validity?.slice() ?? new Uint8Array((rows + 7) >> 3).fill(0xff);
    finite[row >> 3]! &= ~(1 << (row & 7));
    infinite++;
  }
  return { chunk: finite ? { ...chunk, validity: finite } : chunk, infinite };
}

const MOST = 0x7fff_ffff;

function isInfinite32(word: number): boolean {
  return word === MOST || word === -MOST;
}

function isInfinite64(low: number, high: number): boolean {
  return (high === MOST && low === -1) || (high === -MOST - 1 && low === 1);
}

/** The high words of the `float64` keys of +∞ and -∞. Only these two doubles and NaNs have them, and NaNs are NULL. */
const HIGH_INFINITY = 0xfff0_0000;
const HIGH_MINUS_INFINITY = 0x000f_ffff;
const LOW_MINUS_INFINITY = 0xffff_ffff;

/** The number of ±∞ values in a column of floats. */
export function countInfinite({ encoding, pages }: EncodedPages): number {
  let infinite = 0;
  for (const { rows, keys } of pages) {
    if (encoding.kind === 'f32') {
      for (let row = 0; row < rows; row++) if (keys[row] === Infinity || keys[row] === -Infinity) infinite++;
      continue;
    }
    for (let row = 0; row < rows; row++) {
      const high = keys[2 * row + 1]!;
      if (
        (high === HIGH_INFINITY && keys[2 * row] === 0) ||
        (high === HIGH_MINUS_INFINITY && keys[2 * row] === LOW_MINUS_INFINITY)
      )
        infinite++;
    }
  }
  return infinite;
}
