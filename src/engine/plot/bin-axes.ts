import type { BinnedAxis } from '../scales/binned-axis';
import { binDomain, binWindow } from '../scales/bin-domain';
import { MOST_AXIS_BINS, TooManyBins } from '../scales/most-bins';
import { PikaError } from '../errors';
import type { AxisRequest } from '../plan/mark';
import type { Plan } from '../plan/plan';
import type { PlotColumns } from './plot-columns';
import type { ZoomState, ZoomableAxis } from '../zoom/zoom-state';

const MOST_CELLS = 512;
const FEWEST_CELLS = 16;
/** Of both axes together: four bytes each, for every worker and slot. */
const MOST_PLANE_CELLS = 2 ** 24;

/** The axes of the parts that a window shows; the homes themselves where it shows all. */
export function binVisibleAxes(
  { axes }: Plan,
  homes: readonly BinnedAxis[],
  shown: ZoomState,
  widthCss: number,
  heightCss: number,
): readonly BinnedAxis[] {
  return axes.map((request, i) => {
    const part = shown.visibleDomain(request.channel);
    return part
      ? binWindow(
          homes[i]!.column,
          part,
          binSpecOf(request, request.channel === 'x' ? widthCss : heightCss),
          request.scale,
        )
      : homes[i]!;
  });
}

/** What a window may show parts of. */
export function zoomableAxes({ axes }: Plan, { columns }: PlotColumns, homes: readonly BinnedAxis[]): ZoomableAxis[] {
  return axes.map(({ channel, options }, i) => {
    const homeAxis = homes[i]!;
    return {
      channel,
      meta: homeAxis.column,
      extent: columns[i]!.extent!,
      homeAxis,
      leastTicks:
        options.step === undefined || !homeAxis.scale.isProportional
          ? 0
          : Math.min(homeAxis.edges[1]! - homeAxis.edges[0]!, Number.MAX_VALUE),
    };
  });
}

/**
 * The axes of a plot for a picture of about this size; null when a column has no value to show.
 * @throws PikaError `plan/too-many-bins`
 */
export function binAxes(
  { axes, spec }: Plan,
  { columns }: PlotColumns,
  widthCss: number,
  heightCss: number,
): readonly BinnedAxis[] | null {
  const binned: BinnedAxis[] = [];
  for (const [i, request] of axes.entries()) {
    const { meta, extent } = columns[i]!;
    if (!extent) return null;
    const domain = request.channel === 'x' ? spec.xDomain : spec.yDomain;
    try {
      binned.push(
        binDomain(
          meta,
          extent[0],
          extent[1],
          binSpecOf(request, request.channel === 'x' ? widthCss : heightCss),
          domain,
          request.scale,
        ),
      );
    } catch (thrown) {
      throw thrown instanceof TooManyBins ? tooManyBins(request, spec.from, thrown) : thrown;
    }
  }
  checkCells(binned, axes, spec.from);
  return binned;
}

function tooManyBins(
  { channel, expression, options }: AxisRequest,
  from: string,
  { count, smallestStep }: TooManyBins,
): PikaError {
  return new PikaError('plan/too-many-bins', {
    subject: `${channel} of the plot from "${from}"`,
    expected: `at most ${whole(MOST_AXIS_BINS)} bins`,
    found: `${Number.isFinite(count) && count < 1e15 ? whole(count) : 'far more'} with step=${options.step!}`,
    next:
      smallestStep === null
        ? `Leave the step out: ${channel}="bin(${expression})".`
        : `The smallest step that works here is ${smallestStep}: write ${channel}="bin(${expression}, step=${smallestStep})", or show less of the axis with ${channel}-domain.`,
  });
}

function checkCells([x, y]: readonly BinnedAxis[], axes: Plan['axes'], from: string): void {
  const cells = x!.bins.count * (y?.bins.count ?? 1);
  if (cells <= MOST_PLANE_CELLS) return;
  const larger = x!.bins.count >= y!.bins.count ? 0 : 1;
  const { channel, expression } = axes[larger]!;
  throw new PikaError('plan/too-many-bins', {
    subject: `plot from "${from}"`,
    expected: `at most ${whole(MOST_PLANE_CELLS)} cells`,
    found: `${whole(x!.bins.count)} × ${whole(y!.bins.count)}`,
    next:
      [x, y][larger]!.scale.kind === 'band'
        ? `Show fewer categories of ${channel}: keep the most frequent in SQL, or group "${expression}" by a part of it.`
        : `Write a larger step for ${channel}, or none: ${channel}="bin(${expression})".`,
  });
}

function whole(count: number): string {
  return count.toLocaleString('en');
}

function binSpecOf({ options, fallback }: AxisRequest, lengthCss: number): Parameters<typeof binDomain>[3] {
  const most =
    'maxBins' in fallback
      ? fallback.maxBins
      : Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, Math.floor(lengthCss / fallback.pixels)));
  return {
    maxBins: options.maxBins ?? most,
    ...(options.step !== undefined && { step: options.step }),
    equalCells: 'pixels' in fallback,
  };
}

/** Same column, same thresholds: whatever was counted for one holds for the other. */
export function sameAxes(a: readonly BinnedAxis[], b: readonly BinnedAxis[]): boolean {
  return (
    a.length === b.length &&
    a.every((axis, i) => {
      const other = b[i]!;
      return sameBins(axis, other) && axis.scale.domain.every((end, side) => end === other.scale.domain[side]);
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
