import type { ColumnLease } from '../columns/column-cache';
import { PikaError } from '../errors';
import type { Bins } from '../frame/recording';
import { binsOf } from '../scales/bins-of';
import { withNullBin } from './with-null-bin';
import type { Progress, Relation } from '../source/source';
import { withKeyedNulls } from './keyed-nulls';
import type { PlotContext } from './plot-context';

/**
 * A column of categories whose distinct values kernels count: its bins are one more dimension, and a group has as many
 * values as it has bins with rows.
 */
export interface DistinctColumn {
  readonly expression: string;
  readonly lease: ColumnLease;
  /** One for each label. Each row is in a bin. */
  readonly bins: Bins;
  /** The bin of the rows without a value; null if each row has one. */
  readonly nullBin: number | null;
}

/**
 * Leases a column of categories. Returns, as text, why there is none. Rejects with source/aborted, and as {@link
 * Relation.columns}.
 */
export async function acquireDistinct(
  context: PlotContext,
  relation: Relation,
  expression: string,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<DistinctColumn | string> {
  try {
    const lease = await context.columns.acquire(relation, expression, onProgress, signal);
    if (lease.meta.type.kind !== 'category') {
      lease.release();
      return NO_CATEGORIES;
    }
    return await keyed(context, relation, expression, lease, onProgress, signal);
  } catch (thrown) {
    // The database also counts values that are no categories, or too many.
    if (thrown instanceof PikaError && thrown.code === 'rows/unsupported-type') return NO_CATEGORIES;
    throw thrown;
  }
}

const NO_CATEGORIES = "isn't a column of categories";

/** A row without a value needs a bin too, or it would be missing in its group. */
async function keyed(
  context: PlotContext,
  relation: Relation,
  expression: string,
  unkeyed: ColumnLease,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<DistinctColumn> {
  try {
    const lease = await withKeyedNulls(context, relation, expression, unkeyed, onProgress, signal);
    const { meta } = lease;
    const labels = meta.type.kind === 'category' ? meta.type.labels : [];
    const bins = binsOf(meta, { thresholds: [0, ...labels.map((_, code) => code + 1)], uniform: true });
    if (meta.nullKey === undefined) return { expression, lease, bins, nullBin: null };
    return { expression, lease, bins: withNullBin(bins, meta), nullBin: bins.count };
  } catch (thrown) {
    unkeyed.release();
    throw thrown;
  }
}
