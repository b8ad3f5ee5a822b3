import type { Codes } from '../columns/bin-codes';
import type { Mask } from './filter';
import type { Axis } from './row-pass';

/** The cell of a row outside the bins of any dimension. */
const NO_CELL = 0xffff_ffff;

/**
 * Counts rows in the cells of any number of dimensions, x fastest. The general path: one pass over the codes of each
 * dimension, from the last to the first, builds the cell numbers digit by digit.
 */
export class CellCounter {
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly #dimensions: readonly Axis[];
  /** Partial cell numbers of the page's rows. */
  #cells = new Uint32Array(0);

  constructor(dimensions: readonly Axis[], cells: number) {
    this.#dimensions = dimensions;
    this.counts = new Uint32Array(cells);
  }

  /** `mask`: the rows that pass; null for all. */
  add(rows: number, mask: Mask | null): void {
    if (this.#cells.length < rows) this.#cells = new Uint32Array(rows);
    const cells = this.#cells.fill(0, 0, rows);
    for (let d = this.#dimensions.length - 1; d >= 0; d--) {
      const { codes, count } = this.#dimensions[d]!;
      putDigit(codes, count, rows, cells);
    }
    countCells(cells, rows, mask, this.counts);
  }
}

function putDigit(codes: Codes, count: number, rows: number, cells: Uint32Array): void {
  for (let i = 0; i < rows; i++) {
    const [code, cell] = [codes[i]!, cells[i]!];
    cells[i] = code === count || cell === NO_CELL ? NO_CELL : cell * count + code;
  }
}

function countCells(cells: Uint32Array, rows: number, mask: Mask | null, counts: Uint32Array): void {
  for (let i = 0; i < rows; i++) {
    if (cells[i] !== NO_CELL && (mask === null || mask[i] === 1)) counts[cells[i]!]!++;
  }
}
