import type { ColumnLease } from '../columns/column-cache';
import type { ByChannel } from '../grammar/channel-name';
import type { LayerPlan } from '../plan/plan';
import type { Progress, Relation } from '../source/source';
import { labelOrder } from '../grammar/scale-spec';
import { orderedSource } from './ordered-source';
import type { PlotContext } from './plot-context';

/** Leases all columns of a plan, or none: when one fails or the signal aborts, the others are released. */
export async function acquireColumns(
  { columns: cache }: PlotContext,
  relation: Relation,
  { columns }: LayerPlan,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ByChannel<ColumnLease>> {
  const settled = await Promise.allSettled(
    [...columns].map(async ([channel, { expression, scale }]) => {
      const order = labelOrder(scale);
      const source = order ? orderedSource(relation, order) : relation;
      return [channel, await cache.acquire(source, expression, onProgress, signal)] as const;
    }),
  );
  const leases = new Map(settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
  const refused = settled.find((result) => result.status === 'rejected');
  if (!refused && !signal.aborted) return leases;
  for (const lease of leases.values()) lease.release();
  throw refused?.reason ?? signal.reason;
}
