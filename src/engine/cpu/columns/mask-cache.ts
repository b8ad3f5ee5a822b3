import type { ColumnId } from '../../columns/column';
import { columnsOf } from '../../frame/clause-columns';
import type { Clause } from '../../frame/recording';
import { testOf, type Mask, type RowTest, type TestedPage } from '../kernels/filter';
import { PageLru } from './page-lru';
import { sameClause } from './same-clause';

/** The masks of one clause for the pages that are cached. */
export interface ClauseMasks {
  readonly clause: Clause;
  /** The columns it reads. */
  readonly reads: readonly ColumnId[];
  readonly test: RowTest;
  readonly pages: Mask[];
}

/** Enough for six clauses over 5M rows, one worker's half of 10M. */
const BUDGET_BYTES = 1 << 25;
/** Upper bound of clauses, however small their masks are. */
const MAX_CLAUSES = 256;

/**
 * Caches masks of clauses, so that an unchanged brush is not tested again each time the pointer enters another plot.
 */
export class MaskCache {
  readonly #clauses: PageLru<ClauseMasks>;

  constructor(budgetBytes = BUDGET_BYTES) {
    this.#clauses = new PageLru(budgetBytes, MAX_CLAUSES);
  }

  get sizeBytes(): number {
    return this.#clauses.sizeBytes;
  }

  /** The masks of this clause. Equal clauses share them, whichever request they came in. */
  clause(clause: Clause): ClauseMasks {
    return this.#clauses.use(
      (masks) => sameClause(masks.clause, clause),
      () => ({ clause, reads: columnsOf(clause), test: testOf(clause), pages: [] }),
    );
  }

  /** The mask of page `place`. Read-only for callers. */
  mask(masks: ClauseMasks, place: number, page: TestedPage): Mask {
    const cached = masks.pages[place];
    if (cached) return cached;
    const mask = masks.test(page);
    // A clause that reads no column would never be invalidated, while pages of other tables differ in length.
    if (masks.reads.length > 0) this.#clauses.store(masks, place, mask);
    return mask;
  }

  /** Drops all masks of clauses that read a column. */
  forget(id: ColumnId): void {
    this.#clauses.drop(({ reads }) => reads.includes(id));
  }
}
