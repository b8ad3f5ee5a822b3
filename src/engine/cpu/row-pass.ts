import { PAGE_ROWS, type ColumnId } from '../columns/column';
import type { Bins, Clause } from '../frame/recording';
import type { Codes } from './bin-codes';
import type { AxisCodes } from './code-cache';
import { RangeTest } from './filter';
import type { PageStore } from './page-store';
import type { StoredPage } from './stored-page';

/** How many different clauses one pass can tell apart; the bit tests want non-negative words. */
export const MAX_CLAUSES = 30;

export interface Axis {
  readonly count: number;
  /** Codes of the page being visited. */
  readonly codes: Codes;
}

/** What a visitor sees of a page's rows; the codes are in the axes it asked for. */
export interface PageRows {
  readonly rows: number;
  /** The clauses that each row fails, as bits. */
  readonly failures: Int32Array;
  /** This page of a column asked for with {@link RowPass.raw}. */
  column(column: number): StoredPage;
}

/**
 * One pass over the rows on behalf of several kernels. Equal axes are coded once and equal clauses tested once per row,
 * whoever asks; codes that are still kept from an earlier pass are not made again.
 */
export class RowPass {
  readonly #store: PageStore;
  readonly #columns: ColumnId[] = [];
  readonly #axes = new Map<AxisCodes, { readonly column: number; readonly count: number; codes: Codes }>();
  readonly #tests = new Map<string, { column: number; test: RangeTest; bit: number }>();
  #failures = NO_FAILURES;

  constructor(store: PageStore) {
    this.#store = store;
  }

  axis(bins: Bins): Axis {
    const source = this.#store.codes.axis(bins);
    let axis = this.#axes.get(source);
    if (!axis) this.#axes.set(source, (axis = { column: this.raw(bins.column), count: bins.count, codes: NO_CODES }));
    return axis;
  }

  /** The bits of these clauses, or null when the pass can tell no more clauses apart. */
  need(clauses: readonly Clause[]): number | null {
    const fresh = clauses.filter((clause) => !this.#tests.has(nameOf(clause)));
    if (this.#tests.size + fresh.length > MAX_CLAUSES) return null;
    let need = 0;
    for (const clause of clauses) {
      const name = nameOf(clause);
      let test = this.#tests.get(name);
      if (!test) this.#tests.set(name, (test = { column: this.raw(clause.column), test: new RangeTest(clause), bit: 1 << this.#tests.size }));
      need |= test.bit;
    }
    return need;
  }

  /** Asks for a column's pages; the answer is what {@link PageRows.column} takes. */
  raw(column: ColumnId): number {
    const known = this.#columns.indexOf(column);
    return known >= 0 ? known : this.#columns.push(column) - 1;
  }

  /** One visitor's call per page, made by whoever iterates. Throws when a column is not resident. */
  *pages(): Generator<PageRows> {
    if (this.#tests.size > 0) this.#failures = new Int32Array(PAGE_ROWS);
    for (const [p, pages] of this.#store.zip(this.#columns).entries()) {
      if (this.#tests.size > 0) this.#failures.fill(0);
      for (const { column, test, bit } of this.#tests.values()) test.mark(pages[column]!, bit, this.#failures);
      for (const [source, axis] of this.#axes) axis.codes = this.#store.codes.codes(source, p, pages[axis.column]!);
      yield { rows: pages[0]!.rows, failures: this.#failures, column: (column) => pages[column]! };
    }
  }
}

const NO_CODES: Codes = new Uint16Array(0);
const NO_FAILURES = new Int32Array(PAGE_ROWS);

function nameOf({ column, keys }: Clause): string {
  return `${column}:${keys.join()}`;
}
