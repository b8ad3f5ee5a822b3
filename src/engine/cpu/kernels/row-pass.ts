import type { ColumnId } from '../../columns/column';
import type { Bins, Filter } from '../../frame/recording';
import type { Codes } from '../columns/bin-codes';
import type { AxisCodes } from '../columns/code-cache';
import { narrow, type Mask, type TestedPage } from './filter';
import type { ClauseMasks } from '../columns/mask-cache';
import type { PageStore } from '../columns/page-store';
import type { StoredPage } from '../columns/stored-page';

export interface Axis {
  readonly count: number;
  /** Codes of the current page. */
  readonly codes: Codes;
}

/** A filter that a visitor requested. */
export interface RequestedFilter {
  /** The rows of the current page that pass; null if there is no clause. */
  readonly mask: Mask | null;
}

/** Rows of the relation by number: from ≤ row < to. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const ALL_ROWS: Span = { from: 0, to: Infinity };

/** The rows of a page, as passed to a visitor. The axes and filters that it requested hold their codes and masks. */
export interface PageRows {
  readonly rows: number;
  /** The number of its first row in the relation. */
  readonly first: number;
  /** The current page of a column requested with {@link RowPass.requestColumn}. */
  column(column: number): StoredPage;
}

/**
 * A filter of several clauses extends one with fewer: crossfiltered views share long prefixes, which are joined once.
 */
interface Joined extends RequestedFilter {
  mask: Mask | null;
  readonly before: Joined | null;
  readonly last: ClauseMasks | null;
  readonly longer: Map<ClauseMasks, Joined>;
}

/**
 * One pass over the rows for several kernels. Equal axes are coded once and equal clauses tested once per row, even if
 * several kernels request them; codes and masks in the caches are reused.
 */
export class RowPass {
  readonly #store: PageStore;
  readonly #columns: ColumnId[] = [];
  readonly #axes = new Map<AxisCodes, { readonly column: number; readonly count: number; codes: Codes }>();
  readonly #all: Joined = { mask: null, before: null, last: null, longer: new Map() };
  /** In an order in which each can be made from earlier ones. */
  readonly #joined: Joined[] = [];

  constructor(store: PageStore) {
    this.#store = store;
  }

  axis(bins: Bins): Axis {
    const source = this.#store.codes.axis(bins);
    let axis = this.#axes.get(source);
    if (!axis)
      this.#axes.set(source, (axis = { column: this.requestColumn(bins.column), count: bins.count, codes: NO_CODES }));
    return axis;
  }

  filter(filter: Filter): RequestedFilter {
    let joined = this.#all;
    for (const clause of filter) {
      const masks = this.#store.masks.clause(clause);
      for (const id of masks.reads) this.requestColumn(id);
      let longer = joined.longer.get(masks);
      if (!longer) {
        longer = { mask: null, before: joined, last: masks, longer: new Map() };
        joined.longer.set(masks, longer);
        this.#joined.push(longer);
      }
      joined = longer;
    }
    return joined;
  }

  /** Requests a column's pages. Returns the argument for {@link PageRows.column}. */
  requestColumn(column: ColumnId): number {
    const known = this.#columns.indexOf(column);
    return known >= 0 ? known : this.#columns.push(column) - 1;
  }

  /** Yields once per page that has rows of the span. Throws if a column is not resident. */
  *pages({ from, to }: Span = ALL_ROWS): Generator<PageRows> {
    const firstRows = this.#columns.length > 0 ? this.#store.firstRows(this.#columns[0]!) : [];
    for (const [p, pages] of this.#store.zip(this.#columns).entries()) {
      const { rows } = pages[0]!;
      if (firstRows[p]! + rows <= from || firstRows[p]! >= to) continue;
      const tested: TestedPage = {
        rows,
        column: (id) => pages[this.#columns.indexOf(id)]!,
        codes: (bins) =>
          this.#store.codes.codes(this.#store.codes.axis(bins), p, pages[this.#columns.indexOf(bins.column)]!),
      };
      for (const joined of this.#joined) {
        const last = this.#store.masks.mask(joined.last!, p, tested);
        const before = joined.before!.mask;
        joined.mask = before ? narrow(before.slice(), last) : last;
      }
      for (const [source, axis] of this.#axes) axis.codes = this.#store.codes.codes(source, p, pages[axis.column]!);
      yield { rows, first: firstRows[p]!, column: (column) => pages[column]! };
    }
  }
}

const NO_CODES: Codes = new Uint16Array(0);
