import { measureFixedPoint } from '../aggregates/measure-fixed-point';
import type { ColumnLease } from '../columns/column-cache';
import type { ColumnMeta } from '../columns/column';
import type { Summand } from '../frame/recording';
import type { Arithmetic } from '../grammar/arithmetic';
import {
  aggregatesOf,
  measureExpressions,
  measureText,
  type Aggregate,
  type Formula,
  type Measure,
} from '../grammar/measure';
import type { Progress, Relation } from '../source/source';
import { acquireDistinct, type DistinctColumn } from './acquire-distinct';
import { acquireRowNumbers, type RowNumbers } from './acquire-row-numbers';
import { acquireSquares, type Squares } from './acquire-squares';
import { narrowed } from './narrowed';
import { isNoRoom } from './no-room';
import type { PlotContext } from './plot-context';

/** A column that kernels aggregate. */
export interface MeasuredColumn {
  readonly lease: ColumnLease;
  /** The integers that sums of the column add up; null if no measure needs a sum. */
  readonly summand: Summand | null;
  /** Null if no measure needs them. */
  readonly squares: Squares | null;
  /** Null if no measure needs them. */
  readonly rowNumbers: RowNumbers | null;
}

/** What kernels read to aggregate the rows of a layer's groups. */
export interface KernelColumns {
  /** By expression. */
  readonly columns: ReadonlyMap<string, MeasuredColumn>;
  /** Null if no measure counts distinct values. */
  readonly distinct: DistinctColumn | null;
}

/** What aggregates the rows of a layer's groups: kernels, or the database. */
export type Aggregation =
  ({ readonly by: 'kernels' } & KernelColumns) | { readonly by: 'sql'; readonly because: string };

/** The aggregates that kernels know. */
export type KernelAggregate = { readonly op: 'count' } | { readonly op: KernelOp; readonly expression: string };

/** What kernels compute: aggregates, and arithmetic of them. */
export type KernelMeasure = KernelAggregate | (Formula & { readonly arithmetic: Arithmetic });

export function isKernelMeasure(measure: Measure): measure is KernelMeasure {
  return needsDatabase(measure) === null;
}

const KERNEL_OPS = ['count-of', 'sum', 'avg', 'min', 'max', 'variance', 'stddev', 'first', 'last', 'distinct'] as const;
type KernelOp = (typeof KERNEL_OPS)[number];
const SUMMED: readonly Measure['op'][] = ['sum', 'avg', 'variance', 'stddev'];
const COMPARED: readonly Measure['op'][] = ['min', 'max'];
const ORDERED: readonly Measure['op'][] = ['first', 'last'];
const SQUARED: readonly Measure['op'][] = ['variance', 'stddev'];
const COUNTS: readonly Measure['op'][] = ['count', 'count-of', 'distinct'];

