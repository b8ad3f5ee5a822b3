import { aggregateOnce } from '../aggregates/aggregate-once';
import { COUNT, type Bins, type Dimensions, type Filter } from '../frame/recording';
import type { LoadedLayer } from '../plot/plot-layer';

/** A table of counts with one line for each step of a brush, and one for the rows that are in none. */
export interface JointCounts {
  readonly lines: number;
  readonly counts: Uint32Array;
  /** The rows of each line, in the cells or not. */
  readonly rows: Uint32Array;
}

/** Counts the rows of one relation, exactly, by the backend that draws its plots. */
export class RowCounter {
  readonly #loaded: LoadedLayer;

  constructor(loaded: LoadedLayer) {
    this.#loaded = loaded;
  }

  /** By the cells of the bins; the bin of the first dimension runs fastest. */
  cells(bins: readonly Bins[], clauses: Filter): Promise<Uint32Array> {
    const { context, signal } = this.#loaded;
    return aggregateOnce(context, { dimensions: bins as unknown as Dimensions, accumulators: COUNT, clauses }, signal);
  }

  /** All rows that pass. */
  async rows({ column }: Bins, clauses: Filter): Promise<number> {
    const { context, signal } = this.#loaded;
    const total = { dimensions: [], rows: column, accumulators: COUNT, clauses } as const;
    return (await aggregateOnce(context, total, signal))[0]!;
  }

  /** The rows of each step of a brush, and of the rest. */
  async rowsOfSteps(steps: readonly Bins[], clauses: Filter): Promise<Uint32Array> {
    const counted = await this.cells(steps, clauses);
    return withRest(counted, [await this.rows(steps[0]!, clauses)]);
  }

  /**
   * The cells of a plot by the steps of a brush, and by the rest.
   * @param rows of each line, if they are known
   */
  async joint(
    steps: readonly Bins[],
    bins: readonly Bins[],
    clauses: Filter,
    rows: Uint32Array | null,
  ): Promise<JointCounts> {
    const counted = await this.cells([...bins, ...steps], clauses);
    const counts = withRest(counted, await this.cells(bins, clauses));
    const ofLines = rows ?? (await this.rowsOfSteps(steps, clauses));
    return { lines: ofLines.length, counts, rows: ofLines };
  }
}

/** Appends what the lines lack of a total. */
function withRest(counted: Uint32Array, total: ArrayLike<number>): Uint32Array {
  const cells = total.length;
  const rest = Uint32Array.from(total);
  for (let i = 0, cell = 0; i < counted.length; i++, cell = cell + 1 === cells ? 0 : cell + 1)
    rest[cell] = rest[cell]! - counted[i]!;
  const all = new Uint32Array(counted.length + cells);
  all.set(counted);
  all.set(rest, counted.length);
  return all;
}
