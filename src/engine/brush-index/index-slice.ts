import { addWords } from '../aggregates/count';
import { cellsOf } from '../aggregates/slot-layout';
import type { IndexCall, IndexedView } from '../frame/recording';
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

/** The counts of one view for any rectangle of active pixels. Owns `counts`; each slice overwrites it. */
export interface ViewSlices {
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly sizeBytes: number;
  slice(rect: PixelRect): void;
}

/** Combines the parts that the workers built. Takes ownership of the parts. */
export function viewSlices(call: IndexCall, view: IndexedView, parts: readonly ViewPart[]): ViewSlices {
  const [x, y] = call.active;
  const tiles = parts.filter((part): part is TilePart => part.kind === 'tile');
  const cells = cellsOf(view.bins);
  if (tiles.length > 0) return new TileSlices(sumWords(tiles.map(({ sums }) => sums)), cells, x.count, y !== undefined);
  const deltas = parts.filter((part): part is DeltaPart => part.kind === 'delta');
  return new DeltaSlices(deltas, cells, x.count, y?.count ?? 1);
}

/** Sums counters element by element, into the first array. */
function sumWords(arrays: readonly Uint32Array<ArrayBuffer>[]): Uint32Array<ArrayBuffer> {
  const [sum, ...rest] = arrays as [Uint32Array<ArrayBuffer>, ...Uint32Array<ArrayBuffer>[]];
  for (const words of rest) addWords(sum, words);
  return sum;
}

/** A slice is a difference of prefix sums: of two rows of the table for a 1D brush, of four for a 2D brush. */
class TileSlices implements ViewSlices {
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly #sums: Uint32Array<ArrayBuffer>;
  readonly #stride: number;
  readonly #plane: boolean;

  constructor(sums: Uint32Array<ArrayBuffer>, cells: number, nx: number, plane: boolean) {
    this.#sums = sums;
    this.#stride = nx + 1;
    this.#plane = plane;
    this.counts = new Uint32Array(cells);
  }

  get sizeBytes(): number {
    return this.#sums.byteLength;
  }

  slice({ x0, x1, y0, y1 }: PixelRect): void {
    const { counts } = this;
    const sums = this.#sums;
    const cells = counts.length;
    const rowAt = (x: number, y: number) => (y * this.#stride + x) * cells;
    if (!this.#plane) {
      const [from, to] = [rowAt(x0, 0), rowAt(x1, 0)];
      for (let i = 0; i < cells; i++) counts[i] = sums[to + i]! - sums[from + i]!;
      return;
    }
    const [a, b, c, d] = [rowAt(x0, y0), rowAt(x1, y0), rowAt(x0, y1), rowAt(x1, y1)];
    for (let i = 0; i < cells; i++) counts[i] = sums[d + i]! - sums[b + i]! - sums[c + i]! + sums[a + i]!;
  }
}

/**
 * Pixels are stored row by row, so a strip of a pixel row is one run of cells. Counts are updated from the last
 * rectangle to the next by the cheapest way.
 */
class DeltaSlices implements ViewSlices {
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly #parts: readonly DeltaPart[];
  readonly #full: Uint32Array<ArrayBuffer>;
  readonly #nx: number;
  readonly #all: PixelRect;
  #current: PixelRect = EMPTY;

  constructor(parts: readonly DeltaPart[], cells: number, nx: number, ny: number) {
    this.#parts = parts;
    this.#full = sumWords(parts.map(({ full }) => full));
    this.#nx = nx;
    this.#all = { x0: 0, x1: nx, y0: 0, y1: ny };
    this.counts = new Uint32Array(cells);
  }

  get sizeBytes(): number {
    return (
      this.#full.byteLength +
      this.#parts.reduce((sum, { starts, cells }) => sum + starts.byteLength + cells.byteLength, 0)
    );
  }

  slice(rect: PixelRect): void {
    const entered = this.#runs(rect, this.#current);
    const left = this.#runs(this.#current, rect);
    const moved = this.#sizeOf(entered) + this.#sizeOf(left);
    const restart = this.counts.length >> 3; // clearing a word costs far less than counting a row
    if (moved > restart) {
      const inside = this.#runs(rect, EMPTY);
      const outside = this.#runs(this.#all, rect);
      const [fromEmpty, fromFull] = [this.#sizeOf(inside) + restart, this.#sizeOf(outside) + restart];
      if (Math.min(fromEmpty, fromFull) < moved) {
        if (fromEmpty <= fromFull) this.counts.fill(0);
        else this.counts.set(this.#full);
        this.#count(fromEmpty <= fromFull ? inside : outside, fromEmpty <= fromFull ? 1 : -1);
        this.#current = rect;
        return;
      }
    }
    this.#count(entered, 1);
    this.#count(left, -1);
    this.#current = rect;
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

  #count(runs: readonly number[], by: 1 | -1): void {
    for (const { starts, cells } of this.#parts) {
      for (let i = 0; i < runs.length; i += 2)
        countCells(cells, starts[runs[i]!]!, starts[runs[i + 1]!]!, by, this.counts);
    }
  }
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
