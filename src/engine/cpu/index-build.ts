import type { IndexCall, IndexedView } from '../frame/recording';
import type { PageStore } from './page-store';
import { RowPass, type Axis, type Block } from './row-pass';

/**
 * The answers to every brush over one view, over the rows of one worker.
 *
 * `tile`: counts by (active pixel, passive cell), summed over pixels, so that any slice is a difference of rows of the table
 * (Falcon, Moritz et al. 2019, "Falcon: balancing interactive latency and resolution sensitivity for scalable linked
 * visualizations"; with two active axes a summed-area table, Crow 1984). `delta`: the rows' passive cells, bucketed by active
 * pixel, so that a move adds and subtracts only the rows it uncovers or covers (crossfilter.js's idea, at pixel steps).
 */
export type ViewPart =
  | { readonly kind: 'tile'; readonly sums: Uint32Array<ArrayBuffer> }
  | { readonly kind: 'delta'; readonly starts: Uint32Array<ArrayBuffer>; readonly cells: CellArray; readonly full: Uint32Array<ArrayBuffer> };

export type CellArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Words that a tile may take, in each worker and on the main thread. */
const TILE_WORDS = 1 << 22;

export function isTile(call: IndexCall, view: IndexedView): boolean {
  const pixels = call.active.reduce((product, { count }) => product * (count + 1), 1);
  return pixels * cellsOf(view) <= TILE_WORDS;
}

export function cellsOf({ bins }: IndexedView): number {
  return bins.reduce((product, { count }) => product * count, 1);
}

/**
 * Builds the parts of all views. Calls `breathe` after every page and gives up, answering null, when it says false: a newer
 * brush has made this index useless.
 */
export async function buildIndex(store: PageStore, call: IndexCall, breathe: () => Promise<boolean>): Promise<ViewPart[] | null> {
  const passes: { pass: RowPass; builders: Builder[] }[] = [];
  const builders = call.views.map((view) => {
    let current = passes[passes.length - 1];
    let need = current?.pass.need(view.clauses) ?? null;
    if (!current || need === null) {
      passes.push((current = { pass: new RowPass(), builders: [] }));
      need = current.pass.need(view.clauses)!;
    }
    const active = call.active.map((bins) => current.pass.axis(bins));
    const passive = view.bins.map((bins) => current.pass.axis(bins));
    const builder: Builder = isTile(call, view) ? new TileBuilder(active, passive, need) : new DeltaBuilder(active, passive, need);
    current.builders.push(builder);
    return builder;
  });
  for (const { pass, builders: some } of passes) {
    const pages = pass.pages(store);
    const rows = pages.reduce((sum, [page]) => sum + page!.rows, 0);
    for (const builder of some) builder.begin(rows);
    for (const page of pages) {
      pass.visitPage(page, (block) => { for (const builder of some) builder.add(block); });
      if (!(await breathe())) return null;
    }
  }
  const parts: ViewPart[] = [];
  for (const builder of builders) {
    parts.push(builder.finish());
    if (!(await breathe())) return null;
  }
  return parts;
}

interface Builder {
  begin(rows: number): void;
  add(block: Block): void;
  finish(): ViewPart;
}

const NO_AXIS: Axis = { count: 1, codes: new Uint32Array(0) };

/** Counts by pixel of `stride` cells, the last of which takes the rows in no bin; so does the last pixel of each axis. */
class TileBuilder implements Builder {
  readonly #active: readonly Axis[];
  readonly #passive: readonly Axis[];
  readonly #need: number;
  readonly #sums: Uint32Array<ArrayBuffer>;
  readonly #cells: number;

