import type { Codes } from '../cpu/columns/bin-codes';
import type { Mask } from '../cpu/kernels/filter';
import type { Axis, PageRows, RequestedFilter } from '../cpu/kernels/row-pass';
import {
  ALL_ROWS,
  cellArray,
  NO_AXIS,
  type YieldToEventLoop,
  type CellArray,
  type PartBuilder,
  type ViewPart,
} from './view-part';

/** The data of a page that the second pass needs. */
interface PixelPage {
  readonly pixels: Uint32Array;
  readonly us: Codes;
  readonly vs: Codes;
}

/**
 * Rows' passive cells, sorted by active pixel; see {@link ViewPart}. A counting sort: the first pass counts the rows of
 * each pixel, the second writes their cells. Rows that are filtered out go after the last pixel.
 */
export class DeltaBuilder implements PartBuilder {
  readonly #x: Axis;
  readonly #y: Axis;
  readonly #u: Axis;
  readonly #v: Axis;
  readonly #passing: RequestedFilter;
  readonly #pages: PixelPage[] = [];
  /** The number of rows in pixel p is at p + 1. The last entry is the number of rows that do not pass. */
  readonly #starts: Uint32Array<ArrayBuffer>;

  constructor(active: readonly Axis[], passive: readonly Axis[], passing: RequestedFilter) {
    [this.#x, this.#y = NO_AXIS] = active as [Axis, Axis?];
    [this.#u = NO_AXIS, this.#v = NO_AXIS] = passive;
    this.#passing = passing;
    this.#starts = new Uint32Array(this.#x.count * this.#y.count + 2);
  }

  add(page: PageRows): void {
    const [us, vs] = [this.#u.codes, this.#v.codes];
    const pixels = new Uint32Array(page.rows);
    findPixels(this.#x, this.#y, this.#u, this.#v, page.rows, this.#passing.mask ?? ALL_ROWS, pixels);
    countPixels(pixels, this.#starts);
    this.#pages.push({ pixels, us, vs });
  }

  async finish(yieldToEventLoop: YieldToEventLoop): Promise<ViewPart | null> {
    const starts = this.#starts;
    for (let pixel = 1; pixel < starts.length; pixel++) starts[pixel]! += starts[pixel - 1]!;
    const cellCount = this.#u.count * this.#v.count;
    const rows = starts[starts.length - 1]!;
    const sorted = cellArray(cellCount, rows);
    const next = starts.slice();
    for (const page of this.#pages) {
      scatter(page, this.#u.count, next, sorted);
      if (!(await yieldToEventLoop())) return null;
    }
    const cells = sorted.subarray(0, starts[starts.length - 2]!);
    return { kind: 'delta', starts: starts.slice(0, -1), cells, addends: [null], full: [countCells(cells, cellCount)] };
  }
}

/** The pixel of each row; one past the last for a row that does not count. */
function findPixels(x: Axis, y: Axis, u: Axis, v: Axis, rows: number, mask: Mask, pixels: Uint32Array): void {
  const [xs, ys, us, vs] = [x.codes, y.codes, u.codes, v.codes];
  const [nx, ny, nu, nv] = [x.count, y.count, u.count, v.count];
  const nowhere = nx * ny;
  for (let i = 0; i < rows; i++) {
    const [px, py] = [xs[i]!, ys[i]!];
    // All bits are set if the row counts: its difference is negative inside each axis, and the last term if it passes.
    const counting = ((px - nx) & (py - ny) & (us[i]! - nu) & (vs[i]! - nv) & -mask[i]!) >> 31;
    pixels[i] = nowhere + ((py * nx + px - nowhere) & counting);
  }
}

function countPixels(pixels: Uint32Array, starts: Uint32Array): void {
  for (let i = 0; i < pixels.length; i++) starts[pixels[i]! + 1]!++;
}

/** `next` holds the position of each pixel's next cell. */
function scatter({ pixels, us, vs }: PixelPage, nu: number, next: Uint32Array, sorted: CellArray): void {
  for (let i = 0; i < pixels.length; i++) sorted[next[pixels[i]!]!++] = vs[i]! * nu + us[i]!;
}

function countCells(cells: CellArray, cellCount: number): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(cellCount);
  for (let i = 0; i < cells.length; i++) counts[cells[i]!]!++;
  return counts;
}
