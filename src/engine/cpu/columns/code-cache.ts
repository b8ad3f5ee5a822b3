import type { ColumnId } from '../../columns/column';
import type { Bins } from '../../frame/recording';
import { BinCoder, type Codes } from './bin-codes';
import { sameBins } from './mask-cache';
import type { StoredPage } from './stored-page';

/** The codes of one axis, as far as they are kept. */
export interface AxisCodes {
  readonly bins: Bins;
  readonly coder: BinCoder;
  /** By the page's place among this worker's pages. */
  readonly pages: Codes[];
}

/** Enough for a dozen axes over 5M rows, which is one worker's half of 10M. */
const BUDGET_BYTES = 1 << 27;

/**
 * Bin codes, kept from one kernel call to the next: which bin a row is in does not depend on any brush, so a new brush
 * only counts small integers. Beyond the budget the axes that were asked for longest ago go first.
 */
export class CodeCache {
  readonly #budgetBytes: number;
  /** Least recently asked for first. */
  #axes: AxisCodes[] = [];
  #sizeBytes = 0;

  constructor(budgetBytes = BUDGET_BYTES) {
    this.#budgetBytes = budgetBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** The axis of these bins: known when column and thresholds are the same, whatever message they came in. */
  axis(bins: Bins): AxisCodes {
    const known = this.#axes.findIndex((axis) => sameBins(axis.bins, bins));
    const [axis] = known >= 0 ? this.#axes.splice(known, 1) : [{ bins, coder: new BinCoder(bins), pages: [] }];
    this.#axes.push(axis!);
    return axis!;
  }

  /** The axis of these bins, if any of its codes are kept. */
  known(bins: Bins): AxisCodes | null {
    return this.#axes.find((axis) => sameBins(axis.bins, bins)) ?? null;
  }

  /** Codes of page `p`, which are read from then on and never written. */
  codes(axis: AxisCodes, p: number, page: StoredPage): Codes {
    const kept = axis.pages[p];
    if (kept) return kept;
    const codes = axis.coder.encode(page);
    // An axis that was dropped while an index was being built over it still answers, but keeps no more.
    if (this.#axes.includes(axis) && this.#makeRoom(codes.byteLength, axis)) axis.pages[p] = codes;
    return codes;
  }

  /** Drops all codes of a column. */
  forget(column: ColumnId): void {
    for (const axis of this.#axes.filter(({ bins }) => bins.column === column)) this.#drop(axis);
  }

  /** Drops all codes. */
  clear(): void {
    this.#axes = [];
    this.#sizeBytes = 0;
  }

  #makeRoom(bytes: number, wanted: AxisCodes): boolean {
    while (this.#sizeBytes + bytes > this.#budgetBytes) {
      const oldest = this.#axes[0]!;
      if (oldest === wanted) return false;
      this.#drop(oldest);
    }
    this.#sizeBytes += bytes;
    return true;
  }

  #drop(axis: AxisCodes): void {
    this.#axes = this.#axes.filter((other) => other !== axis);
    for (const codes of axis.pages) if (codes) this.#sizeBytes -= codes.byteLength;
  }
}
