import type { BinnedAxis } from '../scales/binned-axis';
import { COUNT, type Bins, type SlotId } from '../frame/recording';
import { mapChannels, type ByChannel, type ChannelName } from '../grammar/channel-name';
import type { ViewBins } from '../link/linked-views';
import { sameBins } from './bin-axes';
import type { Plan } from '../plan/plan';
import type { CountOptions, Relation } from '../source/source';
import type { PlotContext } from './plot-context';

/** A plot's axes, and the counts of rows along them. */
export interface CountedAxes {
  /** In the order of the plan's dimensions. */
  readonly axes: ByChannel<BinnedAxis>;
  /** The bins of each axis; the same objects as before where zooming changed none. */
  readonly bins: ByChannel<Bins>;
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
  axes: ByChannel<BinnedAxis>,
  out: SlotId,
  { signal, bySql, isLate }: CountRequest,
): Promise<CountedAxes | null> {
  const bins = mapChannels(axes, (axis) => axis.bins);
  if (axes.size > 1 && !bySql) return { axes, bins, counts: null, largest: 0 };
  if (bySql) {
    const counts = await bySql();
    // A kernel that was asked before this must not answer after it.
    await frameScheduler.settled();
    if (isLate()) return null;
    backend.fill(out, counts);
  } else {
    const dimensions = viewBins(bins);
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
  axes: ByChannel<BinnedAxis>,
  where: readonly string[],
  options: CountOptions,
): Promise<Uint32Array<ArrayBuffer>> {
  return relation.counts(
    [...axes].map(([channel, { column, edges }]) => ({
      expression: plan.columns.get(channel)!.expression,
      type: column.type,
      edges,
    })),
    where,
    options,
  );
}

/** The bins as kernels take them, the first running fastest. */
export function viewBins(bins: ByChannel<Bins>): ViewBins {
  const [first, second] = bins.values();
  return second ? [first!, second] : [first!];
}

/**
 * The counted axes of another part. Bins that are the same stay the same objects. The scale of counts keeps its height
 * for each width of a bin: nothing is read back while the user zooms.
 */
export function rebin(before: CountedAxes, axes: ByChannel<BinnedAxis>): CountedAxes {
  const isKept = (axis: BinnedAxis, channel: ChannelName): boolean => sameBins(axis, before.axes.get(channel)!);
  const bins = mapChannels(axes, (axis, channel) => (isKept(axis, channel) ? before.bins.get(channel)! : axis.bins));
  return {
    axes,
    bins: [...bins].every(([channel, one]) => one === before.bins.get(channel)) ? before.bins : bins,
    counts: null,
    largest: Math.max(1, before.largest * growthOf(before.axes, axes)),
  };
}

/** How much wider the bins of a single axis are than before; 1 on a plane, which has no scale of counts. */
function growthOf(before: ByChannel<BinnedAxis>, axes: ByChannel<BinnedAxis>): number {
  if (axes.size > 1) return 1;
  const [[was], [is]] = [[...before.values()], [...axes.values()]];
  return widthOn(was!, is!) / widthOn(was!, was!);
}

/** How long a bin of an axis is on a scale where equal steps take equal room. */
function widthOn({ scale }: BinnedAxis, { edges }: BinnedAxis): number {
  // Whole numbers thin out the first bins of a log axis.
  const bin = scale.isProportional ? 0 : (edges.length - 2) >> 1;
  return Math.min(scale.toUniform(edges[bin + 1]!) - scale.toUniform(edges[bin]!), Number.MAX_VALUE);
}
