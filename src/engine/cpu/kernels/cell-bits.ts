import { NULL_KEY } from '../../columns/column';
import { BITS_BIAS } from '../../frame/recording';
import type { StoredPage } from '../columns/stored-page';
import type { RowCells } from './row-cells';

/** Adds a page to the binary digits of each cell. `found` has two words a cell, and one more cell. */
export function addBits(page: StoredPage, { cells }: RowCells, found: Uint32Array): void {
  switch (page.lane) {
    case 'f32': {
      const { buffer, byteOffset } = page.data;
      return addFloats(new Uint32Array(buffer, byteOffset, page.rows), cells, found);
    }
    case 'u32':
      return addIntegers(page.data, page.rows, cells, found);
    case 'f64': {
      const { buffer, byteOffset } = page.data;
      return addDoubles(new Uint32Array(buffer, byteOffset, 2 * page.rows), page.rows, cells, found);
    }
    case 'u64':
      return addPairs(page.data, page.rows, cells, found);
  }
}

function addFloats(words: Uint32Array, cells: Uint32Array, found: Uint32Array): void {
  for (let i = 0; i < words.length; i++) {
    const biased = (words[i]! >>> 23) & 0xff;
    if (biased === 0xff) continue;
    const mantissa = (words[i]! & 0x7f_ffff) | (biased === 0 ? 0 : 0x80_0000);
    put(mantissa, 0, Math.max(biased, 1) - 150, 2 * cells[i]!, found);
  }
}

function addDoubles(words: Uint32Array, rows: number, cells: Uint32Array, found: Uint32Array): void {
  for (let i = 0; i < rows; i++) {
    const high = words[2 * i + 1]!;
    const biased = (high >>> 20) & 0x7ff;
    if (biased === 0x7ff) continue;
    const mantissa = (high & 0xf_ffff) | (biased === 0 ? 0 : 0x10_0000);
    put(words[2 * i]!, mantissa, Math.max(biased, 1) - 1075, 2 * cells[i]!, found);
  }
}

function addIntegers(data: Uint32Array, rows: number, cells: Uint32Array, found: Uint32Array): void {
  for (let i = 0; i < rows; i++) if (data[i] !== NULL_KEY) put(data[i]!, 0, 0, 2 * cells[i]!, found);
}

function addPairs(data: Uint32Array, rows: number, cells: Uint32Array, found: Uint32Array): void {
  for (let i = 0; i < rows; i++) {
    const [low, high] = [data[2 * i]!, data[2 * i + 1]!];
    if (low !== NULL_KEY || high !== NULL_KEY) put(low, high, 0, 2 * cells[i]!, found);
  }
}

/** Widens the digits of a cell by those of (high × 2³² + low) × 2^exponent. */
function put(low: number, high: number, exponent: number, at: number, found: Uint32Array): void {
  if (low === 0 && high === 0) return;
  const lowest = exponent + (low === 0 ? 32 + trailingZeros(high) : trailingZeros(low));
  const end = exponent + (high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high));
  if (BITS_BIAS - lowest > found[at]!) found[at] = BITS_BIAS - lowest;
  if (BITS_BIAS + end > found[at + 1]!) found[at + 1] = BITS_BIAS + end;
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}
