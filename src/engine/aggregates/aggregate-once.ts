import type { Backend } from '../frame/backend';
import type { FrameScheduler } from '../frame/frame-scheduler';
import type { SlotId } from '../frame/ids';
import type { GroupedCall, TotalCall } from '../frame/recording';

let slots = 0;

/** An aggregate without its slot. */
export type Aggregate = Omit<GroupedCall, 'kernel' | 'out'> | Omit<TotalCall, 'kernel' | 'out'>;

/** What runs kernels and reads their slots. */
export interface Kernels {
  readonly frameScheduler: FrameScheduler;
  readonly backend: Backend;
}

/** Runs an aggregate once, in a slot of its own, and returns the slot's words. Rejects with source/aborted. */
export async function aggregateOnce(
  { frameScheduler, backend }: Kernels,
  aggregate: Aggregate,
  signal: AbortSignal,
): Promise<Uint32Array<ArrayBuffer>> {
  const out = `once-${++slots}` as SlotId;
  try {
    await frameScheduler.computeFor(signal, { kernel: 'aggregate', ...aggregate, out });
    return await frameScheduler.read(out);
  } finally {
    backend.drop([out]);
  }
}