  constructor(active: readonly Axis[], passive: readonly Axis[], need: number) {
    [this.#active, this.#passive, this.#need] = [active, passive, need];
    this.#cells = passive.reduce((product, { count }) => product * count, 1);
    this.#sums = new Uint32Array(active.reduce((product, { count }) => product * (count + 1), 1) * this.#cells);
  }

  begin(): void {}

  add({ rows, failures }: Block): void {
    const [x, y = NO_AXIS] = this.#active as [Axis, Axis?];
    const [u, v = NO_AXIS] = this.#passive as [Axis, Axis?];
    countTile(x, y, u, v, rows, failures, this.#need, this.#cells, this.#sums);
  }

  /** Counts stand one pixel to the right (and up) of their own, so that the prefix sums begin with zeros. */
  finish(): ViewPart {
    const [x, y] = this.#active as [Axis, Axis?];
    const row = this.#cells * (x.count + 1);
    const rows = y ? y.count + 1 : 1;
    for (let j = 0; j < rows; j++) prefixSum(this.#sums, j * row, (j + 1) * row, this.#cells);
    if (y) prefixSum(this.#sums, 0, rows * row, row);
    return { kind: 'tile', sums: this.#sums };
  }
}

function countTile(x: Axis, y: Axis, u: Axis, v: Axis, rows: number, failures: Int32Array, need: number, cells: number, sums: Uint32Array): void {
  const [xs, ys, us, vs] = [x.codes, y.codes, u.codes, v.codes];
  const [nx, ny, nu, nv] = [x.count, y.count, u.count, v.count];
  const [hasY, hasV] = [ys.length > 0, vs.length > 0];
  for (let i = 0; i < rows; i++) {
    const px = xs[i]!;
    const cu = us[i]!;
    if ((failures[i]! & need) !== 0 || px === nx || cu === nu) continue;
    const py = hasY ? ys[i]! : -1;
    const cv = hasV ? vs[i]! : 0;
    if (py === ny || cv === nv) continue;
    sums[((py + 1) * (nx + 1) + px + 1) * cells + cv * nu + cu]!++;
  }
}

/** Adds to every word the one `step` before it. */
function prefixSum(words: Uint32Array, from: number, to: number, step: number): void {
  for (let i = from + step; i < to; i++) words[i]! += words[i - step]!;
}

class DeltaBuilder implements Builder {
  readonly #active: readonly Axis[];
  readonly #passive: readonly Axis[];
  readonly #need: number;
  readonly #pixels: number;
  readonly #cells: number;
  #rowPixels = new Uint32Array(0);
  #rowCells = new Uint32Array(0);
  #length = 0;

  constructor(active: readonly Axis[], passive: readonly Axis[], need: number) {
    [this.#active, this.#passive, this.#need] = [active, passive, need];
    this.#pixels = active.reduce((product, { count }) => product * count, 1);
    this.#cells = passive.reduce((product, { count }) => product * count, 1);
  }

  begin(rows: number): void {
    // One more: the loop below writes every row and then decides whether to keep it.
    this.#rowPixels = new Uint32Array(rows + 1);
    this.#rowCells = new Uint32Array(rows + 1);
  }

  add({ rows, failures }: Block): void {
    const [x, y = NO_AXIS] = this.#active as [Axis, Axis?];
    const [u, v = NO_AXIS] = this.#passive as [Axis, Axis?];
    this.#length = keepRows(x, y, u, v, rows, failures, this.#need, this.#rowPixels, this.#rowCells, this.#length);
  }

  finish(): ViewPart {
    const [pixels, cells, length] = [this.#rowPixels, this.#rowCells, this.#length];
    const starts = new Uint32Array(this.#pixels + 1);
    for (let i = 0; i < length; i++) starts[pixels[i]! + 1]!++;
    for (let pixel = 0; pixel < this.#pixels; pixel++) starts[pixel + 1]! += starts[pixel]!;
    const full = new Uint32Array(this.#cells);
    for (let i = 0; i < length; i++) full[cells[i]!]!++;
    const sorted = scatter(pixels, cells, length, starts.slice(), this.#cells);
    this.#rowPixels = this.#rowCells = new Uint32Array(0);
    return { kind: 'delta', starts, cells: sorted, full };
  }
}

/** Appends (pixel, cell) of the rows that count; the new length. */
function keepRows(
  x: Axis, y: Axis, u: Axis, v: Axis, rows: number, failures: Int32Array, need: number,
  pixels: Uint32Array, cells: Uint32Array, length: number,
): number {
  const [xs, ys, us, vs] = [x.codes, y.codes, u.codes, v.codes];
  const [nx, ny, nu, nv] = [x.count, y.count, u.count, v.count];
  const [hasY, hasV] = [ys.length > 0, vs.length > 0];
  for (let i = 0; i < rows; i++) {
    const px = xs[i]!;
    const cu = us[i]!;
    if ((failures[i]! & need) !== 0 || px === nx || cu === nu) continue;
    const py = hasY ? ys[i]! : 0;
    const cv = hasV ? vs[i]! : 0;
    if (py === ny || cv === nv) continue;
    pixels[length] = py * nx + px;
    cells[length++] = cv * nu + cu;
  }
  return length;
}

/** Counting sort of cells by pixel. `next` holds where each pixel's next cell goes. */
function scatter(pixels: Uint32Array, cells: Uint32Array, length: number, next: Uint32Array, cellCount: number): CellArray {
  if (cellCount <= 1 << 8) {
    const sorted = new Uint8Array(length);
    for (let i = 0; i < length; i++) sorted[next[pixels[i]!]!++] = cells[i]!;
    return sorted;
  }
  if (cellCount <= 1 << 16) {
    const sorted = new Uint16Array(length);
    for (let i = 0; i < length; i++) sorted[next[pixels[i]!]!++] = cells[i]!;
    return sorted;
  }
  const sorted = new Uint32Array(length);
  for (let i = 0; i < length; i++) sorted[next[pixels[i]!]!++] = cells[i]!;
  return sorted;
}
