import type { Axis } from '../frame/axis';
import type { SlotId } from '../frame/recording';
import type { BinsOfView } from '../link/linked-views';
import { sameBins } from './cut-axes';
import type { Stage } from './stage';

/** Axes and what is to be counted along them. */
export interface Counted {
  readonly axes: readonly Axis[];
  readonly bins: BinsOfView;
  /** The largest count of all rows, for the axis of counts; 0 on a plane, which needs none. */
  readonly largest: number;
}

/** Counts all rows along an axis into `out`, for the scale of counts. A plane is counted with its picture. */
export async function countAxes({ backend, conductor }: Stage, axes: readonly Axis[], out: SlotId): Promise<Counted> {
  const [x, y] = axes;
  if (y) return { axes, bins: [x!.bins, y.bins], largest: 0 };
  await conductor.compute({ kernel: 'bin1d', x: x!.bins, clauses: [], out });
  return { axes, bins: [x!.bins], largest: await largestOf({ backend }, out) };
}

export async function largestOf({ backend }: Pick<Stage, 'backend'>, slot: SlotId): Promise<number> {
  return (await backend.read(slot)).reduce((a, b) => Math.max(a, b), 0);
}

/**
 * The axes cut to another part. Where no bin is another they stay the same objects. The scale of counts stays what it is per width of a
 * bin: nothing is read back while the reader zooms.
 */
export function recut(before: Counted, axes: readonly Axis[]): Counted {
  const kept = axes.map((axis, i) => sameBins(axis, before.axes[i]!));
  const bins = axes.map((axis, i) => (kept[i] ? before.bins[i]! : axis.bins));
  const [x, y] = bins;
  const scale = axes.length === 1 ? widthOf(axes[0]!) / widthOf(before.axes[0]!) : 1;
  return { axes, bins: kept.every(Boolean) ? before.bins : y ? [x!, y] : [x!], largest: Math.max(1, before.largest * scale) };
}

function widthOf({ edges }: Axis): number {
  return edges[1]! - edges[0]!;
}
