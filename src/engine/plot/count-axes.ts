import type { BinnedAxis } from '../scales/binned-axis';
import { COUNT, type Bins, type Dimensions, type SlotId } from '../frame/recording';
import { mapChannels, type ByChannel, type ChannelName } from '../grammar/channel-name';
import { sameBins } from './bin-axes';
import type { LayerPlan } from '../plan/plan';
import type { CountOptions, Relation } from '../source/source';
import type { PlotContext } from './plot-context';

/** A plot's axes, and the counts of rows along them. */
export interface CountedAxes {
  /** In the order of the plan's dimensions. */
  readonly axes: ByChannel<BinnedAxis>;
  /** The bins of each axis; the same objects as before where zooming changed none. */
  readonly bins: ByChannel<Bins>;
  /** Null if they were not read. */
  readonly counts: Uint32Array<ArrayBuffer> | null;
  /** The largest count over all rows, for the count axis; 0 on a plane, which has none. */
  readonly largest: number;
}

/** How to abort a count, and how to count columns that are not resident. */
export interface CountRequest {
  readonly signal: AbortSignal;
  readonly bySql: (() => Promise<Uint32Array<ArrayBuffer>>) | null;
  /** Whether a later count owns the slot by now. */
  readonly isLate: () => boolean;
}

/**
 * Counts all rows along an axis into `out`, to scale the count axis. A kernel counts resident columns, SQL the others.
 * A plane of resident columns is counted when it is painted. When `isLate`, returns null and leaves `out` unchanged.
 */
export async function countAxes(
  { backend, frameScheduler }: PlotContext,
  axes: ByChannel<BinnedAxis>,
  out: SlotId,
  { signal, bySql, isLate }: CountRequest,
): Promise<CountedAxes | null> {
  const bins = mapChannels(axes, (axis) => axis.bins);
  if (axes.has('y') && !bySql) return { axes, bins, counts: null, largest: 0 };
  if (bySql) {
    const counts = await bySql();
    // A kernel dispatched earlier must not overwrite these counts.
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

/** The same counts, computed by the database. */
export function countBySql(
  relation: Relation,
  plan: LayerPlan,
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

/** The bins in the order of the kernels: the first runs fastest. */
export function viewBins(bins: ByChannel<Bins>): Dimensions {
  return [...bins.values()] as unknown as Dimensions;
}

/**
 * The axes of a new visible domain. Equal bins stay the same objects. The count axis scales with the width of a bin, so
 * that nothing is read back while the user zooms.
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

/** How much wider the bins of a single axis are than before; 1 on a plane, which has no count axis. */
function growthOf(before: ByChannel<BinnedAxis>, axes: ByChannel<BinnedAxis>): number {
  if (axes.has('y')) return 1;
  const [[was], [is]] = [[...before.values()], [...axes.values()]];
  return widthOn(was!, is!) / widthOn(was!, was!);
}

/** The width of a bin in uniform scale units. */
function widthOn({ scale }: BinnedAxis, { edges }: BinnedAxis): number {
  // The first bins of a log axis of whole numbers are irregular: take one in the middle.
  const bin = scale.isLinear ? 0 : (edges.length - 2) >> 1;
  return Math.min(scale.toUniform(edges[bin + 1]!) - scale.toUniform(edges[bin]!), Number.MAX_VALUE);
}
