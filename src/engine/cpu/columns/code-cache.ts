import type { ColumnId } from '../../columns/column';
import type { Bins } from '../../frame/recording';
import { BinCoder, type Codes } from './bin-codes';
import { PageLru } from './page-lru';
import { sameBins } from './same-clause';
import type { StoredPage } from './stored-page';

/** The codes of one axis for the pages that are cached. */
export interface AxisCodes {
  readonly bins: Bins;
  readonly coder: BinCoder;
  readonly pages: Codes[];
  /** Few axes of the column are cached: these codes are, too, though they may never be used again. */
  readonly isOfFew: boolean;
  /** The pages whose codes were used, but not cached. */
  readonly used: Set<number>;
}

/** How many codes of 16 bits a worker keeps. Enough for twelve axes over 5M rows, one worker's half of 10M. */
export const CACHED_CODES = 1 << 26;
const BUDGET_BYTES = 2 * CACHED_CODES;

/**
 * Plots that count one column together share an axis. Others are of plots that came or went: without a limit, those of
 * a page that scrolls would fill the cache.
 */
const AXES_OF_COLUMN = 6;
/** More axes of a column than this are cached only once they are used again: most plots count their rows once. */
const AXES_AT_ONCE = 2;

/** Caches bin codes. A row's bin does not depend on any brush, so a new brush only has to count small integers. */
export class CodeCache {
  readonly #axes: PageLru<AxisCodes>;

  constructor(budgetBytes = BUDGET_BYTES) {
    this.#axes = new PageLru(budgetBytes);
  }

  get sizeBytes(): number {
    return this.#axes.sizeBytes;
  }

  /** The axis of these bins. Bins with equal columns and thresholds share an axis, whichever request they came in. */
  axis(bins: Bins): AxisCodes {
    return this.#axes.use(
      (axis) => sameBins(axis.bins, bins),
      () => {
        const isOfColumn = (axis: AxisCodes): boolean => axis.bins.column === bins.column;
        this.#axes.keepLast(isOfColumn, AXES_OF_COLUMN - 1);
        const isOfFew = this.#axes.count((axis) => isOfColumn(axis) && axis.pages.length > 0) < AXES_AT_ONCE;
        return { bins, coder: new BinCoder(bins), pages: [], isOfFew, used: new Set() };
      },
    );
  }

  /** The cached axis of these bins, or null. */
  known(bins: Bins): AxisCodes | null {
    return this.#axes.find((axis) => sameBins(axis.bins, bins));
  }

  /** The codes of page `place`. Read-only for callers, which may keep them: an index does. */
  codes(axis: AxisCodes, place: number, page: StoredPage): Codes {
    const cached = axis.pages[place];
    if (cached) return cached;
    const codes = axis.coder.encode(page);
    if (axis.isOfFew || axis.used.has(place)) this.#axes.store(axis, place, codes);
    else axis.used.add(place);
    return codes;
  }

  /** Drops all codes of a column. */
  forget(column: ColumnId): void {
    this.#axes.drop(({ bins }) => bins.column === column);
  }

  /** Drops all codes. */
  clear(): void {
    this.#axes.clear();
  }
}
