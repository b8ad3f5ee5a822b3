import type { BinnedAxis } from '../scales/binned-axis';
import { COUNT, type SlotId } from '../frame/recording';
import type { ViewBins } from '../link/linked-views';
import { sameBins } from './bin-axes';
import type { Plan } from '../plan/plan';
import type { CountOptions, Relation } from '../source/source';
import type { PlotContext } from './plot-context';

/** Axes and what is to be counted along them. */
export interface CountedAxes {
  readonly axes: readonly BinnedAxis[];
  readonly bins: ViewBins;
  /** Null where they were not read. */
  readonly counts: Uint32Array<ArrayBuffer> | null;
  /** The largest count of all rows, for the axis of counts; 0 on a plane, which needs none. */
  readonly largest: number;
}

/** What a count can be stopped by, and what does it where the columns are not resident. */
export interface CountRequest {
  readonly signal: AbortSignal;
  readonly bySql: (() => Promise<Uint32Array<ArrayBuffer>>) | null;
  /** Whether somebody else counts into the slot by now. */
  readonly isLate: () => boolean;
}

/**
 * Counts all rows along an axis into `out`, for the scale of counts: by a kernel where the columns are resident, else
 * by SQL. A plane of resident columns is counted with its picture. Null, and then `out` is left alone, when it
 * `isLate`.
 */
export async function countAxes(
  { backend, frameScheduler }: PlotContext,
  axes: readonly BinnedAxis[],
  out: SlotId,
  { signal, bySql, isLate }: CountRequest,
): Promise<CountedAxes | null> {
  const [x, y] = axes;
  const bins: ViewBins = y ? [x!.bins, y.bins] : [x!.bins];
  if (y && !bySql) return { axes, bins, counts: null, largest: 0 };
  if (bySql) {
    const counts = await bySql();
    // A kernel that was asked before this must not answer after it.
    await frameScheduler.settled();
    if (isLate()) return null;
    backend.fill(out, counts);
  } else {
    const dimensions = [x!.bins] as const;
    await frameScheduler.computeFor(signal, { kernel: 'aggregate', dimensions, accumulators: COUNT, clauses: [], out });
  }
  if (isLate()) return null;
  const counts = await backend.read(out);
  return isLate() ? null : { axes, bins, counts, largest: largestOf(counts) };
}

export function largestOf(counts: Uint32Array): number {
  return counts.reduce((a, b) => Math.max(a, b), 0);
}

/** The same counts from the database. */
export function countBySql(
  relation: Relation,
  plan: Plan,
  axes: readonly BinnedAxis[],
  where: readonly string[],
  options: CountOptions,
): Promise<Uint32Array<ArrayBuffer>> {
  return relation.counts(
    axes.map(({ column, edges }, i) => ({ expression: plan.axes[i]!.expression, type: column.type, edges })),
    where,
    options,
  );
}

/**
 * The axes cut to another part. Where no bin is another they stay the same objects. The scale of counts stays what it
 * is per width of a bin: nothing is read back while the reader zooms.
 */
export function rebin(before: CountedAxes, axes: readonly BinnedAxis[]): CountedAxes {
  const kept = axes.map((axis, i) => sameBins(axis, before.axes[i]!));
  const bins = axes.map((axis, i) => (kept[i] ? before.bins[i]! : axis.bins));
  const [x, y] = bins;
  const scale = axes.length === 1 ? widthOn(before.axes[0]!, axes[0]!) / widthOn(before.axes[0]!, before.axes[0]!) : 1;
  return {
    axes,
    bins: kept.every(Boolean) ? before.bins : y ? [x!, y] : [x!],
    counts: null,
    largest: Math.max(1, before.largest * scale),
  };
}

/** How long a bin of an axis is on a scale where equal steps take equal room. */
function widthOn({ scale }: BinnedAxis, { edges }: BinnedAxis): number {
  // Whole numbers thin out the first bins of a log axis.
  const bin = scale.isProportional ? 0 : (edges.length - 2) >> 1;
  return Math.min(scale.toUniform(edges[bin + 1]!) - scale.toUniform(edges[bin]!), Number.MAX_VALUE);
}
