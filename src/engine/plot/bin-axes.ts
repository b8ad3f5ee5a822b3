import { BinnedAxis } from '../scales/binned-axis';
import { binDomain } from '../scales/bin-domain';
import { scaleFor } from '../scales/scale-for';
import { rebinned, slotAxis } from '../scales/slot-axis';
import type { BinSpec } from '../scales/edges';
import { MAX_AXIS_BINS, TooManyBins } from '../scales/max-bins';
import { PikaError } from '../errors';
import type { ByChannel, ChannelName } from '../grammar/channel-name';
import { isFacet } from '../grammar/facet-channel';
import { isPosition, lengthAlong, type Size } from '../grammar/position-channel';
import type { Dimension } from '../plan/mark';
import type { LayerPlan } from '../plan/plan';
import { NO_FACETS, type LayerFacets } from './facets/facets';
import { includesNull } from '../plan/includes-null';
import { shownExtent, type PlotColumns } from './plot-columns';
import type { ZoomState, ZoomableAxis } from '../zoom/zoom-state';

const MAX_CELLS = 512;
const MIN_CELLS = 16;
/** Limit on the product of all axes' bins. Each worker and slot holds four bytes per cell. */
const MAX_PLANE_CELLS = 2 ** 24;

/** The axes of the visible domain; an axis that is not zoomed is its home axis. */
export function binVisibleAxes(
  { dimensions, columns }: LayerPlan,
  homes: ByChannel<BinnedAxis>,
  zoom: ZoomState,
  size: Size,
): ByChannel<BinnedAxis> {
  return new Map(
    dimensions.map((dimension) => {
      const { channel } = dimension;
      const home = homes.get(channel)!;
      const part = zoom.visibleDomain(channel);
      const axis = part ? rebinned(home, part, binSpecOf(dimension, size), columns.get(channel)!.scale) : home;
      return [channel, axis];
    }),
  );
}

/** The axes that the plot can zoom. */
export function zoomableAxes(
  { dimensions }: LayerPlan,
  { columns }: PlotColumns,
  homes: ByChannel<BinnedAxis>,
): ZoomableAxis[] {
  return dimensions.flatMap(({ channel, options }) => {
    if (!isPosition(channel)) return [];
    const homeAxis = homes.get(channel)!;
    const leastTicks =
      options?.step === undefined || !homeAxis.scale.isLinear
        ? 0
        : Math.min(homeAxis.edges[1]! - homeAxis.edges[0]!, Number.MAX_VALUE);
    const extent = shownExtent(columns.get(channel)!, homeAxis.slots) ?? homeAxis.scale.domain;
    return [{ channel, meta: homeAxis.column, extent, homeAxis, leastTicks }];
  });
}

/**
 * Bins each dimension for a panel of about this size. Null if a column has no value to show.
 * @throws PikaError `plan/too-many-bins`
 */
export function binAxes(
  plan: LayerPlan,
  { columns }: PlotColumns,
  size: Size,
  facets: LayerFacets = NO_FACETS,
): ByChannel<BinnedAxis> | null {
  const axes = new Map<ChannelName, BinnedAxis>();
  for (const dimension of plan.dimensions) {
    const { channel } = dimension;
    if (isFacet(channel)) {
      const facet = facets.channels.get(channel);
      if (!facet) return null;
      axes.set(channel, facet.axis);
      continue;
    }
    const axis = binDimension(plan, columns, dimension, size);
    if (!axis) return null;
    axes.set(channel, axis);
  }
  checkCells(plan, axes);
  return axes;
}

/**
 * Bins a dimension that isn't a facet. Without any value, a channel that draws NULL has no bin, and any other no axis.
 * @throws PikaError `plan/too-many-bins`
 */
