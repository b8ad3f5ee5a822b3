import type { ColumnId } from '../../columns/column';
import { SAMPLE_BLOCK_ROWS, type Bins, type Filter } from '../../frame/recording';
import { BinCoder, type Codes } from '../columns/bin-codes';
import type { AxisCodes } from '../columns/code-cache';
import type { Mask } from './filter';
import { sameBins } from '../columns/same-clause';
import type { PageStore } from '../columns/page-store';
import { RowPass, type Axis, type PageRows, type RequestedFilter } from './row-pass';
import { slicePage } from '../columns/stored-page';

interface GlancedAxis extends Axis {
  readonly bins: Bins;
  readonly coder: BinCoder;
  readonly column: number;
  /** Cached codes of whole pages, if another pass made them: a pan along x does not change y. */
  readonly kept: AxisCodes | null;
  /** Buffer for codes made here. */
  readonly own: Codes;
  codes: Codes;
}

/**
 * A pass over a sample's blocks of rows, for bins that will not be requested again. Their codes are made block by block
 * in memory that stays in the processor's cache, and are not cached. So a pan evicts nothing that a brush needs and
 * creates no garbage. Masks are cached as usual, because the brushes do not move.
 */
export class SamplePass {
  readonly #every: number;
  readonly #store: PageStore;
  readonly #pass: RowPass;
  readonly #axes: GlancedAxis[] = [];
  readonly #filters: { readonly whole: RequestedFilter; mask: Mask | null }[] = [];

  constructor(store: PageStore, every: number) {
    this.#every = every;
    this.#store = store;
    this.#pass = new RowPass(store);
  }

  axis(bins: Bins): Axis {
    const known = this.#axes.find((axis) => sameBins(axis.bins, bins));
    if (known) return known;
    const codes = bins.count < 1 << 16 ? new Uint16Array(SAMPLE_BLOCK_ROWS) : new Uint32Array(SAMPLE_BLOCK_ROWS);
    const axis = {
      bins,
      coder: new BinCoder(bins),
      column: this.requestColumn(bins.column),
      count: bins.count,
      kept: this.#store.codes.known(bins),
      own: codes,
      codes,
    };
    this.#axes.push(axis);
    return axis;
  }

  filter(filter: Filter): RequestedFilter {
    const passing = { whole: this.#pass.filter(filter), mask: null };
    this.#filters.push(passing);
    return passing;
  }

  requestColumn(column: ColumnId): number {
    return this.#pass.requestColumn(column);
  }

  *pages(): Generator<PageRows> {
    let p = -1;
    for (const page of this.#pass.pages()) {
      p++;
      const firstBlock = page.first / SAMPLE_BLOCK_ROWS;
      const skipped = (this.#every - (firstBlock % this.#every)) % this.#every;
      for (let from = skipped * SAMPLE_BLOCK_ROWS; from < page.rows; from += this.#every * SAMPLE_BLOCK_ROWS) {
        const to = Math.min(page.rows, from + SAMPLE_BLOCK_ROWS);
        for (const axis of this.#axes) {
          const kept = axis.kept?.pages[p];
          axis.codes = kept
            ? kept.subarray(from, to)
            : axis.coder.encodeInto(slicePage(page.column(axis.column), from, to), axis.own);
        }
        for (const passing of this.#filters) passing.mask = passing.whole.mask?.subarray(from, to) ?? null;
        yield {
          first: page.first + from,
          rows: to - from,
          column: (column) => slicePage(page.column(column), from, to),
        };
      }
    }
  }
}
