import type { ColumnLease } from '../columns/column-cache';
import { keyNulls } from '../columns/key-nulls';
import type { Progress, Relation } from '../source/source';
import { derivedSource } from './derived-source';
import type { PlotContext } from './plot-context';

/**
 * Replaces a lease by one of the same column in which NULL has a key, so that kernels group the rows without a value.
 * Takes over the lease; it stays if no row is NULL, or if no key is left. A column that other plots draw without such a
 * key is resident twice. Rejects as `ColumnCache.acquire`, and then the given lease is still the caller's.
 */
export async function withKeyedNulls(
  { columns }: PlotContext,
  relation: Relation,
  expression: string,
  lease: ColumnLease,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ColumnLease> {
  if (!hasNulls(lease)) return lease;
  const keyed = await columns.acquire(derivedSource(relation, 'keyed NULLs', keyNulls), expression, onProgress, signal);
  lease.release();
  return keyed;
}

/** Whether some rows have no key: NULL, NaN and infinite times. */
export function hasNulls({ meta: { type, nulls = 0, infinite = 0 } }: Pick<ColumnLease, 'meta'>): boolean {
  return nulls > 0 || (type.kind === 'time' && infinite > 0);
}
