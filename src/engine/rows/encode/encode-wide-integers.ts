import { NULL_KEY } from '../../columns/column';
import { writePages, makeWords, type RowInterval } from './page-writer';
import type { EncodedPages } from './encode-integers';

/** 64-bit integers as pairs of words, low word first: a view of Arrow's own bytes. */
export interface WideChunk extends RowInterval {
  readonly words: Uint32Array;
}

/**
 * Minimum and maximum, in two words each. The sign bit of the high word is flipped for signed values, so that unsigned
 * comparison orders them.
 */
interface WideExtent {
  readonly minLow: number;
  readonly minHigh: number;
  readonly maxLow: number;
  readonly maxHigh: number;
}

const WORD = 2 ** 32;
const SIGN = 0x8000_0000;
const MAX_STEPS = NULL_KEY - 1;

/**
 * Encodes 64-bit integers as `u32` keys if the range, or the range divided by the values' common step, fits 32 bits;
 * else as `fixed64`. Exact, and without a bigint per row. Null if the values span all of 64 bits, so that no key is
 * left for NULL. Chunks are kept to the end, when the range is known.
 */
export class WideIntegersEncoder {
  readonly #signed: boolean;
  readonly #chunks: WideChunk[] = [];
  #extent: WideExtent | null = null;

  constructor(signed: boolean) {
    this.#signed = signed;
  }

  add(chunk: WideChunk): void {
    this.#chunks.push(chunk);
    this.#extent = extentWith(chunk, this.#signed ? SIGN : 0, this.#extent);
  }

  finish(): EncodedPages | null {
    return encoded(this.#chunks, this.#signed, this.#extent);
  }
}

function encoded(chunks: readonly WideChunk[], signed: boolean, extent: WideExtent | null): EncodedPages | null {
  const flip = signed ? SIGN : 0;
  if (!extent)
    return { encoding: { kind: 'u32', origin: 0n, step: 1n }, pages: writePages(chunks, 'u32', makeWords, () => {}) };
  const origin = wideValue(extent.minHigh, extent.minLow, signed);
  const range = wideValue(extent.maxHigh, extent.maxLow, signed) - origin;
  if (range <= BigInt(MAX_STEPS))
    return { encoding: { kind: 'u32', origin, step: 1n }, pages: narrowPages(chunks, extent) };
  const step = commonStep(chunks, flip, extent, range);
  if (step !== null)
    return { encoding: { kind: 'u32', origin, step: BigInt(step) }, pages: steppedPages(chunks, flip, extent, step) };
  if (range === 0xffff_ffff_ffff_ffffn) return null;
  return { encoding: { kind: 'fixed64', origin, step: 1n }, pages: u64Pages(chunks, flip, extent) };
}

function wideValue(high: number, low: number, signed: boolean): bigint {
  const bits = (BigInt((high ^ (signed ? SIGN : 0)) >>> 0) << 32n) | BigInt(low);
  return signed ? BigInt.asIntN(64, bits) : bits;
}

/** The extent extended by the values of a chunk. */
function extentWith({ words, rows, validity }: WideChunk, flip: number, extent: WideExtent | null): WideExtent | null {
  let { minLow, minHigh, maxLow, maxHigh } = extent ?? { minLow: NULL_KEY, minHigh: NULL_KEY, maxLow: 0, maxHigh: 0 };
  let found = extent !== null;
  for (let row = 0; row < rows; row++) {
    if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
    const low = words[2 * row]!;
    const high = (words[2 * row + 1]! ^ flip) >>> 0;
    if (high < minHigh || (high === minHigh && low < minLow)) {
      minHigh = high;
      minLow = low;
    }
    if (high > maxHigh || (high === maxHigh && low > maxLow)) {
      maxHigh = high;
      maxLow = low;
    }
    found = true;
  }
  return found ? { minLow, minHigh, maxLow, maxHigh } : null;
}

/**
 * The greatest step that divides every value's distance from the minimum, if keys in that step fit 32 bits; else null,
 * usually after a few rows. Distances are doubles. They are exact if they share enough trailing zero bits for 53 bits
 * to hold the range, which is checked first (a minute in nanoseconds is 2¹¹ × an odd number). Quotients and products
 * are then exact too: a product that equals the distance is no coincidence of rounding.
 */
function commonStep(chunks: readonly WideChunk[], flip: number, extent: WideExtent, range: bigint): number | null {
  if (range >= 1n << 53n && range >= 1n << (53n + BigInt(sharedZeroBits(chunks, extent)))) return null;
  const { minLow, minHigh } = extent;
  const distance = Number(range);
  const least = distance / MAX_STEPS;
  let step = distance;
  for (const { words, rows, validity } of chunks) {
    for (let row = 0; row < rows; row++) {
      if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      const d = (((words[2 * row + 1]! ^ flip) >>> 0) - minHigh) * WORD + (words[2 * row]! - minLow);
      if (Math.round(d / step) * step === d) continue;
      step = greatestCommonDivisor(step, d);
      if (step < least) return null;
    }
  }
  return step;
}

/** The number of low bits, up to 31, that are zero in every value's distance from the minimum. */
function sharedZeroBits(chunks: readonly WideChunk[], { minLow }: WideExtent): number {
  let bits = 0;
  for (const { words, rows, validity } of chunks) {
    for (let row = 0; row < rows; row++) {
      if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) continue;
      bits |= words[2 * row]! - minLow;
    }
    if (bits & 1) return 0;
  }
  return bits === 0 ? 31 : 31 - Math.clz32(bits & -bits);
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function narrowPages(chunks: readonly WideChunk[], { minLow }: WideExtent): EncodedPages['pages'] {
  return writePages(chunks, 'u32', makeWords, ({ words }, from, to, keys, at) => {
    // The range fits one word, so the wrapped difference of the low words is the distance.
    for (let row = from; row < to; row++, at++) keys[at] = words[2 * row]! - minLow;
  });
}

function steppedPages(
  chunks: readonly WideChunk[],
  flip: number,
  { minLow, minHigh }: WideExtent,
  step: number,
): EncodedPages['pages'] {
  return writePages(chunks, 'u32', makeWords, ({ words }, from, to, keys, at) => {
    for (let row = from; row < to; row++, at++) {
      keys[at] = ((((words[2 * row + 1]! ^ flip) >>> 0) - minHigh) * WORD + (words[2 * row]! - minLow)) / step;
    }
  });
}

function u64Pages(chunks: readonly WideChunk[], flip: number, { minLow, minHigh }: WideExtent): EncodedPages['pages'] {
  return writePages(chunks, 'u64', makeWords, ({ words }, from, to, keys, at) => {
    for (let row = from; row < to; row++, at++) {
      const low = words[2 * row]!;
      keys[2 * at] = low - minLow;
      keys[2 * at + 1] = ((words[2 * row + 1]! ^ flip) >>> 0) - minHigh - (low < minLow ? 1 : 0);
    }
  });
}
