import { bin2d } from '../cpu/kernels/bin2d';
import type { Mask } from '../cpu/kernels/filter';
import type { Axis, PageRows, RequestedFilter } from '../cpu/kernels/row-pass';
import type { CellTable } from './addends';
import { ALL_ROWS, NO_AXIS, type PartBuilder, type ViewPart } from './view-part';

/** A table of counts by (active pixel, passive cell); see {@link ViewPart}. */
export function tileBuilder(active: readonly Axis[], passive: readonly Axis[], passing: RequestedFilter): PartBuilder {
  const [x, y] = active as [Axis, Axis?];
  const [u = NO_AXIS, v] = passive;
  return y || v ? new PlaneTile(x, y ?? NO_AXIS, u, v ?? NO_AXIS, passing) : new LineTile(x, u, passing);
}

/** One axis by one axis, the most common case. Rows in no bin count into a last row or column that `finish` drops. */
class LineTile implements PartBuilder {
  readonly #x: Axis;
  readonly #u: Axis;
  readonly #passing: RequestedFilter;
  readonly #counts: Uint32Array;

  constructor(x: Axis, u: Axis, passing: RequestedFilter) {
    [this.#x, this.#u, this.#passing] = [x, u, passing];
    this.#counts = new Uint32Array((x.count + 1) * (u.count + 1));
  }

  add({ rows }: PageRows): void {
    // Transposed, so that the cells of one pixel are adjacent.
    bin2d(this.#u.codes, this.#x.codes, rows, this.#u.count + 1, this.#passing.mask, this.#counts);
  }

  async finish(): Promise<ViewPart> {
    const pixels = this.#x.count;
    const cells = this.#u.count;
    const sums = new Uint32Array((pixels + 1) * cells);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const from = pixel * (cells + 1);
      sums.set(this.#counts.subarray(from, from + cells), (pixel + 1) * cells);
    }
    prefixSum(sums, 0, sums.length, cells);
    return { kind: 'tile', tables: [sums] };
  }
}

/** Up to two axes on either side. A word at the end collects the rows outside the view or all pixels. */
class PlaneTile implements PartBuilder {
  readonly #x: Axis;
  readonly #y: Axis;
  readonly #u: Axis;
  readonly #v: Axis;
  readonly #passing: RequestedFilter;
  readonly #counts: Uint32Array<ArrayBuffer>;

  constructor(x: Axis, y: Axis, u: Axis, v: Axis, passing: RequestedFilter) {
    [this.#x, this.#y, this.#u, this.#v, this.#passing] = [x, y, u, v, passing];
    const pixels = (x.count + 1) * (y === NO_AXIS ? 1 : y.count + 1);
    this.#counts = new Uint32Array(pixels * u.count * v.count + 1);
  }

  add(page: PageRows): void {
    // Counts are stored one pixel to the right and one up, so the prefix sums begin with zeros.
    const shift = this.#cells * (this.#y === NO_AXIS ? 1 : this.#x.count + 2);
    countPlane(this.#x, this.#y, this.#u, this.#v, page.rows, this.#passing.mask ?? ALL_ROWS, shift, this.#counts);
  }

  async finish(): Promise<ViewPart> {
    const sums = this.#counts.slice(0, -1);
    const row = this.#cells * (this.#x.count + 1);
    for (let from = 0; from < sums.length; from += row) prefixSum(sums, from, from + row, this.#cells);
    prefixSum(sums, 0, sums.length, row);
    return { kind: 'tile', tables: [sums] };
  }

  get #cells(): number {
    return this.#u.count * this.#v.count;
  }
}

function countPlane(
  x: Axis,
  y: Axis,
  u: Axis,
  v: Axis,
  rows: number,
  mask: Mask,
  shift: number,
  counts: Uint32Array,
): void {
  const [xs, ys, us, vs] = [x.codes, y.codes, u.codes, v.codes];
  const [nx, ny, nu, nv] = [x.count, y.count, u.count, v.count];
  const cells = nu * nv;
  const nowhere = counts.length - 1;
  for (let i = 0; i < rows; i++) {
    const [px, py, cu, cv] = [xs[i]!, ys[i]!, us[i]!, vs[i]!];
    // All bits are set if the row counts: its difference is negative inside each axis, and the last term if it passes.
    const counting = ((px - nx) & (py - ny) & (cu - nu) & (cv - nv) & -mask[i]!) >> 31;
    const place = (py * (nx + 1) + px) * cells + cv * nu + cu + shift;
    counts[nowhere + ((place - nowhere) & counting)]!++;
  }
}

/** Adds to every word the word `step` before it. */
export function prefixSum(words: CellTable, from: number, to: number, step: number): void {
  for (let i = from + step; i < to; i++) words[i]! += words[i - step]!;
}
