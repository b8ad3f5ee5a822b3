import type { ColumnId } from '../columns/column';
import type { Bins, Clause } from '../frame/recording';
import { BinCoder } from './bin-codes';
import { RangeTest } from './filter';
import type { PageStore } from './page-store';
import type { StoredPage } from './stored-page';

/** Rows handled at once: small enough for a block of codes per axis to stay in the first-level caches. */
export const BLOCK_ROWS = 4096;

/** How many different clauses one pass can tell apart; the bit tests want non-negative words. */
export const MAX_CLAUSES = 30;

export interface Axis {
  readonly count: number;
  /** Codes of the current block. */
  readonly codes: Uint32Array;
}

/** What a visitor sees of a block: codes are in the axes it asked for. */
export interface Block {
  readonly rows: number;
  readonly failures: Int32Array;
  readonly start: number;
  /** This block's page of a column asked for with {@link RowPass.raw}. */
  page(column: number): StoredPage;
}

/**
 * One pass over the rows on behalf of several kernels. Equal axes are coded once and equal clauses tested once per row,
 * whoever asks.
 */
export class RowPass {
  readonly #columns: ColumnId[] = [];
  readonly #axes = new Map<string, { column: number; coder: BinCoder; codes: Uint32Array }>();
  readonly #tests = new Map<string, { column: number; test: RangeTest; bit: number }>();

  axis(bins: Bins): Axis {
    const name = `${bins.column}:${bins.count}:${bins.keys.join()}`;
    let axis = this.#axes.get(name);
    if (!axis) this.#axes.set(name, (axis = { column: this.raw(bins.column), coder: new BinCoder(bins), codes: new Uint32Array(BLOCK_ROWS) }));
    return { count: bins.count, codes: axis.codes };
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

  /** Asks for a column's pages; the answer is what {@link Block.page} takes. */
  raw(column: ColumnId): number {
    const known = this.#columns.indexOf(column);
    return known >= 0 ? known : this.#columns.push(column) - 1;
  }

  pages(store: PageStore): StoredPage[][] {
    return store.zip(this.#columns);
  }

  visitPage(pages: readonly StoredPage[], visit: (block: Block) => void): void {
    const pageRows = pages[0]?.rows ?? 0;
    for (let start = 0; start < pageRows; start += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, pageRows - start);
      if (this.#tests.size > 0) this.#failures.fill(0);
      for (const { column, test, bit } of this.#tests.values()) test.mark(pages[column]!, start, rows, bit, this.#failures);
      for (const { column, coder, codes } of this.#axes.values()) coder.encode(pages[column]!, start, rows, codes);
      visit({ rows, start, failures: this.#failures, page: (column) => pages[column]! });
    }
  }

  readonly #failures = new Int32Array(BLOCK_ROWS);
}

function nameOf({ column, keys }: Clause): string {
  return `${column}:${keys.join()}`;
}
