import type { PageRows } from '../cpu/kernels/row-pass';
import type { RowCells } from '../cpu/kernels/row-cells';
import type { StoredPage } from '../cpu/columns/stored-page';
import { fillAddends, tableOf, type CellTable } from './addends';
import type { RequestedAddend } from './sum-tile';
import { cellArray, type CellArray, type PartBuilder, type ViewPart, type YieldToEventLoop } from './view-part';

/** The data of a page that the second pass needs. */
interface BucketedPage {
  readonly pixels: Uint32Array;
  readonly cells: Uint32Array;
  readonly columns: readonly (StoredPage | null)[];
}

/**
 * Rows' passive cells and addends, sorted by active pixel, for any accumulators and any number of dimensions; see
 * {@link ViewPart}. A counting sort, as in {@link DeltaBuilder}.
 */
export class SumDeltaBuilder implements PartBuilder {
  readonly #pixels: RowCells;
  readonly #cells: RowCells;
  readonly #addends: readonly RequestedAddend[];
  readonly #pages: BucketedPage[] = [];
  /** The number of rows in pixel p is at p + 1. The last entry is the number of rows outside the view or all pixels. */
  readonly #starts: Uint32Array<ArrayBuffer>;

  constructor(pixels: RowCells, cells: RowCells, addends: readonly RequestedAddend[]) {
    [this.#pixels, this.#cells, this.#addends] = [pixels, cells, addends];
    this.#starts = new Uint32Array(pixels.count + 2);
  }

  add(page: PageRows): void {
    const { rows } = page;
    this.#pixels.update(rows);
    this.#cells.update(rows);
    const pixels = this.#pixels.cells.slice(0, rows);
    const cells = this.#cells.cells.slice(0, rows);
    countPixels(pixels, cells, this.#pixels.count, this.#cells.count, this.#starts);
    const columns = this.#addends.map(({ column }) => (column === null ? null : page.column(column)));
    this.#pages.push({ pixels, cells, columns });
  }

  async finish(yieldToEventLoop: YieldToEventLoop): Promise<ViewPart | null> {
    const starts = this.#starts;
    for (let pixel = 1; pixel < starts.length; pixel++) starts[pixel]! += starts[pixel - 1]!;
    const rows = starts[starts.length - 1]!;
    const counted = starts[starts.length - 2]!;
    const sorted = cellArray(this.#cells.count, rows);
    const values = this.#addends.map(({ addend }) => (addend.of === 'row' ? null : new Float64Array(rows)));
    const next = starts.slice();
    let scratch = new Float64Array(0);
    for (const { pixels, cells, columns } of this.#pages) {
      const places = new Uint32Array(pixels.length);
      for (let i = 0; i < pixels.length; i++) places[i] = next[pixels[i]!]!++;
      scatter(places, cells, sorted);
      if (scratch.length < pixels.length) scratch = new Float64Array(pixels.length);
      this.#addends.forEach(({ addend }, i) => {
        if (addend.of === 'row' || addend.of === 'extreme') return;
        fillAddends(addend, columns[i]!, scratch);
        const own = values[i]!;
        for (let row = 0; row < places.length; row++) own[places[row]!] = scratch[row]!;
      });
      if (!(await yieldToEventLoop())) return null;
    }
    const cells = sorted.subarray(0, counted);
    const addends = values.map((own) => own && own.slice(0, counted));
    const full = this.#addends.map(({ addend }, i): CellTable => {
      const table = tableOf(addend, this.#cells.count);
      const own = addends[i] ?? null;
      for (let row = 0; row < counted; row++) table[cells[row]!]! += own ? own[row]! : 1;
      return table;
    });
    return { kind: 'delta', starts: starts.slice(0, -1), cells, addends, full };
  }
}

/** Counts the rows of each pixel. A row outside all cells is assigned to the pixel after the last one. */
function countPixels(
  pixels: Uint32Array,
  cells: Uint32Array,
  nowhere: number,
  cellCount: number,
  starts: Uint32Array,
): void {
  for (let i = 0; i < pixels.length; i++) {
    const pixel = cells[i] === cellCount ? nowhere : pixels[i]!;
    pixels[i] = pixel;
    starts[pixel + 1]!++;
  }
}

function scatter(places: Uint32Array, cells: Uint32Array, sorted: CellArray): void {
  for (let i = 0; i < places.length; i++) sorted[places[i]!] = cells[i]!;
}
