import { accumulatorCellWords, cellsOf } from '../aggregates/slot-layout';
import type { IndexCall, IndexedView, SliceCall } from '../frame/recording';
import {
  addendsOf,
  isIndexable,
  tableOf,
  writeWords,
  type Addend,
  type CellTable,
  type EncodingOf,
  type Indexable,
} from './addends';
import { growTree, joinTree, queryTree } from './extreme-tree';
import type { CellArray, ViewPart } from './view-part';

type TilePart = Extract<ViewPart, { kind: 'tile' }>;
type DeltaPart = Extract<ViewPart, { kind: 'delta' }>;

/** A rectangle of active pixels; a 1D brush has y0 = 0, y1 = 1. */
export interface PixelRect {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** The pixels of a slice, clamped to the axes of the brush. Empty if a range is inverted. */
export function pixelRect([x, y]: IndexCall['active'], [xs, ys]: SliceCall['pixels']): PixelRect {
  const [x0, x1] = within(xs, x.count);
  const [y0, y1] = y ? within(ys, y.count) : [0, 1];
  return { x0, x1, y0, y1 };
}

function within(range: readonly [number, number] | undefined, count: number): [number, number] {
  const [from, to] = range ?? [0, count];
  const start = Math.max(0, Math.min(count, from));
  return [start, Math.max(start, Math.min(count, to))];
}

/** The slot of one view for any rectangle of active pixels. Owns `words`; each slice overwrites them. */
export interface ViewSlices {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly sizeBytes: number;
  slice(rect: PixelRect): void;
}

/**
 * Combines the parts that the workers built. Takes ownership of the parts.
 * @param rows the number of rows of all workers
 */
export function viewSlices(
  call: IndexCall,
  view: IndexedView,
  parts: readonly ViewPart[],
  rows: number,
  encodingOf: EncodingOf,
): ViewSlices {
  const [x, y] = call.active;
  const tiles = parts.filter((part): part is TilePart => part.kind === 'tile');
  const words = new SlotWords(view, rows, encodingOf);
  if (tiles.length > 0) {
    const tables = joinTables(
      words.addends,
      tiles.map((tile) => tile.tables),
    );
    words.addends.forEach((addend, t) => {
      if (addend.of === 'extreme') growTree(tables[t] as Float64Array, addend.op, x.count, cellsOf(view.bins));
    });
    return new TileSlices(tables, words, x.count, !!y);
  }
  const deltas = parts.filter((part): part is DeltaPart => part.kind === 'delta');
  return new DeltaSlices(deltas, words, x.count, y?.count ?? 1);
}

/** Joins the tables of all parts element by element, into those of the first part. */
function joinTables(
  addends: readonly Addend[],
  [joined, ...others]: readonly (readonly CellTable[])[],
): readonly CellTable[] {
  for (const tables of others)
    tables.forEach((table, t) => {
      const [into, addend] = [joined![t]!, addends[t]!];
      if (addend.of === 'extreme') joinTree(into as Float64Array, addend.op, table as Float64Array);
      else for (let i = 0; i < table.length; i++) into[i]! += table[i]!;
    });
  return joined ?? [];
}

/** The tables of one brush, by cell, and the slot words computed from them. */
class SlotWords {
  readonly tables: readonly CellTable[];
  readonly words: Uint32Array<ArrayBuffer>;
  readonly addends: readonly Addend[];
  readonly #accumulators: readonly Indexable[];

