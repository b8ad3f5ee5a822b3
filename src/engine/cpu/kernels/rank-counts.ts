import { partsOf, type RanksCall } from '../../frame/recording';
import type { StoredPage } from '../columns/stored-page';
import type { Mask } from './filter';

const SIGN = 0x8000_0000;

/** Counts rows by parts of an interval of keys. The last count is that of rows outside. Pages may come in any order. */
export class RankCounts {
  readonly #call: RanksCall;
  readonly #parts: number;
  readonly #counts: Uint32Array<ArrayBuffer>;

  constructor(call: RanksCall) {
    this.#call = call;
    this.#parts = partsOf(call);
    this.#counts = new Uint32Array(this.#parts + 1);
  }

  add(_first: number, page: StoredPage, mask: Mask | null): void {
    const { shift } = this.#call;
    const passing = mask ?? allOf(page.rows);
    switch (page.lane) {
      case 'f32':
        return countFloats(wordsOf(page.data), page.rows, this.#from, this.#length, shift, passing, this.#counts);
      case 'u32':
        return countWords(page.data, page.rows, this.#from, this.#length, shift, passing, this.#counts);
      case 'f64':
        return page.image === 'float64'
          ? countDoubles(wordsOf(page.data), page.rows, this.#pair, shift, passing, this.#counts)
          : countIntegers(page.data, page.rows, this.#from, this.#length, shift, passing, this.#counts);
      case 'u64':
        return countPairs(page.data, page.rows, this.#pair, shift, passing, this.#counts);
    }
  }

  words(): Uint32Array<ArrayBuffer> {
    return this.#counts.slice(0, this.#parts);
  }

  get #from(): number {
    return Number(this.#call.first);
  }

  get #length(): number {
    return Number(this.#call.last - this.#call.first);
  }

  /** First ordinal and length, low words first. */
  get #pair(): readonly [number, number, number, number] {
    const { first, last } = this.#call;
    const [firstWords, lengthWords] = [first, last - first].map((wide) => [
      Number(wide & 0xffff_ffffn),
      Number(wide >> 32n),
    ]);
    return [...firstWords!, ...lengthWords!] as [number, number, number, number];
  }
}

let ones: Mask = new Uint8Array(0);

/** A mask that all rows pass. */
function allOf(rows: number): Mask {
  if (ones.length < rows) ones = new Uint8Array(rows).fill(1);
  return ones;
}

function wordsOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

// One loop per lane, as in filter.ts. The differences are unsigned, so one comparison finds the rows outside, NULL
// among them; these go to the cell after the last one.

function countWords(
  keys: Uint32Array,
  rows: number,
  first: number,
  length: number,
  shift: number,
  mask: Mask,
  counts: Uint32Array,
): void {
  const outside = counts.length - 1;
  for (let row = 0; row < rows; row++) {
    const from = (keys[row]! - first) >>> 0;
    counts[from <= length ? from >>> shift : outside]! += mask[row]!;
  }
}

function countFloats(
  bits: Uint32Array,
  rows: number,
  first: number,
  length: number,
  shift: number,
  mask: Mask,
  counts: Uint32Array,
): void {
  const outside = counts.length - 1;
  for (let row = 0; row < rows; row++) {
    const word = bits[row]!;
    // As floatOrdinal(), without a branch: signs are in no order.
    const from = ((word ^ ((word >> 31) | SIGN)) + (word >>> 31) - first) >>> 0;
    counts[from <= length ? from >>> shift : outside]! += mask[row]!;
  }
}

/** Long integers that are exact as doubles. */
function countIntegers(
  values: Float64Array,
  rows: number,
  first: number,
  length: number,
  shift: number,
  mask: Mask,
  counts: Uint32Array,
): void {
  const outside = counts.length - 1;
  const scale = 2 ** -shift;
  for (let row = 0; row < rows; row++) {
    const from = values[row]! - first;
    counts[from >= 0 && from <= length ? Math.floor(from * scale) : outside]! += mask[row]!;
  }
}

function countDoubles(
  words: Uint32Array,
  rows: number,
  interval: readonly [number, number, number, number],
  shift: number,
  mask: Mask,
  counts: Uint32Array,
): void {
  const partOf = partOfPair(interval, shift, counts.length - 1);
  for (let row = 0; row < rows; row++) {
    const high = words[2 * row + 1]!;
    const sign = high >> 31;
    counts[partOf(words[2 * row]! ^ sign, high ^ (sign | SIGN))]! += mask[row]!;
  }
}

function countPairs(
  words: Uint32Array,
  rows: number,
  interval: readonly [number, number, number, number],
  shift: number,
  mask: Mask,
  counts: Uint32Array,
): void {
  const partOf = partOfPair(interval, shift, counts.length - 1);
  for (let row = 0; row < rows; row++) counts[partOf(words[2 * row]!, words[2 * row + 1]!)]! += mask[row]!;
}

/** Finds the part of an ordinal of two words, which may be signed. */
function partOfPair(
  [firstLow, firstHigh, lengthLow, lengthHigh]: readonly [number, number, number, number],
  shift: number,
  outside: number,
): (low: number, high: number) => number {
  const isLow = shift < 32;
  return (low, high) => {
    const unsigned = low >>> 0;
    const fromLow = (unsigned - firstLow) >>> 0;
    const fromHigh = ((high >>> 0) - firstHigh - (unsigned < firstLow ? 1 : 0)) >>> 0;
    if (fromHigh > lengthHigh || (fromHigh === lengthHigh && fromLow > lengthLow)) return outside;
    if (!isLow) return fromHigh >>> (shift - 32);
    return shift === 0 ? fromLow : ((fromLow >>> shift) | (fromHigh << (32 - shift))) >>> 0;
  };
}
