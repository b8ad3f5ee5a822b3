/** A rectangle of steps; from ≤ step < to. */
export interface StepBox {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
}

/**
 * Prefix sums of a table over one or two axes of steps: the counts of any rectangle of steps are sums of four lines.
 */
export class BrushSums {
  readonly #width: number;
  readonly #cells: number;
  /** Lines of sums, with a first column and row of zeros. */
  readonly #sums: Uint32Array;
  /** The counts without a selection: of all lines, and of the rest. */
  readonly #whole: Uint32Array;

  /** @param counts line by line; the last line is for the rows in no step */
  constructor(counts: Uint32Array, [nx, ny]: readonly [nx: number, ny: number], cells: number) {
    const row = (nx + 1) * cells;
    const sums = new Uint32Array((ny + 1) * row);
    for (let y = 0; y < ny; y++) {
      const to = (y + 1) * row + cells;
      sums.set(counts.subarray(y * nx * cells, (y + 1) * nx * cells), to);
      for (let i = to + cells; i < to - cells + row; i++) sums[i]! += sums[i - cells]!;
    }
    for (let i = row; i < sums.length; i++) sums[i]! += sums[i - row]!;
    this.#width = nx + 1;
    this.#cells = cells;
    this.#sums = sums;
    this.#whole = counts.slice(nx * ny * cells);
    for (let cell = 0; cell < cells; cell++) this.#whole[cell]! += sums[sums.length - cells + cell]!;
  }

  /** The counts of the rows in any of these boxes, which don't overlap; null: of all rows. */
  of(boxes: readonly StepBox[] | null): Uint32Array {
    if (!boxes) return this.#whole;
    const counts = new Uint32Array(this.#cells);
    for (const { x, y } of boxes) {
      this.#add(counts, x[1], y[1], 1);
      this.#add(counts, x[0], y[1], -1);
      this.#add(counts, x[1], y[0], -1);
      this.#add(counts, x[0], y[0], 1);
    }
    return counts;
  }

  #add(counts: Uint32Array, x: number, y: number, sign: 1 | -1): void {
    const from = (y * this.#width + x) * this.#cells;
    const sums = this.#sums;
    if (sign > 0) for (let cell = 0; cell < counts.length; cell++) counts[cell]! += sums[from + cell]!;
    else for (let cell = 0; cell < counts.length; cell++) counts[cell]! -= sums[from + cell]!;
  }
}
