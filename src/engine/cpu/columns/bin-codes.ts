import type { Bins } from '../../frame/recording';
import type { StoredPage } from './stored-page';
import { formOf, lastPair, thresholdAt, type Form } from './thresholds';

/**
 * The bin index of each row of a page; `count` for rows in no bin. 16 bits wide unless an axis has too many bins for
 * that.
 */
export type Codes = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/**
 * Maps rows to bin indexes, exactly: a multiplication estimates the bin, comparisons with the thresholds correct it. If
 * the thresholds are too uneven for a straight line, a small table gives the highest bin that a row can be in. A row
 * outside every bin gets `count`, so counting needs no branch: such rows go to an extra cell that is discarded.
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

  /** Writes one code per row into `codes` and returns it. */
  encodeInto(page: StoredPage, codes: Codes): Codes {
    const form = formOf(page);
    let table = this.#tables.get(form);
    if (!table)
      this.#tables.set(form, (table = form === 'u64' ? pairTable(this.#bins) : scalarTable(form, this.#bins)));
    if (page.lane === 'u64') encodePair(page.data, page.rows, table, codes);
    else if (page.lane === 'f32') (table.straight ? encodeF32 : encodeUnevenF32)(page.data, page.rows, table, codes);
    else if (page.lane === 'u32') (table.straight ? encodeU32 : encodeUnevenU32)(page.data, page.rows, table, codes);
    else (table.straight ? encodeF64 : encodeUnevenF64)(page.data, page.rows, table, codes);
    return codes;
  }
}

interface BinTable {
  readonly count: number;
  /**
   * [first key, last key, estimated bins (or cells of `estimates`) per unit of key]. In an array: V8 keeps a field
   * boxed if it once held an integer, and the loops would unbox it for every row.
   */
  readonly line: Float64Array;
  /**
   * The first key of each bin, then two sentinels that no key exceeds. On pairs: the distance from `first`, rounded;
   * the exact thresholds are in `words`.
   */
  readonly starts: Float64Array;
  /** Whether the estimate by `line` alone is off by at most one bin. */
  readonly straight: boolean;
  /** The highest bin of the keys in every cell, if the line is not straight. */
  readonly estimates: Uint32Array;
  /** Packed thresholds; the last one is below the NULL key. Pairs only. */
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
  return { count, starts, straight, words: NO_WORDS, ...estimator(starts, count, first, last) };
}

/**
 * The loops below correct by at most one bin. So the estimate for every bin's first key must be that bin or the one
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
  const starts = Float64Array.from({ length: count }, (_, i) => distance(i));
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
  // By the arithmetic of the loops, which never puts a greater key into a lower cell: so no key is in a higher bin than
  // its cell says. No key reaches a threshold that is NaN.
  const cellOf = (bin: number): number => (Number.isNaN(starts[bin]) ? Infinity : ((starts[bin]! - first) * scale) | 0);
  const estimates = new Uint32Array(CELLS + 2);
  let bin = 0;
  for (let cell = 0; cell < estimates.length; cell++) {
    while (bin < count - 1 && cellOf(bin + 1) <= cell) bin++;
    estimates[cell] = bin;
  }
  return { line: Float64Array.of(first, last, scale), estimates };
}

// One loop per lane: with shared source V8 would dispatch on the array's kind for every row. Unlike a brush's branches,
// these nearly always go the same way; they measured faster than arithmetic.

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

// Only downwards: whole numbers are often thresholds themselves, and going up would guess wrong at every second one.

function encodeUnevenF32(data: Float32Array, rows: number, table: BinTable, codes: Codes): void {
  const { count, line, starts, estimates } = table;
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      let bin = estimates[((key - first) * scale) | 0]!;
      while (!(key >= starts[bin]!)) bin--;
      codes[i] = bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodeUnevenU32(data: Uint32Array, rows: number, table: BinTable, codes: Codes): void {
  const { count, line, starts, estimates } = table;
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      let bin = estimates[((key - first) * scale) | 0]!;
      while (!(key >= starts[bin]!)) bin--;
      codes[i] = bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodeUnevenF64(data: Float64Array, rows: number, table: BinTable, codes: Codes): void {
  const { count, line, starts, estimates } = table;
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      let bin = estimates[((key - first) * scale) | 0]!;
      while (!(key >= starts[bin]!)) bin--;
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
    codes[i] = bin;
  }
}
