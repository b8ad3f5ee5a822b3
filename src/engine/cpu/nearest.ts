import { NO_ROW, type Bins, type NearestCall } from '../frame/recording';
import { BinCoder, type Codes } from './bin-codes';
import type { Mask } from './filter';
import type { StoredPage } from './stored-page';

/** The bins of one axis that are near enough to count, as an axis of their own: [from, to) of the whole one. */
interface Window {
  readonly from: number;
  readonly count: number;
  readonly coder: BinCoder;
}

/**
 * The nearest row of the pages added. Only the bins within reach are coded, page by page, and not kept: the next question has other ones,
 * and the codes that brushes live on stay.
 */
export class Nearest {
  readonly #call: NearestCall;
  readonly #x: Window | null;
  readonly #y: Window | null;
  #best: readonly number[] = [NO_ROW, NO_ROW, NO_ROW, NO_ROW];

  constructor(call: NearestCall) {
    this.#call = call;
    this.#x = windowOf(call.x, call.at[0], call.radius);
    this.#y = call.y && windowOf(call.y, call.at[1], call.radius);
  }

  /** @param first the number of the page's first row; pages may come in any order */
  add(first: number, x: StoredPage, y: StoredPage | null, mask: Mask | null): void {
    if (!this.#x || (y && !this.#y)) return;
    const xs = this.#x.coder.encode(x);
    const found = y ? this.#scan2d(first, xs, this.#x, this.#y!.coder.encode(y), this.#y!, mask) : this.#scan1d(first, xs, this.#x, mask);
    this.#best = nearer(this.#best, found);
  }

  words(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#best);
  }

  #scan1d(first: number, xs: Codes, { from, count }: Window, mask: Mask | null): readonly number[] {
    const centre = this.#call.at[0] - from;
    let least = this.#call.radius ** 2 + 1;
    let best = -1;
    for (let i = 0; i < xs.length; i++) {
      if (xs[i]! >= count) continue;
      const squared = (xs[i]! - centre) ** 2;
      if (squared >= least || (mask !== null && mask[i] === 0)) continue;
      least = squared;
      best = i;
    }
    return best < 0 ? this.#best : [least, first + best, from + xs[best]!, 0];
  }

  #scan2d(first: number, xs: Codes, { from, count }: Window, ys: Codes, y: Window, mask: Mask | null): readonly number[] {
    const x0 = this.#call.at[0] - from;
    const y0 = this.#call.at[1] - y.from;
    const rows = y.count;
    let least = this.#call.radius ** 2 + 1;
    let best = -1;
    for (let i = 0; i < xs.length; i++) {
      if (xs[i]! >= count || ys[i]! >= rows) continue;
      const dx = xs[i]! - x0;
      const dy = ys[i]! - y0;
      const squared = dx * dx + dy * dy;
      if (squared >= least || (mask !== null && mask[i] === 0)) continue;
      least = squared;
      best = i;
    }
    return best < 0 ? this.#best : [least, first + best, from + xs[best]!, y.from + ys[best]!];
  }
}

/** Two answers' words as one: the smaller distance, then the smaller row. */
export function nearer<Words extends ArrayLike<number>>(a: Words, b: Words): Words {
  return b[0]! < a[0]! || (b[0] === a[0] && b[1]! < a[1]!) ? b : a;
}

/** Null when the axis has no bin within reach. */
function windowOf(bins: Bins, centre: number, radius: number): Window | null {
  const from = Math.max(0, centre - radius);
  const to = Math.min(bins.count, centre + radius + 1);
  if (from >= to) return null;
  // A last key is one inside: where the axis goes on, the next bin's first key is one more bin, of which nothing counts.
  const count = to < bins.count ? to - from + 1 : to - from;
  const width = bins.lane === 'pair' ? 2 : 1;
  const keys = bins.keys.slice(width * from, width * (from + count + (to < bins.count ? 0 : 1)));
  return { from, count: to - from, coder: new BinCoder({ ...bins, count, keys: to < bins.count ? closed(keys, width) : keys }) };
}

/** The first key of the last bin is its last one, too. */
function closed(keys: Bins['keys'], width: number): Bins['keys'] {
  const longer = keys instanceof Float32Array ? new Float32Array(keys.length + width) : new Uint32Array(keys.length + width);
  longer.set(keys);
  longer.set(keys.subarray(keys.length - width), keys.length);
  return longer;
}
