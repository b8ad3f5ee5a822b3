import type { Bins } from '../../frame/recording';
import type { StoredPage } from './stored-page';
import { formOf, lastPair, thresholdAt, type Form } from './thresholds';

/**
 * A bin index for every row of a page; `count` for rows in no bin. Sixteen bits unless an axis has more bins than that.
 */
export type Codes = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/**
 * Rows to bin indexes, exactly: a multiplication gives an estimate, comparisons with the thresholds correct it. Where
 * the thresholds stand too unevenly for a straight line, a small table gives the estimate. A row outside every bin gets
 * `count`, so that counting needs no branch: it lands in a cell that is thrown away.
 */
export class BinCoder {
  readonly #bins: Bins;
  readonly #tables = new Map<Form, BinTable>();

  constructor(bins: Bins) {
    this.#bins = bins;
  }

  encode(page: StoredPage): Codes {
    return this.encodeInto(page, this.#bins.count < 1 << 16 ? new Uint16Array(page.rows) : new Uint32Array(page.rows));
  }

  /** As many codes as there are rows, into `codes`, which is returned. */
  encodeInto(page: StoredPage, codes: Codes): Codes {
    const form = formOf(page);
    let table = this.#tables.get(form);
    if (!table)
      this.#tables.set(form, (table = form === 'u64' ? pairTable(this.#bins) : scalarTable(form, this.#bins)));
    if (page.lane === 'u64') encodePair(page.data, page.rows, table, codes);
    else if (!table.straight) encodeUneven(page.data, page.rows, table, codes);
    else if (page.lane === 'f32') encodeF32(page.data, page.rows, table, codes);
    else if (page.lane === 'u32') encodeU32(page.data, page.rows, table, codes);
    else encodeF64(page.data, page.rows, table, codes);
    return codes;
  }
}

interface BinTable {
  readonly count: number;
  /**
   * [first key, last key, estimated bins (or cells of `estimates`) per unit of key]. In an array, because V8 keeps a
   * field that was once an integer boxed, and the loops would unbox it for every row.
   */
  readonly line: Float64Array;
  /**
   * The first key of each bin, then two that no key is beyond. On pairs: the distance from `first`, rounded; `words`
   * has the truth.
   */
  readonly starts: Float64Array;
  /** The estimate by `line` alone is never further off than the next bin. */
  readonly straight: boolean;
  /** An estimate of the bin for every cell, when the line is not straight. */
  readonly estimates: Uint32Array;
  /** Packed thresholds; the last one kept off the NULL key. Pairs only. */
  readonly words: Uint32Array;
}

const CELLS = 2048;
const NO_WORDS = new Uint32Array(0);

function scalarTable(form: Form, { count, keys }: Bins): BinTable {
  const starts = Float64Array.from({ length: count + 2 }, (_, i) =>
    i < count ? thresholdAt(form, keys, i, 'first') : Infinity,
  );
  const first = starts[0]!;
  const last = thresholdAt(form, keys, count, 'last');
  const scale = count > 1 ? (count - 1) / (starts[count - 1]! - first) : 0;
  const straight = isStraight(starts, count, last, scale);
  if (straight)
    return { count, line: Float64Array.of(first, last, scale), starts, straight, estimates: NO_WORDS, words: NO_WORDS };
  starts.fill(NaN, count); // the last bin may hold infinity itself
  return { count, starts, straight, words: NO_WORDS, ...estimator(starts, count, first, last) };
}

/**
 * The loops below correct by one bin at most, so the estimate of every bin's first key must be that bin or the one
 * before.
 */
function isStraight(starts: Float64Array, count: number, last: number, scale: number): boolean {
  for (let bin = 0; bin < count; bin++) {
    const estimate = Math.floor((starts[bin]! - starts[0]!) * scale);
    if (!(estimate === bin || estimate === bin - 1)) return false;
  }
  return last < Infinity && (last - starts[0]!) * scale < count + 1;
}

function pairTable({ count, keys }: Bins): BinTable {
  const words = Uint32Array.from(keys);
  words.set(lastPair(keys, count), 2 * count);
  const distance = (i: number) => (words[2 * i + 1]! - words[1]!) * 4294967296 + (words[2 * i]! - words[0]!);
  const starts = Float64Array.from({ length: count + 1 }, (_, i) => (i < count ? distance(i) : NaN));
  return { count, starts, words, straight: false, ...estimator(starts, count, 0, distance(count)) };
}

function estimator(
  starts: Float64Array,
  count: number,
  first: number,
  last: number,
): Pick<BinTable, 'line' | 'estimates'> {
  const wanted = CELLS / (last - first);
  const scale = Number.isFinite(wanted) && wanted > 0 ? wanted : 0;
  const estimates = new Uint32Array(CELLS + 2);
  let bin = 0;
  for (let cell = 0; cell < estimates.length && scale > 0; cell++) {
    while (bin < count - 1 && starts[bin + 1]! <= first + cell / scale) bin++;
    estimates[cell] = bin;
  }
  return { line: Float64Array.of(first, last, scale), estimates };
}

// One loop per lane: shared source would make V8 dispatch on the array's kind for every row. Unlike a
// brush's, these branches nearly always go one way, and were measured to be faster than arithmetic.

function encodeF32(data: Float32Array, rows: number, { count, line, starts }: BinTable, codes: Codes): void {
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      const bin = ((key - first) * scale) | 0;
      codes[i] = key < starts[bin]! ? bin - 1 : key >= starts[bin + 1]! ? bin + 1 : bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodeU32(data: Uint32Array, rows: number, { count, line, starts }: BinTable, codes: Codes): void {
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      const bin = ((key - first) * scale) | 0;
      codes[i] = key < starts[bin]! ? bin - 1 : key >= starts[bin + 1]! ? bin + 1 : bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodeF64(data: Float64Array, rows: number, { count, line, starts }: BinTable, codes: Codes): void {
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      const bin = ((key - first) * scale) | 0;
      codes[i] = key < starts[bin]! ? bin - 1 : key >= starts[bin + 1]! ? bin + 1 : bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodeUneven(
  data: Float32Array | Uint32Array | Float64Array,
  rows: number,
  table: BinTable,
  codes: Codes,
): void {
  const { count, line, starts, estimates } = table;
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
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
  const { count, line, estimates, words } = table;
  const scale = line[2]!;
  const firstLow = words[0]!;
  const firstHigh = words[1]!;
  const lastLow = words[2 * count]!;
  const lastHigh = words[2 * count + 1]!;
  for (let i = 0; i < rows; i++) {
    const low = data[2 * i]!;
    const high = data[2 * i + 1]!;
    if (
      high < firstHigh ||
      (high === firstHigh && low < firstLow) ||
      high > lastHigh ||
      (high === lastHigh && low > lastLow)
    ) {
      codes[i] = count;
      continue;
    }
    let bin = estimates[(((high - firstHigh) * 4294967296 + (low - firstLow)) * scale) | 0]!;
    while (high < words[2 * bin + 1]! || (high === words[2 * bin + 1]! && low < words[2 * bin]!)) bin--;
    while (
      bin + 1 < count &&
      (high > words[2 * bin + 3]! || (high === words[2 * bin + 3]! && low >= words[2 * bin + 2]!))
    )
      bin++;
    codes[i] = bin;
  }
}
