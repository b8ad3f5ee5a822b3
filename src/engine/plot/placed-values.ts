import { aggregateOnce } from '../aggregates/aggregate-once';
import { measureExtent } from '../aggregates/measure-extent';
import { laneOf } from '../columns/column';
import type { ColumnLease } from '../columns/column-cache';
import { rangeKeys } from '../columns/keys';
import { COUNT } from '../frame/recording';
import type { PlannedColumn } from '../plan/plan';
import { binsOf } from '../scales/bins-of';
import type { Relation } from '../source/source';
import { expressionSql } from '../sql/column-names';
import type { PlotContext } from './plot-context';

/** A column's values that have a position on its scale. */
export interface PlacedColumn extends Pick<ColumnLease, 'meta'> {
  /** The extent of the values that have a position; null if none has. */
  readonly extent: ColumnLease['extent'];
  /** How many finite values have no position: those ≤ 0 on a log scale. */
  readonly unplaced: number;
}

/** Thresholds of every finite value ≤ 0. */
const NOT_POSITIVE = [-Number.MAX_VALUE, Number.MIN_VALUE] as const;

/** Measures which values of a resident column have a position on its scale. */
export async function placeResident(
  context: PlotContext,
  column: Pick<ColumnLease, 'meta' | 'extent'>,
  planned: PlannedColumn,
  signal: AbortSignal,
): Promise<PlacedColumn> {
  const { meta, extent } = column;
  if (isAllPlaced(column, planned)) return { meta, extent, unplaced: 0 };
  const { id, encoding } = meta;
  const positive = { keys: rangeKeys(encoding, NOT_POSITIVE[1], Infinity), lane: laneOf(encoding) };
  const x = binsOf(meta, { thresholds: NOT_POSITIVE, uniform: true });
  const [placed, [unplaced]] = await Promise.all([
    measureExtent(meta, [{ kind: 'range', column: id, ...positive }], context, signal),
    aggregateOnce(context, { dimensions: [x], accumulators: COUNT, clauses: [] }, signal),
  ]);
  return { meta, extent: placed, unplaced: unplaced! };
}

/** The same for a column that stays in the database. */
export async function placeBySql(
  relation: Relation,
  column: Pick<ColumnLease, 'meta' | 'extent'>,
  planned: PlannedColumn,
  signal: AbortSignal,
): Promise<PlacedColumn> {
  const { meta, extent } = column;
  if (isAllPlaced(column, planned)) return { meta, extent, unplaced: 0 };
  const { expression } = planned;
  const value = `(${expressionSql(expression)})`;
  const [positive] = await relation.measure([`CASE WHEN ${value} > 0 THEN ${value} END`], { signal });
  const [unplaced] = await relation.counts([{ expression, type: meta.type, edges: NOT_POSITIVE }], [], { signal });
  return { meta, extent: positive!.extent, unplaced: unplaced! };
}

/** Whether all values have a position. `checkScales` rejects scales of the wrong type. */
function isAllPlaced({ meta, extent }: Pick<ColumnLease, 'meta' | 'extent'>, { scale }: PlannedColumn): boolean {
  return scale?.kind !== 'log' || meta.type.kind !== 'number' || extent === null || extent[0] > 0;
}
