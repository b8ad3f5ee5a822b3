import type { Backend } from './backend';
import type { FrameScheduler } from './frame-scheduler';
import type { SlotId } from './ids';
import type { BlocksCall, GroupedCall, NearestCall, RanksCall, RowsCall, TotalCall } from './recording';

let slots = 0;

/** What runs kernels and reads their slots. */
export interface Kernels {
  readonly frameScheduler: Pick<FrameScheduler, 'computeFor' | 'read'>;
  readonly backend: Backend;
}

/** A scan without its slot. */
export type Scan =
  | Omit<GroupedCall, 'out'>
  | Omit<TotalCall, 'out'>
  | Omit<NearestCall, 'out'>
  | Omit<BlocksCall, 'out'>
  | Omit<RowsCall, 'out'>
  | Omit<RanksCall, 'out'>;

/**
 * Runs scans once, in one recording and in slots of their own, and returns the words of each. Rejects with
 * source/aborted.
 */
export async function computeOnce(
  { frameScheduler, backend }: Kernels,
  scans: readonly Scan[],
  signal: AbortSignal,
): Promise<Uint32Array<ArrayBuffer>[]> {
  const outs = scans.map(() => `once-${++slots}` as SlotId);
  try {
    await frameScheduler.computeFor(signal, ...scans.map((scan, i) => ({ ...scan, out: outs[i]! })));
    return await Promise.all(outs.map((out) => frameScheduler.read(out)));
  } finally {
    backend.drop(outs);
  }
}
