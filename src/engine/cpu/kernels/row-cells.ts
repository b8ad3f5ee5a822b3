import type { Codes } from '../columns/bin-codes';
import type { Mask } from './filter';
import type { Axis, RequestedFilter } from './row-pass';

/**
 * The cell of each row of a page, for accumulators that group by any number of dimensions. Rows that do not pass, or
 * lie outside the bins of a dimension, get one more cell after the last: loops accumulate it without a branch, and
 * discard it.
 */
export class RowCells {
  /** The number of cells, and the cell of rows to discard. */
  readonly count: number;
  readonly #axes: readonly Axis[];
  readonly #passing: RequestedFilter;
  #cells = new Uint32Array(0);

  constructor(axes: readonly Axis[], count: number, passing: RequestedFilter) {
    this.#axes = axes;
    this.count = count;
    this.#passing = passing;
  }

  /** The cells of the current page's rows, until the next call of {@link update}. Rows after them are undefined. */
  get cells(): Uint32Array<ArrayBuffer> {
    return this.#cells;
  }

  /** Computes the cells of the current page. */
  update(rows: number): void {
    if (this.#cells.length < rows) this.#cells = new Uint32Array(rows);
    const cells = this.#cells;
    const [x, ...others] = this.#axes;
    const { mask } = this.#passing;
    if (!x) cells.fill(0, 0, rows);
    else if (others.length === 0) cells.set(x.codes.length > rows ? x.codes.subarray(0, rows) : x.codes);
    else this.#join(rows);
    if (mask) dropFailing(cells, rows, mask, this.count);
  }

  /** Joins the codes of several dimensions, from the last to the first, digit by digit. */
  #join(rows: number): void {
    const last = this.#axes.length - 1;
    this.#cells.fill(0, 0, rows);
    for (let d = last; d >= 0; d--) putDigit(this.#axes[d]!.codes, this.#axes[d]!.count, rows, this.#cells, this.count);
  }
}

function putDigit(codes: Codes, count: number, rows: number, cells: Uint32Array, discarded: number): void {
  for (let i = 0; i < rows; i++) {
    const [code, cell] = [codes[i]!, cells[i]!];
    cells[i] = code === count || cell === discarded ? discarded : cell * count + code;
  }
}

/** Without branches, because a brush selects rows in an unpredictable order. Cells are less than 2³¹. */
function dropFailing(cells: Uint32Array, rows: number, mask: Mask, discarded: number): void {
  for (let i = 0; i < rows; i++) cells[i] = ((cells[i]! ^ discarded) & -mask[i]!) ^ discarded;
}
