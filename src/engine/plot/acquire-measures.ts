import { measureFixedPoint } from '../aggregates/measure-fixed-point';
import type { ColumnLease } from '../columns/column-cache';
import type { ColumnMeta } from '../columns/column';
import type { Summand } from '../frame/recording';
import { measureExpressions, measureText, type Measure } from '../grammar/measure';
import type { TablePlan } from '../plan/plan';
import type { Progress, Relation } from '../source/source';
import type { PlotContext } from './plot-context';

/** A column that kernels aggregate. */
export interface MeasuredColumn {
  readonly lease: ColumnLease;
  /** The integers that sums of the column add up; null if no measure needs a sum. */
  readonly summand: Summand | null;
}

/** What aggregates the rows of a layer's groups: kernels, with columns by expression, or the database. */
export type Aggregation =
  | { readonly by: 'kernels'; readonly columns: ReadonlyMap<string, MeasuredColumn> }
  | { readonly by: 'sql'; readonly because: string };

/** The measures that kernels know. */
export type KernelMeasure =
  { readonly op: 'count' } | { readonly op: 'count-of' | 'sum' | 'avg' | 'min' | 'max'; readonly expression: string };

const KERNEL_OPS: readonly Measure['op'][] = ['count', 'count-of', 'sum', 'avg', 'min', 'max'];

export function isKernelMeasure(measure: Measure): measure is KernelMeasure {
  return KERNEL_OPS.includes(measure.op);
}

/**
 * Leases the columns that a layer's measures read. The database aggregates instead if kernels don't know a measure, if
 * a sum would be infinite, or if a column doesn't fit into memory. Rejects with source/aborted, and as {@link
 * Relation.columns}.
 */
export async function acquireMeasures(
  context: PlotContext,
  relation: Relation,
  { measures }: TablePlan,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
  isNoRoom: (thrown: unknown) => boolean,
): Promise<Aggregation> {
  const wanted = [...measures.values()];
  const other = wanted.find((measure) => !isKernelMeasure(measure));
  if (other) return { by: 'sql', because: `${measureText(other)} needs the database` };
  const expressions = [...new Set(wanted.flatMap(measureExpressions))];
  const settled = await Promise.allSettled(
    expressions.map((expression) => context.columns.acquire(relation, expression, onProgress, signal)),
  );
  const leases = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const release = (): void => leases.forEach((lease) => lease.release());
  const refused = settled.find((result) => result.status === 'rejected');
  if (refused || signal.aborted) {
    release();
    if (signal.aborted || !isNoRoom(refused?.reason)) throw refused?.reason ?? signal.reason;
    return { by: 'sql', because: 'the columns of its aggregates do not fit into memory' };
  }
  try {
    const columns = new Map<string, MeasuredColumn>();
    for (const [i, lease] of leases.entries()) {
      const expression = expressions[i]!;
      const ops = wanted.filter((measure) => measureExpressions(measure).includes(expression)).map(({ op }) => op);
      const found = await measureColumn(context, lease, ops, signal);
      if (typeof found === 'string') {
        release();
        return { by: 'sql', because: `${expression} ${found}` };
      }
      columns.set(expression, found);
    }
    return { by: 'kernels', columns };
  } catch (thrown) {
    release();
    throw thrown;
  }
}

/** The column with what its measures need; or, as text, why kernels can't aggregate it. */
async function measureColumn(
  context: PlotContext,
  lease: ColumnLease,
  ops: readonly Measure['op'][],
  signal: AbortSignal,
): Promise<MeasuredColumn | string> {
  const { meta } = lease;
  const isSummed = ops.some((op) => op === 'sum' || op === 'avg');
  const isCompared = ops.some((op) => op === 'min' || op === 'max');
  if (isSummed && meta.type.kind !== 'number') return "isn't a column of numbers";
  if (isCompared && !keepsValues(meta)) return 'is a column of labels';
  if (!isSummed) return { lease, summand: null };
  const fixedPoint = await measureFixedPoint(meta, context, signal);
  return fixedPoint ? { lease, summand: narrowed(fixedPoint.summand, lease) } : 'has infinite values';
}

/** Sums of small keys need fewer digits than their lane has: one table of an index instead of two. */
function narrowed(summand: Summand, { meta: { encoding }, extent }: ColumnLease): Summand {
  if (summand.lane !== 'u32' || encoding.kind !== 'u32' || !extent) return summand;
  const keys = (BigInt(extent[1]) - encoding.origin) / encoding.step;
  return { ...summand, bits: Math.max(1, keys.toString(2).length) };
}

/**
 * Whether the least and greatest keys of a column are those of its values. Labels may have codes in another order, and
 * infinite times are NULL on the backend.
 */
function keepsValues({ type, infinite }: ColumnMeta): boolean {
  return type.kind !== 'category' && (type.kind !== 'time' || (infinite ?? 0) === 0);
}

export function releaseMeasures(aggregation: Aggregation | null): void {
  if (aggregation?.by !== 'kernels') return;
  for (const { lease } of aggregation.columns.values()) lease.release();
}