export function isKernelAggregate(aggregate: Aggregate): aggregate is KernelAggregate {
  return aggregate.op === 'count' || KERNEL_OPS.some((op) => op === aggregate.op);
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Why kernels can't compute a measure, whatever its columns are; null if they can. */
function needsDatabase(measure: Measure): string | null {
  const other = aggregatesOf(measure).find((aggregate) => !isKernelAggregate(aggregate));
  if (other) return `${onOneLine(measureText(other))} needs the database`;
  const isOther = measure.op === 'formula' && measure.arithmetic === null;
  return isOther ? `${measure.text} is more than arithmetic, and needs the database` : null;
}

/**
 * Leases the columns that measures read. The database aggregates instead if kernels don't know a measure, if
 * a sum would be infinite, or if a column doesn't fit into memory. Rejects with source/aborted, and as {@link
 * Relation.columns}.
 */
export async function acquireMeasures(
  context: PlotContext,
  relation: Relation,
  wanted: readonly Measure[],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Aggregation> {
  const because = wanted.map(needsDatabase).find((why) => why !== null);
  if (because !== undefined) return { by: 'sql', because };
  const aggregates = wanted.flatMap(aggregatesOf);
  const isDistinct = ({ op }: Aggregate): boolean => op === 'distinct';
  const measured = aggregates.filter((aggregate) => !isDistinct(aggregate));
  const expressions = [...new Set(measured.flatMap(measureExpressions))];
  const [counted, ...more] = new Set(aggregates.filter(isDistinct).flatMap(measureExpressions));
  if (more.length > 0) return { by: 'sql', because: 'kernels count the distinct values of one column at a time' };
  const leases: ColumnLease[] = [];
  const release = (): void => leases.forEach((lease) => lease.release());
  try {
    await acquireAll(context, relation, expressions, leases, onProgress, signal);
    const columns = new Map<string, MeasuredColumn>();
    for (const [i, lease] of leases.slice().entries()) {
      const expression = expressions[i]!;
      const ops = measured.filter((measure) => measureExpressions(measure).includes(expression)).map(({ op }) => op);
      const found = await measureColumn(context, relation, expression, lease, ops, leases, onProgress, signal);
      if (typeof found === 'string') {
        release();
        return { by: 'sql', because: `${onOneLine(expression)} ${found}` };
      }
      columns.set(expression, found);
    }
    const refused = wanted.find((measure) => !takesNumbers(measure, columns));
    if (refused) {
      release();
      return { by: 'sql', because: `${measureText(refused)} is more than arithmetic of numbers` };
    }
    if (counted === undefined) return { by: 'kernels', columns, distinct: null };
    const distinct = await acquireDistinct(context, relation, counted, onProgress, signal);
    if (typeof distinct !== 'string') return { by: 'kernels', columns, distinct };
    release();
    return { by: 'sql', because: `${counted} ${distinct}` };
  } catch (thrown) {
    release();
    if (signal.aborted || !isNoRoom(thrown)) throw thrown;
    return { by: 'sql', because: 'the columns of its aggregates do not fit into memory' };
  }
}

/** Sums count `true` as 1. */
function isBoolean({ type }: ColumnMeta): boolean {
  return type.kind === 'category' && type.isBoolean === true;
}

/** Whether a formula computes with numbers only. */
function takesNumbers(measure: Measure, columns: ReadonlyMap<string, MeasuredColumn>): boolean {
  return (
    measure.op !== 'formula' ||
    measure.aggregates.every(
      (aggregate) =>
        COUNTS.includes(aggregate.op) ||
        measureExpressions(aggregate).every((expression) => {
          const meta = columns.get(expression)?.lease.meta;
          return meta?.type.kind === 'number' || (meta && isBoolean(meta));
        }),
    )
  );
}

/** Adds the leases of all columns, or of those that arrived before it rejects. */
async function acquireAll(
  { columns }: PlotContext,
  relation: Relation,
  expressions: readonly string[],
  leases: ColumnLease[],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const settled = await Promise.allSettled(
    expressions.map((expression) => columns.acquire(relation, expression, onProgress, signal)),
  );
  leases.push(...settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
  const refused = settled.find((result) => result.status === 'rejected');
  if (refused || signal.aborted) throw refused?.reason ?? signal.reason;
}

/**
 * The column with what its measures need; or, as text, why kernels can't aggregate it. Adds the leases that it takes to
 * `leases`, also if it rejects.
 */
async function measureColumn(
  context: PlotContext,
  relation: Relation,
  expression: string,
  lease: ColumnLease,
  ops: readonly Measure['op'][],
  leases: ColumnLease[],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<MeasuredColumn | string> {
  const { meta } = lease;
  const needs = (some: readonly Measure['op'][]): boolean => ops.some((op) => some.includes(op));
  if (needs(SUMMED) && meta.type.kind !== 'number' && (!isBoolean(meta) || needs(SQUARED)))
    return "isn't a column of numbers";
  if (needs(COMPARED) && !keepsValues(meta)) return 'is a column of labels';
  if (needs(ORDERED) && meta.type.kind === 'category') return 'is a column of labels';
  const more = [context, relation, expression, lease, onProgress, signal] as const;
  const rowNumbers = needs(ORDERED) ? await acquireRowNumbers(...more) : null;
  if (typeof rowNumbers === 'string') return rowNumbers;
  if (rowNumbers) leases.push(rowNumbers.lease);
  if (!needs(SUMMED)) return { lease, summand: null, squares: null, rowNumbers };
  const fixedPoint = await measureFixedPoint(meta, context, signal);
  if (!fixedPoint) return 'has infinite values';
  const squares = needs(SQUARED) ? await acquireSquares(fixedPoint, ...more) : null;
  if (typeof squares === 'string') return squares;
  if (squares) leases.push(squares.lease);
  return { lease, summand: narrowed(fixedPoint.summand, lease), squares, rowNumbers };
}

/**
 * Whether the least and greatest keys of a column are those of its values. Labels may have codes in another order, and
 * infinite times are NULL on the backend.
 */
function keepsValues({ type, infinite }: ColumnMeta): boolean {
  return type.kind !== 'category' && (type.kind !== 'time' || (infinite ?? 0) === 0);
}
