import type { ColumnId } from '../../columns/column';
import type { Bins, Clause, Filter } from '../../frame/recording';
import { readsOf, testOf, type Mask, type RowTest, type TestedPage } from '../kernels/filter';

/** The masks of one clause, as far as they are kept. */
export interface ClauseMasks {
  readonly clause: Clause;
  /** The columns it reads. */
  readonly reads: readonly ColumnId[];
  readonly test: RowTest;
  /** By the page's place among this worker's pages. */
  readonly pages: Mask[];
}

/** Enough for six clauses over 5M rows, which is one worker's half of 10M. */
const BUDGET_BYTES = 1 << 25;

/**
 * Masks of clauses, kept from one kernel call to the next: the brushes that stand still while another moves are not
 * tested again whenever the pointer goes from plot to plot. Beyond the budget the clauses that were asked for longest
 * ago go first.
 */
export class MaskCache {
  readonly #budgetBytes: number;
  /** Least recently asked for first. */
  #clauses: ClauseMasks[] = [];
  #sizeBytes = 0;

  constructor(budgetBytes = BUDGET_BYTES) {
    this.#budgetBytes = budgetBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** The masks of this clause: known when it says the same, whatever message it came in. */
  clause(clause: Clause): ClauseMasks {
    const known = this.#clauses.findIndex((masks) => sameClause(masks.clause, clause));
    const [masks] =
      known >= 0
        ? this.#clauses.splice(known, 1)
        : [{ clause, reads: readsOf(clause), test: testOf(clause), pages: [] }];
    this.#clauses.push(masks!);
    if (this.#clauses.length > MOST_CLAUSES) this.#drop(this.#clauses[0]!);
    return masks!;
  }

  /** The mask of page `p`, which is read from then on and never written. */
  mask(masks: ClauseMasks, p: number, page: TestedPage): Mask {
    const kept = masks.pages[p];
    if (kept) return kept;
    const mask = masks.test(page);
    // A clause that was dropped while an index was being built over it still answers, but keeps no more.
    // One that reads nothing would outlive every table, and stand for pages of other lengths.
    if (masks.reads.length > 0 && this.#clauses.includes(masks) && this.#makeRoom(mask.byteLength, masks))
      masks.pages[p] = mask;
    return mask;
  }

  /** Drops all masks that a column took part in. */
  forget(id: ColumnId): void {
    for (const masks of this.#clauses.filter(({ reads }) => reads.includes(id))) this.#drop(masks);
  }

  #makeRoom(bytes: number, wanted: ClauseMasks): boolean {
    while (this.#sizeBytes + bytes > this.#budgetBytes) {
      const oldest = this.#clauses[0]!;
      if (oldest === wanted) return false;
      this.#drop(oldest);
    }
    this.#sizeBytes += bytes;
    return true;
  }

  #drop(masks: ClauseMasks): void {
    this.#clauses = this.#clauses.filter((other) => other !== masks);
    for (const mask of masks.pages) if (mask) this.#sizeBytes -= mask.byteLength;
  }
}

/** Clauses known at once, however few bytes their masks take. */
const MOST_CLAUSES = 256;

function sameClause(a: Clause, b: Clause): boolean {
  switch (a.kind) {
    case 'range':
      return b.kind === 'range' && a.column === b.column && sameWords(a.keys, b.keys);
    case 'set':
      return b.kind === 'set' && a.column === b.column && sameWords(a.words, b.words);
    case 'cells':
      return b.kind === 'cells' && sameAll(a.bins, b.bins, sameBins) && sameWords(a.words, b.words);
    case 'any':
      return b.kind === 'any' && sameAll(a.of, b.of, sameFilter);
    case 'not':
      return b.kind === 'not' && sameFilter(a.of, b.of);
  }
}

function sameFilter(a: Filter, b: Filter): boolean {
  return sameAll(a, b, sameClause);
}

export function sameBins(a: Bins, b: Bins): boolean {
  return a.column === b.column && a.count === b.count && sameWords(a.keys, b.keys);
}

function sameAll<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i]!));
}

function sameWords(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
