import { wordsPerKey } from '../../columns/column';
import type { Bins } from '../../frame/recording';
import { BinCoder } from '../columns/bin-codes';
import type { StoredPage } from '../columns/stored-page';
import { formOf, thresholdAt } from '../columns/thresholds';
import { rowsWithin } from './rows-within';

/**
 * A window of neighboring bins of an axis, [from, to). Compares keys with its two ends and codes only the rows inside.
 * Caches nothing: the next request has another window, and the cached codes that brushes use must stay.
 */
export class AxisWindow {
  readonly #from: number;
  readonly #to: number;
  /**
   * The bins of the window. If the axis continues after it, there is one more bin at the end, whose rows are ignored.
   */
  readonly #bins: Bins;
  /** The first and the last key of these bins. */
  readonly #ends: Bins['keys'];

  constructor(bins: Bins, from: number, to: number) {
    this.#from = from;
    this.#to = to;
    const width = wordsPerKey(bins.lane);
    const goesOn = to < bins.count;
    const keys = bins.keys.slice(width * from, width * (to + 1));
    this.#bins = { ...bins, count: to - from + (goesOn ? 1 : 0), keys: goesOn ? closed(keys, width) : keys };
    this.#ends = endsOf(this.#bins.keys, width);
  }

  /**
   * Writes the rows that may be inside, in ascending order, and returns their number. {@link binsOf} gives -1 for those
   * that are not.
   */
  rowsWithin(page: StoredPage, rows: Uint32Array): number {
    return rowsWithin(this.#ends, page)(0, page.rows, rows);
  }

  /** Returns a function from a row of the page to its bin on the whole axis; -1 outside of the window. */
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

function endsOf(keys: Bins['keys'], width: number): Bins['keys'] {
  const ends = keys.slice(0, 2 * width);
  ends.set(keys.subarray(keys.length - width), width);
  return ends;
}

/** A last bin with a single key: its first key is also its last. */
function closed(keys: Bins['keys'], width: number): Bins['keys'] {
  const longer =
    keys instanceof Float32Array ? new Float32Array(keys.length + width) : new Uint32Array(keys.length + width);
  longer.set(keys);
  longer.set(keys.subarray(keys.length - width), keys.length);
  return longer;
}
