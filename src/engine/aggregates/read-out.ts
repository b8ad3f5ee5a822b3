import { laneOf, type Encoding } from '../columns/column';
import { keyAt, valueOf } from '../columns/keys';
import type { Sum, Summand } from '../frame/recording';
import { keysIn } from './extent';
import { SUM_WORDS, sumAt } from './sum';

/**
 * Turns the words of accumulators into numbers for people: one per cell, in the column's ticks. NaN where SQL says
 * NULL: in cells without a value. The words are those of one accumulator (`accumulatorWords` in slot-layout.ts).
 */

export function readCounts(counts: Uint32Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(counts);
}

/**
 * The number of bins with rows along the last dimension, by cell of the others. `counts` are those of the rows;
 * `nullBin`, if any, holds the rows without a value.
 */
export function readDistinct(counts: Uint32Array, bins: number, nullBin: number | null): Float64Array<ArrayBuffer> {
  const found = new Float64Array(counts.length / bins);
  for (let bin = 0, at = 0; bin < bins; bin++) {
    const one = bin === nullBin ? 0 : 1;
    for (let cell = 0; cell < found.length; cell++, at++) if (counts[at]! > 0) found[cell]! += one;
  }
  return found;
}

/** Sums, each rounded once. `counts` are those of `count-of` the same column. */
export function readSums(
  encoding: Encoding,
  { of }: Pick<Sum, 'of'>,
  sums: Uint32Array,
  counts: Uint32Array,
): Float64Array<ArrayBuffer> {
  return readTotals(encoding, of, sums, counts, (scaled, scale) => scaled * scale);
}

/** Arithmetic means: the rounded sum, divided once. `counts` are those of `count-of` the same column. */
export function readMeans(
  encoding: Encoding,
  { of }: Pick<Sum, 'of'>,
  sums: Uint32Array,
  counts: Uint32Array,
): Float64Array<ArrayBuffer> {
  return readTotals(encoding, of, sums, counts, (scaled, scale, count) => {
    const sum = scaled * scale;
    // A sum may be too large for a double where its mean is not.
    return Number.isFinite(sum) ? sum / count : (scaled / count) * scale;
  });
}

/** One value for each cell, NaN for an empty one. `valueOfTotal` gets the scaled total; the sum is `scaled * scale`. */
function readTotals(
  encoding: Encoding,
  of: Summand,
  sums: Uint32Array,
  counts: Uint32Array,
  valueOfTotal: (scaled: number, scale: number, count: number) => number,
): Float64Array<ArrayBuffer> {
  const total = totals(encoding, of, sums);
  const scale = scaleOf(of);
  return Float64Array.from(counts, (count, cell) =>
    count === 0 ? NaN : valueOfTotal(total(cell, count), scale, count),
  );
}

/** The values of the keys that `min` and `max` found. Beyond 53 bits an integer becomes the nearest double. */
export function readExtremes(encoding: Encoding, words: Uint32Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const lane = laneOf(encoding);
  const keys = keysIn(lane, words);
  const cells = lane === 'u64' ? words.length / 2 : words.length;
  return Float64Array.from({ length: cells }, (_, cell) => {
    const key = keyAt(lane, keys, cell);
    return key === null ? NaN : valueOf(encoding, key);
  });
}

/** 2^-shift. The product of a sum and this scale is exact: it has no digit below that of the smallest double. */
function scaleOf({ shift }: Summand): number {
  return 2 ** -(shift ?? 0);
}

/** The sum of a cell's ticks, or of its scaled values: the nearest double to the exact integer. */
function totals(encoding: Encoding, { shift }: Summand, sums: Uint32Array): (cell: number, count: number) => number {
  if (shift !== null || !('step' in encoding)) return (cell) => nearestDouble(sums, cell * SUM_WORDS);
  const { origin, step } = encoding;
  const [smallOrigin, smallStep] = [Number(origin), Number(step)];
  return (cell, count) => {
    const keys = nearestDouble(sums, cell * SUM_WORDS);
    const [before, above] = [smallOrigin * count, smallStep * keys];
    if (Math.abs(before) + above <= Number.MAX_SAFE_INTEGER) return before + above;
    return Number(origin * BigInt(count) + step * sumAt(sums, cell * SUM_WORDS));
  };
}

const WORD = 2 ** 32;
/** Up to this size the upper two words of a sum are an exact double, so that adding the lowest rounds only once. */
const MAX_HIGH = 2 ** 20;

/** The double nearest to the sum in the three words at index `at`. */
export function nearestDouble(words: Uint32Array, at: number): number {
  const high = words[at + 2]! | 0;
  if (high >= MAX_HIGH || high < -MAX_HIGH) return Number(sumAt(words, at));
  return (high * WORD + words[at + 1]!) * WORD + words[at]!;
}