  constructor({ bins, accumulators }: IndexedView, rows: number, encodingOf: EncodingOf) {
    this.#accumulators = accumulators.filter(isIndexable);
    this.addends = addendsOf(this.#accumulators, rows, encodingOf);
    const cells = cellsOf(bins);
    const tables = this.addends.map((addend) => tableOf(addend, cells));
    this.tables = tables;
    // A single table of counts already has the layout of the slot.
    const [only] = tables;
    const words = this.#accumulators.reduce((sum, accumulator) => sum + cells * accumulatorCellWords(accumulator), 0);
    this.words = tables.length === 1 && only instanceof Uint32Array ? only : new Uint32Array(words);
  }

  /** Call after the tables have changed. */
  write(): void {
    if (this.words !== this.tables[0]) writeWords(this.#accumulators, this.addends, this.tables, this.words);
  }
}

/** A slice is a difference of prefix sums: of two rows of the table for a 1D brush, of four for a 2D brush. */
class TileSlices implements ViewSlices {
  readonly #slot: SlotWords;
  readonly #tables: readonly CellTable[];
  readonly #pixels: number;
  readonly #stride: number;
  readonly #plane: boolean;

  constructor(tables: readonly CellTable[], slot: SlotWords, nx: number, plane: boolean) {
    this.#tables = tables;
    this.#slot = slot;
    this.#pixels = nx;
    this.#stride = nx + 1;
    this.#plane = plane;
  }

  get words(): Uint32Array<ArrayBuffer> {
    return this.#slot.words;
  }

  get sizeBytes(): number {
    return sizeOf(this.#tables);
  }

  slice(rect: PixelRect): void {
    this.#slot.tables.forEach((into, t) => {
      const sums = this.#tables[t]!;
      const addend = this.#slot.addends[t]!;
      if (addend.of === 'extreme') {
        const [tree, { x0, x1 }] = [sums as Float64Array, rect];
        return queryTree(tree, addend.op, this.#pixels, x0, x1, into as Float64Array);
      }
      // One call per type keeps the loops monomorphic.
      if (into instanceof Float64Array) this.#sliceFloats(sums, rect, into);
      else this.#sliceIntegers(sums, rect, into);
    });
    this.#slot.write();
  }

  #sliceIntegers(sums: CellTable, rect: PixelRect, into: Uint32Array): void {
    const [a, b, c, d] = this.#corners(rect, into.length);
    if (!this.#plane) for (let i = 0; i < into.length; i++) into[i] = sums[b + i]! - sums[a + i]!;
    else for (let i = 0; i < into.length; i++) into[i] = sums[d + i]! - sums[b + i]! - sums[c + i]! + sums[a + i]!;
  }

  #sliceFloats(sums: CellTable, rect: PixelRect, into: Float64Array): void {
    const [a, b, c, d] = this.#corners(rect, into.length);
    if (!this.#plane) for (let i = 0; i < into.length; i++) into[i] = sums[b + i]! - sums[a + i]!;
    // Differences of two sums at a time: each is exact.
    else for (let i = 0; i < into.length; i++) into[i] = sums[d + i]! - sums[b + i]! - (sums[c + i]! - sums[a + i]!);
  }

  #corners({ x0, x1, y0, y1 }: PixelRect, cells: number): readonly [number, number, number, number] {
    const rowAt = (x: number, y: number): number => (y * this.#stride + x) * cells;
    return [rowAt(x0, y0), rowAt(x1, y0), rowAt(x0, y1), rowAt(x1, y1)];
  }
}

/**
 * Pixels are stored row by row, so a strip of a pixel row is one run of cells. Tables are updated from the last
 * rectangle to the next by the cheapest way.
 */
class DeltaSlices implements ViewSlices {
  readonly #slot: SlotWords;
  readonly #parts: readonly DeltaPart[];
  readonly #full: readonly CellTable[];
  readonly #nx: number;
  readonly #all: PixelRect;
  #current: PixelRect = EMPTY;

  constructor(parts: readonly DeltaPart[], slot: SlotWords, nx: number, ny: number) {
    this.#parts = parts;
    this.#full = joinTables(
      slot.addends,
      parts.map(({ full }) => full),
    );
    this.#slot = slot;
    this.#nx = nx;
    this.#all = { x0: 0, x1: nx, y0: 0, y1: ny };
  }

  get words(): Uint32Array<ArrayBuffer> {
    return this.#slot.words;
  }

  get sizeBytes(): number {
    const ofParts = this.#parts.map(
      ({ starts, cells, addends }) =>
        starts.byteLength + cells.byteLength + sizeOf(addends.filter((own) => own !== null)),
    );
    return sizeOf(this.#full) + ofParts.reduce((sum, bytes) => sum + bytes, 0);
  }

  slice(rect: PixelRect): void {
    this.#move(rect);
    this.#current = rect;
    this.#slot.write();
  }

  #move(rect: PixelRect): void {
    const entered = this.#runs(rect, this.#current);
    const left = this.#runs(this.#current, rect);
    const moved = this.#sizeOf(entered) + this.#sizeOf(left);
    const { tables } = this.#slot;
    const restart = (tables[0]?.length ?? 0) >> 3; // clearing a word costs far less than counting a row
    if (moved > restart) {
      const inside = this.#runs(rect, EMPTY);
      const outside = this.#runs(this.#all, rect);
      const [fromEmpty, fromFull] = [this.#sizeOf(inside) + restart, this.#sizeOf(outside) + restart];
      if (Math.min(fromEmpty, fromFull) < moved) {
        const isFromEmpty = fromEmpty <= fromFull;
        tables.forEach((table, t) => (isFromEmpty ? table.fill(0) : table.set(this.#full[t]!)));
        this.#add(isFromEmpty ? inside : outside, isFromEmpty ? 1 : -1);
        return;
      }
    }
    this.#add(entered, 1);
    this.#add(left, -1);
  }

  /** Runs [from, to) of pixels in `rect` but not in `hole`, flattened. */
  #runs(rect: PixelRect, hole: PixelRect): number[] {
    const runs: number[] = [];
    const put = (y: number, from: number, to: number) => {
      if (from < to) runs.push(y * this.#nx + from, y * this.#nx + to);
    };
    for (let y = rect.y0; y < rect.y1; y++) {
      if (y < hole.y0 || y >= hole.y1 || hole.x0 >= hole.x1) {
        put(y, rect.x0, rect.x1);
      } else {
        put(y, rect.x0, Math.min(rect.x1, hole.x0));
        put(y, Math.max(rect.x0, hole.x1), rect.x1);
      }
    }
    return runs;
  }

  #sizeOf(runs: readonly number[]): number {
    let size = 0;
    for (const { starts } of this.#parts)
      for (let i = 0; i < runs.length; i += 2) size += starts[runs[i + 1]!]! - starts[runs[i]!]!;
    return size;
  }

  #add(runs: readonly number[], by: 1 | -1): void {
    for (const { starts, cells, addends } of this.#parts) {
      for (let i = 0; i < runs.length; i += 2) {
        const [from, to] = [starts[runs[i]!]!, starts[runs[i + 1]!]!];
        addends.forEach((own, t) => {
          const table = this.#slot.tables[t]!;
          if (own) addValues(cells, own, from, to, by, table);
          else countCells(cells, from, to, by, table as Uint32Array);
        });
      }
    }
  }
}

function sizeOf(arrays: readonly { readonly byteLength: number }[]): number {
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function addValues(
  cells: CellArray,
  values: Float64Array,
  from: number,
  to: number,
  by: 1 | -1,
  table: CellTable,
): void {
  for (let i = from; i < to; i++) table[cells[i]!]! += by * values[i]!;
}

const EMPTY: PixelRect = { x0: 0, x1: 0, y0: 0, y1: 0 };

function countCells(cells: CellArray, from: number, to: number, by: number, counts: Uint32Array): void {
  if (cells instanceof Uint8Array) return countCells8(cells, from, to, by, counts);
  if (cells instanceof Uint16Array) return countCells16(cells, from, to, by, counts);
  countCells32(cells, from, to, by, counts);
}

// One loop per width keeps each loop monomorphic.

function countCells8(cells: Uint8Array, from: number, to: number, by: number, counts: Uint32Array): void {
  for (let i = from; i < to; i++) counts[cells[i]!]! += by;
}

function countCells16(cells: Uint16Array, from: number, to: number, by: number, counts: Uint32Array): void {
  for (let i = from; i < to; i++) counts[cells[i]!]! += by;
}

function countCells32(cells: Uint32Array, from: number, to: number, by: number, counts: Uint32Array): void {
  for (let i = from; i < to; i++) counts[cells[i]!]! += by;
}
