import type { ColumnLease } from '../columns/column-cache';
import type { Plan } from '../plan/plan';
import type { Progress, Relation } from '../source/source';
import type { PlotContext } from './plot-context';

/**
 * The columns of a plan, in the order of its axes. All or none: what came is given back when another failed or nobody
 * waits any more.
 */
export async function acquireColumns(
  { columns }: PlotContext,
  relation: Relation,
  { axes }: Plan,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<readonly ColumnLease[]> {
  const settled = await Promise.allSettled(
    axes.map(({ expression }) => columns.acquire(relation, expression, onProgress, signal)),
  );
  const leases = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const refused = settled.find((result) => result.status === 'rejected');
  if (!refused && !signal.aborted) return leases;
  for (const lease of leases) lease.release();
  throw refused?.reason ?? signal.reason;
}
