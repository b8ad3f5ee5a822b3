import type { Bins } from '../../frame/recording';
import type { StoredPage } from './stored-page';
import { formOf, lastPair, thresholdAt, type Form } from './thresholds';

/**
 * The bin index of each row of a page; `count` for rows in no bin. 16 bits wide unless an axis has too many bins for
 * that.
 */
export type Codes = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/**
 * Maps rows to bin indexes, exactly: a multiplication finds the cell of a row in a fine, even grid, a table the first
 * bin of that cell, and one comparison whether the row is in the next bin. Where several bins begin in one cell, a
 * binary search among them follows. A row outside every bin gets `count`, so counting needs no branch: such rows go to
 * an extra cell that is discarded.
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
    else if (table.isCrowded) encodeCrowded(page.data, page.rows, table, codes);
    else if (page.lane === 'f32') encodeF32(page.data, page.rows, table, codes);
    else if (page.lane === 'u32') encodeU32(page.data, page.rows, table, codes);
    else encodeF64(page.data, page.rows, table, codes);
    return codes;
  }
}

interface BinTable {
  readonly count: number;
  /**
   * [first key, last key, cells per unit of key]. In an array: V8 keeps a field boxed if it once held an integer, and
   * the loops would unbox it for every row.
   */
  readonly line: Float64Array;
  /**
   * The first key of each bin, then NaN, which no key reaches. On pairs: the distance from `first`, rounded; the exact
   * thresholds are in `words`.
   */
  readonly starts: Float64Array;
  /**
   * For every cell, the bin of its first keys, and then the last bin. On pairs an estimate, which may be off by some
   * bins.
   */
  readonly cells: Uint32Array;
  /** Whether more than one bin begins in some cell. */
  readonly isCrowded: boolean;
  /** Packed thresholds; the last one is below the NULL key. Pairs only. */
  readonly words: Uint32Array;
}

/** Fits into the fastest memory of a processor. */
const FEWEST_CELLS = 2048;
/** How many times more cells there are if bins of uneven widths crowd them. */
const FINER = 8;
const NO_WORDS = new Uint32Array(0);

function scalarTable(form: Form, { count, keys }: Bins): BinTable {
  const starts = Float64Array.from({ length: count + 1 }, (_, i) =>
    i < count ? thresholdAt(form, keys, i, 'first') : NaN,
  );
  const last = thresholdAt(form, keys, count, 'last');
  const coarse = grid(starts, last, 2 ** Math.ceil(Math.log2(Math.max(FEWEST_CELLS, 2 * count))));
  const fine = coarse.isCrowded ? grid(starts, last, FINER * (coarse.cells.length - 1)) : coarse;
  return { count, starts, words: NO_WORDS, ...(fine.isCrowded ? coarse : fine) };
}

/**
 * Both the rows and the starts of bins go through the same multiplication, whose rounding keeps their order. So all
 * bins that start in an earlier cell than a row start below it, and those in a later cell above it.
 */
function grid(starts: Float64Array, last: number, size: number): Pick<BinTable, 'line' | 'cells' | 'isCrowded'> {
  const first = starts[0]!;
  const wanted = (size - 1) / (last - first);
  const scale = Number.isFinite(wanted) && wanted > 0 ? wanted : 0;
  const cells = new Uint32Array(size + 1);
  let isCrowded = false;
  let cell = 0;
  let bin = 0;
  // No key reaches a NaN.
  while (!Number.isNaN(starts[bin + 1]!)) {
    const at = ((starts[bin + 1]! - first) * scale) | 0;
    isCrowded ||= at === cell && bin > 0;
    while (cell < at) cells[++cell] = bin;
    bin++;
  }
  cells.fill(bin, cell + 1);
  return { line: Float64Array.of(first, last, scale), cells, isCrowded };
}

function pairTable({ count, keys }: Bins): BinTable {
  const words = Uint32Array.from(keys);
  words.set(lastPair(keys, count), 2 * count);
  const distance = (i: number) => (words[2 * i + 1]! - words[1]!) * 4294967296 + (words[2 * i]! - words[0]!);
  const starts = Float64Array.from({ length: count + 1 }, (_, i) => (i < count ? distance(i) : NaN));
  return { count, starts, words, ...grid(starts, distance(count), FEWEST_CELLS) };
}

// One loop per lane: with shared source V8 would dispatch on the array's kind for every row. Whether a row is in the
// next bin is arithmetic, not a branch, which processors can't predict.

function encodeF32(data: Float32Array, rows: number, { count, line, starts, cells }: BinTable, codes: Codes): void {
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      const bin = cells[((key - first) * scale) | 0]!;
      codes[i] = bin + +(key >= starts[bin + 1]!);
    } else {
      codes[i] = count;
    }
  }
}

function encodeU32(data: Uint32Array, rows: number, { count, line, starts, cells }: BinTable, codes: Codes): void {
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      const bin = cells[((key - first) * scale) | 0]!;
      codes[i] = bin + +(key >= starts[bin + 1]!);
    } else {
      codes[i] = count;
    }
  }
}

function encodeF64(data: Float64Array, rows: number, { count, line, starts, cells }: BinTable, codes: Codes): void {
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      const bin = cells[((key - first) * scale) | 0]!;
      codes[i] = bin + +(key >= starts[bin + 1]!);
    } else {
      codes[i] = count;
    }
  }
}

function encodeCrowded(
  data: Float32Array | Uint32Array | Float64Array,
  rows: number,
  { count, line, starts, cells }: BinTable,
  codes: Codes,
): void {
  const [first, last, scale] = [line[0]!, line[1]!, line[2]!];
  for (let i = 0; i < rows; i++) {
    const key = data[i]!;
    if (key >= first && key <= last) {
      const cell = ((key - first) * scale) | 0;
      let bin = cells[cell]!;
      for (let more = cells[cell + 1]! - bin; more > 0;) {
        const half = (more + 1) >> 1;
        bin += half * +(key >= starts[bin + half]!);
        more -= half;
      }
      codes[i] = bin;
    } else {
      codes[i] = count;
    }
  }
}

function encodePair(data: Uint32Array, rows: number, table: BinTable, codes: Codes): void {
  const { count, line, cells, words } = table;
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
    let bin = cells[(((high - firstHigh) * 4294967296 + (low - firstLow)) * scale) | 0]!;
    while (high < words[2 * bin + 1]! || (high === words[2 * bin + 1]! && low < words[2 * bin]!)) bin--;
    while (
      bin + 1 < count &&
      (high > words[2 * bin + 3]! || (high === words[2 * bin + 3]! && low >= words[2 * bin + 2]!))
    )
      bin++;
    codes[i] = bin;
  }
}
