import { aggregateOnce } from '../aggregates/aggregate-once';
import type { ColumnLease } from '../columns/column-cache';
import { laneOf } from '../columns/column';
import { PikaError } from '../errors';
import type { Bins } from '../frame/recording';
import { binsOf } from '../scales/bins-of';
import type { Progress, Relation } from '../source/source';
import { expressionSql } from '../sql/sql-tokens';
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
  const acquire = (sql: string): Promise<ColumnLease> => context.columns.acquire(relation, sql, onProgress, signal);
  try {
    const lease = await acquire(expression);
    if (lease.meta.type.kind !== 'category') {
      lease.release();
      return NO_CATEGORIES;
    }
    if (!(await hasNulls(context, lease, signal))) return distinctColumn(expression, lease, null);
    lease.release();
    // A row without a value is in no bin, and would be missing in its group: NULL gets a label.
    const labeled = await acquire(`coalesce('=' || CAST((${expressionSql(expression)}) AS VARCHAR), '')`);
    return distinctColumn(expression, labeled, '');
  } catch (thrown) {
    // The database also counts values that are no categories, or too many.
    if (thrown instanceof PikaError && thrown.code === 'rows/unsupported-type') return NO_CATEGORIES;
    throw thrown;
  }
}

const NO_CATEGORIES = "isn't a column of categories";

async function hasNulls(context: PlotContext, lease: ColumnLease, signal: AbortSignal): Promise<boolean> {
  const { id, rows, encoding } = lease.meta;
  const accumulators = [{ op: 'count-of', column: id, lane: laneOf(encoding) }] as const;
  try {
    const [present] = await aggregateOnce(context, { dimensions: [], rows: id, accumulators, clauses: [] }, signal);
    return present !== rows;
  } catch (thrown) {
    lease.release();
    throw thrown;
  }
}

function distinctColumn(expression: string, lease: ColumnLease, nullLabel: string | null): DistinctColumn {
  const { meta } = lease;
  const labels = meta.type.kind === 'category' ? meta.type.labels : [];
  const thresholds = Array.from({ length: labels.length + 1 }, (_, code) => code);
  const bins = binsOf(meta, { thresholds, uniform: true });
  return { expression, lease, bins, nullBin: nullLabel === null ? null : labels.indexOf(nullLabel) };
}
