import { NULL_KEY, type Column, type Encoding, type Extent, type Keys } from './column';
import { valueOf } from './keys';

/** What one pass over the keys of a column finds. */
export interface MeasuredKeys {
  /** Rows without a key. */
  readonly nulls: number;
  /** Rows with ±∞: only floats have keys for them. */
  readonly infinite: number;
  readonly extent: Extent;
}

/** Measures encoded pages in one pass, where they are made: kernels need not do it later. */
export function measurePages({ encoding, pages }: Pick<Column, 'encoding' | 'pages'>): MeasuredKeys {
  const found = new Found(encoding);
  for (const { rows, keys } of pages) {
    if (encoding.kind === 'f32') measureFloats(keys as Float32Array, rows, found);
    else if (encoding.kind === 'u32') measureWords(keys as Uint32Array, rows, found);
    else measurePairs(keys, rows, encoding.kind === 'float64' ? DOUBLES : INTEGERS, found);
  }
  return found;
}

class Found implements MeasuredKeys {
  readonly #encoding: Encoding;
  nulls = 0;
  infinite = 0;
  #min = Infinity;
  #max = -Infinity;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  get extent(): Extent {
    return this.#min > this.#max ? null : [this.#min, this.#max];
  }

  /** Keys of a page: the smallest and the largest finite one. */
  add(min: number | bigint, max: number | bigint): void {
    this.#min = Math.min(this.#min, valueOf(this.#encoding, min));
    this.#max = Math.max(this.#max, valueOf(this.#encoding, max));
  }
}

function measureFloats(keys: Float32Array, rows: number, found: Found): void {
  let [min, max, nulls, infinite] = [Infinity, -Infinity, 0, 0];
  for (let row = 0; row < rows; row++) {
    const key = keys[row]!;
    if (key - key === 0) {
      if (key < min) min = key;
      if (key > max) max = key;
    } else if (key !== key) nulls++;
    else infinite++;
  }
  found.nulls += nulls;
  found.infinite += infinite;
  if (min <= max) found.add(min, max);
}

function measureWords(keys: Uint32Array, rows: number, found: Found): void {
  let [min, max, nulls] = [NULL_KEY, 0, 0];
  for (let row = 0; row < rows; row++) {
    const key = keys[row]!;
    if (key === NULL_KEY) nulls++;
    else {
      if (key < min) min = key;
      if (key > max) max = key;
    }
  }
  found.nulls += nulls;
  if (nulls < rows) found.add(min, max);
}

/** The first and the last pair of words, high word first, of finite values. */
interface FinitePairs {
  readonly first: readonly [high: number, low: number];
  readonly last: readonly [high: number, low: number];
}

const INTEGERS: FinitePairs = { first: [0, 0], last: [NULL_KEY, NULL_KEY - 1] };
/** Between the images of -∞ and +∞. */
const DOUBLES: FinitePairs = { first: [0x0010_0000, 0], last: [0xffef_ffff, 0xffff_ffff] };

function measurePairs(keys: Keys, rows: number, { first, last }: FinitePairs, found: Found): void {
  const [firstHigh, firstLow] = first;
  const [lastHigh, lastLow] = last;
  let [minHigh, minLow, maxHigh, maxLow] = [NULL_KEY, NULL_KEY, 0, 0];
  let [nulls, infinite] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const low = keys[2 * row]!;
    const high = keys[2 * row + 1]!;
    if (high > lastHigh || (high === lastHigh && low > lastLow)) {
      if (high === NULL_KEY && low === NULL_KEY) nulls++;
      else infinite++;
    } else if (high < firstHigh || (high === firstHigh && low < firstLow)) {
      infinite++;
    } else {
      if (high < minHigh || (high === minHigh && low < minLow)) {
        minHigh = high;
        minLow = low;
      }
      if (high > maxHigh || (high === maxHigh && low > maxLow)) {
        maxHigh = high;
        maxLow = low;
      }
    }
  }
  found.nulls += nulls;
  found.infinite += infinite;
  if (nulls + infinite < rows) found.add(pair(minHigh, minLow), pair(maxHigh, maxLow));
}

function pair(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
