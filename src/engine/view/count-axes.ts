import type { Axis } from '../frame/axis';
import type { KernelCall, SlotId } from '../frame/recording';
import type { BinsOfView } from '../link/linked-views';
import type { Stage } from './stage';

/** Axes and the counts of all rows along them. */
export interface Counted {
  readonly axes: readonly Axis[];
  readonly bins: BinsOfView;
  readonly largest: number;
}

/** Counts all rows along one or two axes into `out`. */
export async function countAxes({ backend, conductor }: Stage, axes: readonly Axis[], out: SlotId, signal: AbortSignal): Promise<Counted> {
  const [x, y] = axes;
  const bins: BinsOfView = y ? [x!.bins, y.bins] : [x!.bins];
  const call: KernelCall = y
    ? { kernel: 'bin2d', x: x!.bins, y: y.bins, clauses: [], out }
    : { kernel: 'bin1d', x: x!.bins, clauses: [], out };
  await conductor.computeFor(signal, call);
  const counts = await backend.read(out);
  return { axes, bins, largest: counts.reduce((a, b) => Math.max(a, b), 0) };
}
