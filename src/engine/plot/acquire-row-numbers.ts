import { RowValues } from '../aggregates/row-values';
import type { ColumnLease } from '../columns/column-cache';
import { numberRows } from '../columns/row-numbers';
import { mayVary } from '../sql/may-vary';
import type { Progress, Relation } from '../source/source';
import { derivedSource } from './derived-source';
import type { PlotContext } from './plot-context';

/** What kernels read to find the first and the last value of a column: the numbers of the rows that have one. */
export interface RowNumbers {
  readonly lease: ColumnLease;
  /** The values of the column by row. */
  readonly values: RowValues;
}

/**
 * Leases the row numbers of a column. Returns, as text, why there are none. Rejects as `ColumnCache.acquire`.
 *
 * @param lease of the column itself, held as long as the row numbers
 */
export async function acquireRowNumbers(
  { columns }: PlotContext,
  relation: Relation,
  expression: string,
  { meta }: ColumnLease,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<RowNumbers | string> {
  if (mayVary(expression)) return 'may have other values when its rows are numbered';
  const source = derivedSource(relation, 'row numbers', numberRows);
  return { lease: await columns.acquire(source, expression, onProgress, signal), values: new RowValues(meta) };
}
