import type { PageRows } from '../cpu/kernels/row-pass';
import { CellExtremes } from '../cpu/kernels/cell-extremes';
import type { RowCells } from '../cpu/kernels/row-cells';
import { fillAddends, tableOf, type Addend, type CellTable } from './addends';
import { prefixSum } from './tile';
import type { PartBuilder, ViewPart } from './view-part';

/** An addend, and the index of its column in a pass; null for an addend of 1 per row. */
export interface RequestedAddend {
  readonly addend: Addend;
  readonly column: number | null;
}

/**
 * Tables of addends by (active pixel, passive cell), for any accumulators and any number of dimensions; see {@link
 * ViewPart}. A word at the end of each table collects the rows outside the view or all pixels.
 */
export class SumTile implements PartBuilder {
  readonly #pixels: RowCells;
  readonly #cells: RowCells;
  readonly #addends: readonly RequestedAddend[];
  /** Tables of sums; null for extremes. */
  readonly #tables: readonly (CellTable | null)[];
  /** The pixel rows of the segment trees; null for sums. */
  readonly #extremes: readonly (CellExtremes | null)[];
  /** Offset from a row's place in the tables of sums to its place in the trees. */
  readonly #treeShift: number;
  /** The first word of each pixel; at the end, the word for rows outside all pixels. */
  readonly #starts: Uint32Array;
  /** The number of words per row of pixels; null for a brush along one axis. */
  readonly #rowWords: number | null;
  #places = new Uint32Array(0);
  #values = new Float64Array(0);

  /** @param shape the number of pixels along each brush axis */
  constructor(pixels: RowCells, shape: readonly number[], cells: RowCells, addends: readonly RequestedAddend[]) {
    [this.#pixels, this.#cells, this.#addends] = [pixels, cells, addends];
    const [width, height] = shape as [number, number?];
    const words = (width + 1) * (height === undefined ? 1 : height + 1) * cells.count;
    this.#rowWords = height === undefined ? null : (width + 1) * cells.count;
    // Sums are stored one pixel to the right and one up, so the prefix sums begin with zeros.
    this.#starts = Uint32Array.from({ length: pixels.count + 1 }, (_, pixel) => {
      if (pixel === pixels.count) return words;
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      return ((height === undefined ? 0 : y + 1) * (width + 1) + x + 1) * cells.count;
    });
    this.#tables = addends.map(({ addend }) => (addend.of === 'extreme' ? null : tableOf(addend, words + 1)));
    this.#extremes = addends.map(({ addend }) =>
      addend.of === 'extreme' ? new CellExtremes(addend.encoding, addend.op, 2 * width * cells.count) : null,
    );
    this.#treeShift = (width - 1) * cells.count;
  }

  add(page: PageRows): void {
    const { rows } = page;
    this.#pixels.update(rows);
    this.#cells.update(rows);
    if (this.#places.length < rows) this.#places = new Uint32Array(rows);
    const places = this.#places;
    findPlaces(this.#pixels.cells, this.#cells.cells, this.#cells.count, this.#starts, rows, places);
    this.#addends.forEach(({ addend, column }, i) => {
      const table = this.#tables[i]!;
      if (addend.of === 'row') return countPlaces(places, rows, table as Uint32Array);
      if (addend.of === 'extreme') {
        const shifted = places.map((place) => place + this.#treeShift);
        return this.#extremes[i]!.add(page.column(column!), { cells: shifted });
      }
      if (this.#values.length < rows) this.#values = new Float64Array(rows);
      fillAddends(addend, page.column(column!), this.#values);
      if (table instanceof Float64Array) addFloats(places, rows, this.#values, table);
      else addIntegers(places, rows, this.#values, table);
    });
  }

  async finish(): Promise<ViewPart> {
    const step = this.#cells.count;
    const tables = this.#tables.map((whole, i) => {
      if (!whole) return this.#extremes[i]!.numbers.slice();
      const table = whole.slice(0, -1) as CellTable;
      const row = this.#rowWords ?? table.length;
      for (let from = 0; from < table.length; from += row) prefixSum(table, from, from + row, step);
      if (this.#rowWords !== null) prefixSum(table, 0, table.length, row);
      return table;
    });
    return { kind: 'tile', tables };
  }
}

function findPlaces(
  pixels: Uint32Array,
  cells: Uint32Array,
  cellCount: number,
  starts: Uint32Array,
  rows: number,
  places: Uint32Array,
): void {
  const nowhere = starts[starts.length - 1]!;
  for (let i = 0; i < rows; i++) {
    const [start, cell] = [starts[pixels[i]!]!, cells[i]!];
    places[i] = start === nowhere || cell === cellCount ? nowhere : start + cell;
  }
}

function countPlaces(places: Uint32Array, rows: number, table: Uint32Array): void {
  for (let i = 0; i < rows; i++) table[places[i]!]!++;
}

// One loop per type keeps each loop monomorphic.

function addFloats(places: Uint32Array, rows: number, values: Float64Array, table: Float64Array): void {
  for (let i = 0; i < rows; i++) table[places[i]!]! += values[i]!;
}

function addIntegers(places: Uint32Array, rows: number, values: Float64Array, table: Uint32Array): void {
  for (let i = 0; i < rows; i++) table[places[i]!]! += values[i]!;
}
