import type { Accumulator, Bins, Filter } from '../../frame/recording';
import { sameFilter } from '../columns/same-clause';
import { CommonBins } from './common-bins';

/** Rows counted along one axis. */
export interface Histogram {
  readonly axis: Bins;
  readonly clauses: Filter;
}

/** Where to find the cells of one request among those of a merged one. */
export interface Share {
  /** The number of the merged request. */
  readonly of: number;
  /** The first cell of each bin in it, and the end of the last one; null if the cells are the same. */
  readonly starts: Uint32Array<ArrayBuffer> | null;
}

/**
 * Merges histograms of one column that have the same filter: the column is cut at the thresholds of all of them, so its
 * rows are coded and counted once, however many plots show it. Sums of common cells are exactly the counts of each.
 * @param histogramOf null for requests that are no histograms; they stay as they are
 * @param withAxis a request that counts along another axis
 * @param mostCells the most cells of a merged histogram
 * @returns the merged requests, and for each original request, in order, its share of one of them
 */
export function mergeHistograms<T>(
  requests: readonly T[],
  histogramOf: (request: T) => Histogram | null,
  withAxis: (request: T, axis: Bins) => T,
  mostCells: number,
): { readonly merged: readonly T[]; readonly shares: readonly Share[] } {
  const groups: Group[] = [];
  const shares: Share[] = [];
  requests.forEach((request, i) => {
    const histogram = histogramOf(request);
    if (histogram && groups.some((group) => group.add(i, histogram))) return;
    groups.push(new Group(i, histogram, mostCells));
  });
  const merged = groups.map(({ members, common }, of) => {
    const request = requests[members[0]!]!;
    const built = members.length > 1 ? common!.build() : null;
    members.forEach((i, m) => (shares[i] = { of, starts: built?.starts[m] ?? null }));
    return built ? withAxis(request, built.bins) : request;
  });
  return { merged, shares };
}

/** The histogram that a call or an indexed view counts; null if it has other dimensions or accumulators. */
export function histogramOf({
  dimensions: [axis, other],
  accumulators,
  clauses,
}: {
  readonly dimensions: readonly Bins[];
  readonly accumulators: readonly Pick<Accumulator, 'op'>[];
  readonly clauses: Filter;
}): Histogram | null {
  return axis && !other && accumulators.length === 1 && accumulators[0]!.op === 'count' ? { axis, clauses } : null;
}

/** Writes the counts of a share into `counts`. */
export function readShare(starts: Uint32Array, cells: Uint32Array, counts: Uint32Array): void {
  for (let bin = 0; bin < counts.length; bin++) {
    const end = starts[bin + 1]!;
    let sum = 0;
    for (let cell = starts[bin]!; cell < end; cell++) sum += cells[cell]!;
    counts[bin] = sum;
  }
}

/** Requests that become one. */
class Group {
  readonly members: number[];
  /** Null if nothing can join. */
  readonly common: CommonBins | null;
  readonly #histogram: Histogram | null;

  constructor(request: number, histogram: Histogram | null, mostCells: number) {
    this.members = [request];
    this.#histogram = histogram;
    const common = histogram && new CommonBins(mostCells);
    this.common = common?.add(histogram!.axis) ? common : null;
  }

  /** Adds a request, if it counts the same column and rows, and its thresholds fit. */
  add(request: number, { axis, clauses }: Histogram): boolean {
    const own = this.#histogram;
    if (!this.common || own!.axis.column !== axis.column || !sameFilter(own!.clauses, clauses)) return false;
    if (!this.common.add(axis)) return false;
    this.members.push(request);
    return true;
  }
}
