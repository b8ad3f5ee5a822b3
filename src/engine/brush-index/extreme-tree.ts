/**
 * A segment tree of extremes over the pixels of a brush along one axis. Row i of the table (one number for each cell,
 * NaN for none) is the extreme of rows 2i and 2i + 1; the pixels are the rows from `pixels` on. A query over any range
 * of pixels reads at most 2 log₂(pixels) rows.
 */

type Op = 'min' | 'max';

/** Computes the inner rows from those of the pixels. */
export function growTree(tree: Float64Array, op: Op, pixels: number, cells: number): void {
  for (let row = pixels - 1; row > 0; row--) {
    joinRow(tree, op, 2 * row * cells, tree, row * cells, cells, true);
    joinRow(tree, op, (2 * row + 1) * cells, tree, row * cells, cells, false);
  }
}

/** Writes the extremes over the pixels from ≤ pixel < to into `into`, by cell. */
export function queryTree(
  tree: Float64Array,
  op: Op,
  pixels: number,
  from: number,
  to: number,
  into: Float64Array,
): void {
  const cells = into.length;
  into.fill(NaN);
  for (let [low, high] = [from + pixels, to + pixels]; low < high; low >>= 1, high >>= 1) {
    if (low & 1) joinRow(tree, op, low++ * cells, into, 0, cells, false);
    if (high & 1) joinRow(tree, op, --high * cells, into, 0, cells, false);
  }
}

/** Merges the pixel rows of another worker's tree. Call before {@link growTree}. */
export function joinTree(into: Float64Array, op: Op, other: Float64Array): void {
  joinRow(other, op, 0, into, 0, into.length, false);
}

function joinRow(
  source: Float64Array,
  op: Op,
  from: number,
  into: Float64Array,
  at: number,
  cells: number,
  isFirst: boolean,
): void {
  if (isFirst) into.set(source.subarray(from, from + cells), at);
  else if (op === 'min') joinLeast(source, from, into, at, cells);
  else joinGreatest(source, from, into, at, cells);
}

// Comparisons with NaN are false, so a cell without a key leaves the extreme found before.

function joinLeast(source: Float64Array, from: number, into: Float64Array, at: number, cells: number): void {
  for (let i = 0; i < cells; i++) {
    const [one, found] = [source[from + i]!, into[at + i]!];
    if (one < found || Number.isNaN(found)) into[at + i] = one;
  }
}

function joinGreatest(source: Float64Array, from: number, into: Float64Array, at: number, cells: number): void {
  for (let i = 0; i < cells; i++) {
    const [one, found] = [source[from + i]!, into[at + i]!];
    if (one > found || Number.isNaN(found)) into[at + i] = one;
  }
}
