import type { Bins } from '../frame/recording';
import type { StoredPage } from './stored-page';
import { formOf, lastPair, thresholdAt, type Form } from './thresholds';

/** A bin index for every row of a page; `count` for rows in no bin. Sixteen bits unless an axis has more bins than that. */
export type Codes = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/**
 * Rows to bin indexes, exactly: a multiplication and a small table give an estimate, comparisons with the thresholds correct
 * it. A row outside every bin gets `count`, so that counting needs no branch: it lands in a cell that is thrown away.
 */
export class BinCoder {
  readonly #bins: Bins;
  readonly #tables = new Map<Form, BinTable>();

  constructor(bins: Bins) {
    this.#bins = bins;
  }

  encode(page: StoredPage): Codes {
    const form = formOf(page);
    let table = this.#tables.get(form);
    if (!table) this.#tables.set(form, (table = form === 'pair' ? pairTable(this.#bins) : scalarTable(form, this.#bins)));
    const codes = this.#bins.count < 1 << 16 ? new Uint16Array(page.rows) : new Uint32Array(page.rows);
    switch (page.lane) {
      case 'f32': encodeF32(page.data, page.rows, table, codes); break;
      case 'u32': encodeU32(page.data, page.rows, table, codes); break;
      case 'f64': encodeF64(page.data, page.rows, table, codes); break;
      case 'pair': encodePair(page.data, page.rows, table, codes); break;
    }
    return codes;
  }
}

interface BinTable {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** The first key of each bin, then NaN, which no key is ≥. On pairs: the distance from `first`, rounded; `words` has the truth. */
  readonly starts: Float64Array;
  /** Cells of the estimate per unit of key. */
  readonly scale: number;
  /** An estimate of the bin for every cell. */
  readonly estimates: Uint32Array;
  /** Packed thresholds; the last one kept off the NULL key. Pairs only. */
  readonly words: Uint32Array;
}

const UNEVEN_CELLS = 2048;
const NO_WORDS = new Uint32Array(0);

function scalarTable(form: Form, { count, keys, even }: Bins): BinTable {
  const starts = Float64Array.from({ length: count + 1 }, (_, i) => (i < count ? thresholdAt(form, keys, i, 'first') : NaN));
  const first = starts[0]!;
  const last = thresholdAt(form, keys, count, 'last');
  return { count, first, last, starts, words: NO_WORDS, ...estimator(starts, count, first, last, even) };
}

function pairTable({ count, keys, even }: Bins): BinTable {
  const words = Uint32Array.from(keys);
  words.set(lastPair(keys, count), 2 * count);
  const distance = (i: number) => (words[2 * i + 1]! - words[1]!) * 4294967296 + (words[2 * i]! - words[0]!);
  const starts = Float64Array.from({ length: count + 1 }, (_, i) => (i < count ? distance(i) : NaN));
  return { count, first: 0, last: distance(count), starts, words, ...estimator(starts, count, 0, distance(count), even) };
}

function estimator(starts: Float64Array, count: number, first: number, last: number, even: boolean): Pick<BinTable, 'scale' | 'estimates'> {
  const evenScale = count > 1 ? (count - 1) / (starts[count - 1]! - first) : 0;
  if (even && (last - first) * evenScale <= 2 * count) {
    return { scale: evenScale, estimates: Uint32Array.from({ length: 2 * count + 2 }, (_, cell) => Math.min(cell, count - 1)) };
  }
  const scale = finite(UNEVEN_CELLS / (last - first));
  const estimates = new Uint32Array(UNEVEN_CELLS + 2);
  let bin = 0;
  for (let cell = 0; cell < estimates.length && scale > 0; cell++) {
    while (bin < count - 1 && starts[bin + 1]! <= first + cell / scale) bin++;
    estimates[cell] = bin;
  }
  return { scale, estimates };
}

function finite(scale: number): number {
  return Number.isFinite(scale) && scale > 0 ? scale : 0;
}

function encodeF32(data: Float32Array, rows: number, table: BinTable, codes: Codes): void {
  const { count, first, last, starts, scale, estimates } = table;
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      let bin = estimates[((key - first) * scale) | 0]!;
      while (key < starts[bin]!) bin--;
      while (key >= starts[bin + 1]!) bin++;
      codes[i] = bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodeU32(data: Uint32Array, rows: number, table: BinTable, codes: Codes): void {
  const { count, first, last, starts, scale, estimates } = table;
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      let bin = estimates[((key - first) * scale) | 0]!;
      while (key < starts[bin]!) bin--;
      while (key >= starts[bin + 1]!) bin++;
      codes[i] = bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodeF64(data: Float64Array, rows: number, table: BinTable, codes: Codes): void {
  const { count, first, last, starts, scale, estimates } = table;
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      let bin = estimates[((key - first) * scale) | 0]!;
      while (key < starts[bin]!) bin--;
      while (key >= starts[bin + 1]!) bin++;
      codes[i] = bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodePair(data: Uint32Array, rows: number, table: BinTable, codes: Codes): void {
  const { count, scale, estimates, words } = table;
  const firstLow = words[0]!;
  const firstHigh = words[1]!;
  const lastLow = words[2 * count]!;
  const lastHigh = words[2 * count + 1]!;
  for (let i = 0; i < rows; i++) {
    const low = data[2 * i]!;
    const high = data[2 * i + 1]!;
    if ((high < firstHigh || (high === firstHigh && low < firstLow)) || (high > lastHigh || (high === lastHigh && low > lastLow))) {
      codes[i] = count;
      continue;
    }
    let bin = estimates[(((high - firstHigh) * 4294967296 + (low - firstLow)) * scale) | 0]!;
    while (high < words[2 * bin + 1]! || (high === words[2 * bin + 1]! && low < words[2 * bin]!)) bin--;
    while (bin + 1 < count && (high > words[2 * bin + 3]! || (high === words[2 * bin + 3]! && low >= words[2 * bin + 2]!))) bin++;
    codes[i] = bin;
  }
}
