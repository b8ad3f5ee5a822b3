import { NULL_KEY, type Encoding } from '../../columns/column';
import type { StoredPage } from '../columns/stored-page';
import { float64Words, integerWords } from '../columns/key-words';
import type { RowCells } from './row-cells';

/**
 * The smallest or the largest key of each cell. Keys are numbers, except on `u64` pages, which a column may mix with
 * pages of exact integers: those are kept as pairs of words.
 */
export class CellExtremes {
  readonly #encoding: Encoding;
  readonly #isMax: boolean;
  readonly #cells: number;
  /** NaN in cells without a key. */
  readonly #numbers: Float64Array;
  /** NULL words in cells without a key. Null before the first `u64` page. */
  #pairs: Uint32Array | null = null;

  constructor(encoding: Encoding, op: 'min' | 'max', cells: number) {
    this.#encoding = encoding;
    this.#isMax = op === 'max';
    this.#cells = cells;
    this.#numbers = new Float64Array(cells + 1).fill(NaN);
  }

  /** The extreme keys by cell, as numbers; NaN in cells without a key. Keys of `u64` pages are not included. */
  get numbers(): Float64Array {
    return this.#numbers.subarray(0, this.#cells);
  }

  add(page: StoredPage, { cells }: Pick<RowCells, 'cells'>): void {
    const [found, isMax] = [this.#numbers, this.#isMax];
    switch (page.lane) {
      case 'f32':
        return isMax ? maxF32(page.data, page.rows, cells, found) : minF32(page.data, page.rows, cells, found);
      case 'u32':
        return isMax
          ? maxU32(page.data, page.rows, cells, this.#cells, found)
          : minU32(page.data, page.rows, cells, this.#cells, found);
      case 'f64':
        return isMax ? maxF64(page.data, page.rows, cells, found) : minF64(page.data, page.rows, cells, found);
      case 'u64':
        this.#pairs ??= new Uint32Array(2 * this.#cells + 2).fill(NULL_KEY);
        return extremePairs(page.data, page.rows, cells, isMax, this.#pairs);
    }
  }

  words(): Uint32Array<ArrayBuffer> {
    return this.#mixed(keyWords(this.#encoding, this.numbers));
  }

  #mixed(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
    const pairs = this.#pairs;
    if (!pairs) return words;
    const cells = Uint32Array.from({ length: this.#cells }, (_, cell) => cell);
    extremePairs(pairs, this.#cells, cells, this.#isMax, words);
    return words;
  }
}

/** Keys as the words of a slot; NULL words for NaN. */
export function keyWords({ kind }: Encoding, numbers: Float64Array): Uint32Array<ArrayBuffer> {
  switch (kind) {
    case 'f32': {
      const words = new Uint32Array(Float32Array.from(numbers).buffer);
      return words.map((word, cell) => (Number.isNaN(numbers[cell]!) ? NULL_KEY : word));
    }
    case 'u32':
      return Uint32Array.from(numbers, (key) => (Number.isNaN(key) ? NULL_KEY : key));
    case 'float64':
      return pairsFrom(numbers, float64Words);
    case 'fixed64':
      return pairsFrom(numbers, integerWords);
  }
}

function pairsFrom(
  numbers: Float64Array,
  pairOf: (key: number) => readonly [low: number, high: number],
): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(2 * numbers.length).fill(NULL_KEY);
  numbers.forEach((key, cell) => {
    if (!Number.isNaN(key)) words.set(pairOf(key), 2 * cell);
  });
  return words;
}

// One loop per lane and direction: with shared source V8 would dispatch on the array's kind for every row. A NaN row is
// neither less nor greater than a key found before.

function minF32(data: Float32Array, rows: number, cells: Uint32Array, found: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const [key, cell] = [data[i]!, cells[i]!];
    const least = found[cell]!;
    if (key < least || Number.isNaN(least)) found[cell] = key;
  }
}

function maxF32(data: Float32Array, rows: number, cells: Uint32Array, found: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const [key, cell] = [data[i]!, cells[i]!];
    const greatest = found[cell]!;
    if (key > greatest || Number.isNaN(greatest)) found[cell] = key;
  }
}

function minF64(data: Float64Array, rows: number, cells: Uint32Array, found: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const [key, cell] = [data[i]!, cells[i]!];
    const least = found[cell]!;
    if (key < least || Number.isNaN(least)) found[cell] = key;
  }
}

function maxF64(data: Float64Array, rows: number, cells: Uint32Array, found: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const [key, cell] = [data[i]!, cells[i]!];
    const greatest = found[cell]!;
    if (key > greatest || Number.isNaN(greatest)) found[cell] = key;
  }
}

function minU32(data: Uint32Array, rows: number, cells: Uint32Array, discarded: number, found: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    const cell = key === NULL_KEY ? discarded : cells[i]!;
    const least = found[cell]!;
    if (key < least || Number.isNaN(least)) found[cell] = key;
  }
}

function maxU32(data: Uint32Array, rows: number, cells: Uint32Array, discarded: number, found: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    const cell = key === NULL_KEY ? discarded : cells[i]!;
    const greatest = found[cell]!;
    if (key > greatest || Number.isNaN(greatest)) found[cell] = key;
  }
}

function extremePairs(data: Uint32Array, rows: number, cells: Uint32Array, isMax: boolean, found: Uint32Array): void {
  for (let i = 0; i < rows; i++) {
    const [low, high, cell] = [data[2 * i]!, data[2 * i + 1]!, cells[i]!];
    if (low === NULL_KEY && high === NULL_KEY) continue;
    const [foundLow, foundHigh] = [found[2 * cell]!, found[2 * cell + 1]!];
    const isEmpty = foundLow === NULL_KEY && foundHigh === NULL_KEY;
    const isLess = high < foundHigh || (high === foundHigh && low < foundLow);
    const isEqual = high === foundHigh && low === foundLow;
    if (isEmpty || (isMax ? !isLess && !isEqual : isLess)) {
      found[2 * cell] = low;
      found[2 * cell + 1] = high;
    }
  }
}
