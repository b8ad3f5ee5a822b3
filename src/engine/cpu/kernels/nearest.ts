import { NO_ROW, type Bins, type NearestCall } from '../../frame/recording';
import { AxisWindow } from './axis-window';
import type { Mask } from './filter';
import type { StoredPage } from '../columns/stored-page';

/**
 * The nearest row of the added pages. First finds the rows within reach in x, which are few, and then tests only these
 * in y.
 */
export class Nearest {
  readonly #call: NearestCall;
  readonly #x: AxisWindow | null;
  readonly #y: AxisWindow | null;
  #candidates = new Uint32Array(0);
  #best: readonly number[] = [NO_ROW, NO_ROW, NO_ROW, NO_ROW];

  constructor(call: NearestCall) {
    this.#call = call;
    this.#x = windowOf(call.x, call.at[0], call.radius);
    this.#y = call.y && windowOf(call.y, call.at[1], call.radius);
  }

  /** @param first the number of the page's first row; pages may come in any order */
  add(first: number, x: StoredPage, y: StoredPage | null, mask: Mask | null): void {
    if (!this.#x || (y && !this.#y)) return;
    if (this.#candidates.length < x.rows) this.#candidates = new Uint32Array(x.rows);
    const found = this.#x.rowsWithin(x, this.#candidates);
    const binX = this.#x.binsOf(x);
    const binY = y && this.#y!.binsOf(y);
    const { at, radius } = this.#call;
    let least = radius * radius + 1;
    let best: readonly number[] | null = null;
    for (let c = 0; c < found; c++) {
      const row = this.#candidates[c]!;
      if (mask !== null && mask[row] === 0) continue;
      const j = binY ? binY(row) : 0;
      const i = j < 0 ? -1 : binX(row);
      if (i < 0) continue;
      const squared = (i - at[0]) ** 2 + (binY ? (j - at[1]) ** 2 : 0);
      if (squared >= least) continue;
      least = squared;
      best = [squared, first + row, i, j];
    }
    if (best) this.#best = nearer(this.#best, best);
  }

  words(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#best);
  }
}

/** The better of two results: the smaller distance, then the smaller row. */
export function nearer<Words extends ArrayLike<number>>(a: Words, b: Words): Words {
  return b[0]! < a[0]! || (b[0] === a[0] && b[1]! < a[1]!) ? b : a;
}

/** Null if no bin of the axis is within reach. */
function windowOf(bins: Bins, centre: number, radius: number): AxisWindow | null {
  const from = Math.max(0, centre - radius);
  const to = Math.min(bins.count, centre + radius + 1);
  return from < to ? new AxisWindow(bins, from, to) : null;
}
