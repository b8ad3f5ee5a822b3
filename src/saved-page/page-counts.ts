import { BrushSums, type StepBox } from '../engine/brushing-page/brush-sums';
import type { PageIndex } from '../engine/brushing-page/page-index';
import { readCounts, readRows, readTable } from '../engine/brushing-page/read-sections';

/** As many sums stay in memory: 128 MB. Beyond that, those of one brush at a time are decoded when it is needed. */
const MOST_KEPT = 2 ** 25;

/** The counts of a plot: of all rows, and those that the page opens with. */
export interface PlotCounts {
  readonly all: Uint32Array;
  readonly opening: Uint32Array;
}

/** Decodes counts from the text of a page, when they are needed. */
export class PageCounts {
  readonly #index: PageIndex;
  readonly #sections: readonly string[];
  readonly #counts = new Map<number, PlotCounts>();
  readonly #rows = new Map<number, BrushSums>();
  /** By plot that is brushed, then by plot that follows. */
  readonly #sums = new Map<number, Map<number, BrushSums>>();

  constructor(index: PageIndex, sections: readonly string[]) {
    [this.#index, this.#sections] = [index, sections];
  }

  of(plot: number): PlotCounts {
    return once(this.#counts, plot, () => {
      const { counts, cells } = this.#index.plots[plot]!;
      const [all, opening] = readCounts(this.#sections[counts.section]!, cells[0] * cells[1], counts.rows);
      return { all, opening };
    });
  }

  /** The number of rows in a selection of a plot; null selects all. */
  rowsIn(plot: number, boxes: readonly StepBox[] | null): number {
    const sums = once(this.#rows, plot, () => new BrushSums(this.#linesOf(plot), this.#stepsOf(plot), 1));
    return sums.of(boxes)[0]!;
  }

  /** The counts of another plot for a selection; null if the selection does not filter it. */
  filtered(plot: number, boxes: readonly StepBox[] | null, other: number): Uint32Array | null {
    const table = this.#index.plots[plot]!.brush!.tables.find((one) => one.plot === other);
    if (!table) return null;
    const ofPlot = once(this.#sums, plot, () => new Map<number, BrushSums>());
    const sums = once(ofPlot, other, () => {
      const { all } = this.of(other);
      const counts = readTable(this.#sections[table.section]!, table.memory, this.#linesOf(plot), all);
      return new BrushSums(counts, this.#stepsOf(plot), all.length);
    });
    return sums.of(boxes);
  }

  /** Plots whose sums stay in memory once they are decoded; the smallest first. */
  get lasting(): readonly number[] {
    let total = 0;
    return this.#index.plots
      .flatMap((plot, i) => (plot?.brush ? [{ i, size: this.#sizeOf(i) }] : []))
      .sort((a, b) => a.size - b.size)
      .filter(({ size }) => (total += size) <= MOST_KEPT)
      .map(({ i }) => i);
  }

  /** Decodes what a brush in this plot needs. */
  prepare(plot: number): void {
    if (!this.lasting.includes(plot)) {
      const others = [...this.#sums.keys()].filter((other) => other !== plot && !this.lasting.includes(other));
      for (const other of others) this.#sums.delete(other);
    }
    for (const table of this.#index.plots[plot]!.brush!.tables) this.filtered(plot, [], table.plot);
  }

  #sizeOf(plot: number): number {
    const [nx, ny] = this.#stepsOf(plot);
    const cells = this.#index.plots[plot]!.brush!.tables.map(({ plot: other }) => this.of(other).all.length);
    return (nx * ny + 1) * cells.reduce((sum, count) => sum + count, 0);
  }

  #linesOf(plot: number): Uint32Array {
    const [nx, ny] = this.#stepsOf(plot);
    return readRows(this.#sections[this.#index.plots[plot]!.brush!.rows]!, nx * ny + 1);
  }

  #stepsOf(plot: number): readonly [nx: number, ny: number] {
    const [x, y] = this.#index.plots[plot]!.brush!.axes;
    return [x.stops.length - 1, y ? y.stops.length - 1 : 1];
  }
}

function once<Value>(known: Map<number, Value>, key: number, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