export function binDimension(
  plan: LayerPlan,
  columns: PlotColumns['columns'],
  dimension: Dimension,
  size: Size,
): BinnedAxis | null {
  const { channel } = dimension;
  const { meta, extent, spacing } = columns.get(channel)!;
  const { domain, scale } = plan.columns.get(channel)!;
  if (!extent) {
    if (!includesNull(channel)) return null;
    return new BinnedAxis(meta, scaleFor(meta.type, [0, 1]), { thresholds: [0], uniform: true });
  }
  try {
    const slots = spacing === null ? null : slotAxis(meta, extent, spacing, domain, scale);
    return slots ?? binDomain(meta, extent[0], extent[1], binSpecOf(dimension, size), domain, scale);
  } catch (thrown) {
    throw thrown instanceof TooManyBins ? tooManyBins(plan, dimension, thrown) : thrown;
  }
}

function tooManyBins(
  { columns, spec }: LayerPlan,
  { channel, options }: Dimension,
  { count, smallestStep }: TooManyBins,
): PikaError {
  const { expression } = columns.get(channel)!;
  return new PikaError('plan/too-many-bins', {
    subject: `${channel} of the plot from "${spec.from}"`,
    expected: `at most ${whole(MAX_AXIS_BINS)} bins`,
    found: `${Number.isFinite(count) && count < 1e15 ? whole(count) : 'far more'} with step=${options!.step!}`,
    next:
      smallestStep === null
        ? `Leave the step out: ${channel}="bin(${expression})".`
        : `The smallest step that works here is ${smallestStep}: write ${channel}="bin(${expression}, step=${smallestStep})", or show less of the axis with ${channel}-domain.`,
  });
}

function checkCells({ columns, spec }: LayerPlan, axes: ByChannel<BinnedAxis>): void {
  const counts = [...axes.values()].map(({ bins }) => bins.count);
  if (counts.reduce((cells, count) => cells * count, 1) <= MAX_PLANE_CELLS) return;
  const [channel, longest] = [...axes].reduce((a, b) => (b[1].bins.count > a[1].bins.count ? b : a));
  const { expression } = columns.get(channel)!;
  throw new PikaError('plan/too-many-bins', {
    subject: `plot from "${spec.from}"`,
    expected: `at most ${whole(MAX_PLANE_CELLS)} cells`,
    found: counts.map(whole).join(' × '),
    next:
      longest.scale.kind === 'band'
        ? `Show fewer categories of ${channel}: keep the most frequent in SQL, or group "${expression}" more coarsely.`
        : `Write a larger step for ${channel}, or leave it out: ${channel}="bin(${expression})".`,
  });
}

function whole(count: number): string {
  return count.toLocaleString('en');
}

export function binSpecOf(dimension: Dimension, size: Size): BinSpec {
  const { options } = dimension;
  return {
    maxBins: options?.maxBins ?? defaultBins(dimension, size),
    ...(options?.step !== undefined && { step: options.step }),
    equalCells: 'defaultBinCss' in dimension,
  };
}

/** The mark's number of bins. */
function defaultBins(dimension: Dimension, size: Size): number {
  if ('defaultBins' in dimension) return dimension.defaultBins;
  const cells = Math.floor(lengthAlong(dimension.channel, size) / dimension.defaultBinCss);
  return Math.min(MAX_CELLS, Math.max(MIN_CELLS, cells));
}

/** Same columns, thresholds and domains: counts along one are valid along the other. */
export function sameAxes(a: ByChannel<BinnedAxis>, b: ByChannel<BinnedAxis>): boolean {
  return (
    a.size === b.size &&
    [...a].every(([channel, axis]) => {
      const other = b.get(channel);
      if (!other || !sameBins(axis, other)) return false;
      return axis.scale.domain.every((end, side) => end === other.scale.domain[side]);
    })
  );
}

export function sameBins({ column, edges }: BinnedAxis, other: BinnedAxis): boolean {
  return (
    column.id === other.column.id &&
    edges.length === other.edges.length &&
    edges[0] === other.edges[0] &&
    edges[edges.length - 1] === other.edges[edges.length - 1]
  );
}
