import type { Bins } from '../../frame/recording';
import { BinCoder } from '../columns/bin-codes';
import type { StoredPage } from '../columns/stored-page';
import { formOf, thresholdAt } from '../columns/thresholds';

/**
 * Some neighbouring bins of an axis, [from, to). Rows in them are found by comparing keys with the two ends, and only
 * theirs are coded: nothing is kept, for the next question has another window, and the codes that brushes live on stay.
 */
export class AxisWindow {
  readonly #from: number;
  readonly #to: number;
  /**
   * The window as bins of its own. Where the axis goes on, the next bin's first key is one bin more, in which nothing
   * counts.
   */
  readonly #bins: Bins;

  constructor(bins: Bins, from: number, to: number) {
    this.#from = from;
    this.#to = to;
    const width = bins.lane === 'u64' ? 2 : 1;
    const goesOn = to < bins.count;
    const keys = bins.keys.slice(width * from, width * (to + 1));
    this.#bins = { ...bins, count: to - from + (goesOn ? 1 : 0), keys: goesOn ? closed(keys, width) : keys };
  }

  /**
   * Writes the rows that may be inside, ascending; answers how many. Those for which {@link binsOf} has no bin are
   * beside it.
   */
  rowsWithin(page: StoredPage, rows: Uint32Array): number {
    if (page.lane === 'u64') {
      const bin = this.binsOf(page);
      let found = 0;
      for (let row = 0; row < page.rows; row++) if (bin(row) >= 0) rows[found++] = row;
      return found;
    }
    const form = formOf(page);
    const { keys, count } = this.#bins;
    const first = thresholdAt(form, keys, 0, 'first');
    const last = thresholdAt(form, keys, count, 'last');
    if (page.lane === 'f32') return withinF32(page.data, page.rows, first, last, rows);
    return page.lane === 'u32'
      ? withinU32(page.data, page.rows, first, last, rows)
      : withinF64(page.data, page.rows, first, last, rows);
  }

  /** The bin of a row of the page, by its number on the whole axis; -1 outside of the window. */
  binsOf(page: StoredPage): (row: number) => number {
    const [from, size] = [this.#from, this.#to - this.#from];
    if (page.lane === 'u64') {
      const codes = new BinCoder(this.#bins).encode(page);
      return (row) => (codes[row]! < size ? from + codes[row]! : -1);
    }
    const { data } = page;
    const form = formOf(page);
    const { keys, count } = this.#bins;
    const starts = Float64Array.from({ length: count }, (_, i) => thresholdAt(form, keys, i, 'first'));
    const last = thresholdAt(form, keys, count, 'last');
    return (row) => {
      const key = data[row]!;
      if (!(key >= starts[0]! && key <= last)) return -1;
      let [low, high] = [0, count];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (key >= starts[middle]!) low = middle;
        else high = middle;
      }
      return low < size ? from + low : -1;
    };
  }
}

/** The first key of the last bin is its last one, too. */
function closed(keys: Bins['keys'], width: number): Bins['keys'] {
  const longer =
    keys instanceof Float32Array ? new Float32Array(keys.length + width) : new Uint32Array(keys.length + width);
  longer.set(keys);
  longer.set(keys.subarray(keys.length - width), keys.length);
  return longer;
}

// One loop per lane, as in bin-codes.ts.

function withinF32(data: Float32Array, count: number, first: number, last: number, rows: Uint32Array): number {
  let found = 0;
  for (let row = 0; row < count; row++) if (data[row]! >= first && data[row]! <= last) rows[found++] = row;
  return found;
}

function withinU32(data: Uint32Array, count: number, first: number, last: number, rows: Uint32Array): number {
  let found = 0;
  for (let row = 0; row < count; row++) if (data[row]! >= first && data[row]! <= last) rows[found++] = row;
  return found;
}

function withinF64(data: Float64Array, count: number, first: number, last: number, rows: Uint32Array): number {
  let found = 0;
  for (let row = 0; row < count; row++) if (data[row]! >= first && data[row]! <= last) rows[found++] = row;
  return found;
}
