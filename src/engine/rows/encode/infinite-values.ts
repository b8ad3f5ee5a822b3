import type { FlatChunk } from './decode';

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
