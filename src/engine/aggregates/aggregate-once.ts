import { computeOnce, type Kernels } from '../frame/compute-once';
import type { GroupedCall, TotalCall } from '../frame/recording';

export type { Kernels } from '../frame/compute-once';

/** An aggregate without its slot. */
export type Aggregate = Omit<GroupedCall, 'kernel' | 'out'> | Omit<TotalCall, 'kernel' | 'out'>;

/** Runs an aggregate once, in a slot of its own, and returns the slot's words. Rejects with source/aborted. */
export async function aggregateOnce(
  kernels: Kernels,
  aggregate: Aggregate,
  signal: AbortSignal,
): Promise<Uint32Array<ArrayBuffer>> {
  const [words] = await computeOnce(kernels, [{ kernel: 'aggregate', ...aggregate }], signal);
  return words!;
}
