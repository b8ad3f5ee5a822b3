import { laneOf, type ColumnMeta } from '../columns/column';
import { PikaError } from '../errors';
import type { Kernels } from '../frame/compute-once';
import type { Filter, ListedRows, RangeClause } from '../frame/recording';
import { unknownColumn } from '../source/field-named';
import type { Relation } from '../source/source';
import { KeyOrder } from './key-order';
import { keysBetween, spanOf } from '../columns/ordinals';
import { AllRows, JoinedOrder, type RowOrder } from './row-order';
import { SourceOrder } from './source-order';
import type { TableColumns } from './table-columns';
import type { TableSort } from './table-request';

/** The order of the rows that pass. Throws PikaError: plan/unknown-column, plan/unsupported, and as kernels do. */
export async function orderRows(
  kernels: Kernels,
  { columns, relation }: { readonly columns: TableColumns; readonly relation: Relation },
  sort: TableSort | null,
  clauses: Filter,
  signal: AbortSignal,
): Promise<RowOrder> {
  const all = new AllRows(relation.rowCount);
  if (relation.rowCount === 0) return all;
  if (!sort) {
    const column = clauses.length > 0 ? await anyColumn(columns, clauses) : null;
    return column ? SourceOrder.of(kernels, { ...column, within: null, clauses }, signal) : all;
  }
  const index = columns.columns.findIndex(({ name }) => name === sort.column);
  if (index < 0) throw unknownColumn(sort.column, columns.columns, relation.name);
  const by = await columns.resident(index);
  if (by instanceof PikaError) throw notSortable(sort.column, relation.name, by);
  const sorted = await KeyOrder.of(kernels, by, clauses, sort.descending, signal);
  const { meta } = by;
  if (!hasRowsWithoutKey(meta)) return sorted;
  const without = { kind: 'not', of: [anyKey(meta)] } as const;
  const others = { ...columnOf(meta), within: null, clauses: [...clauses, without] };
  return new JoinedOrder([sorted, await SourceOrder.of(kernels, others, signal)]);
}

/** Any column of the table that kernels can read, or else one that the clauses read; null if there is none. */
async function anyColumn(columns: TableColumns, clauses: Filter): Promise<KernelColumn | null> {
  const any = await columns.anyResident();
  return any ? columnOf(any.meta) : columnIn(clauses);
}

function columnIn(clauses: Filter): KernelColumn | null {
  for (const clause of clauses) {
    if (clause.kind === 'range') return { column: clause.column, lane: clause.lane };
    if (clause.kind === 'set') return { column: clause.column, lane: 'u32' };
    if (clause.kind === 'cells') return { column: clause.bins[0].column, lane: clause.bins[0].lane };
    const found = columnIn(clause.of.flat());
    if (found) return found;
  }
  return null;
}

type KernelColumn = Pick<ListedRows, 'column' | 'lane'>;

function columnOf({ id, encoding }: ColumnMeta) {
  return { column: id, lane: laneOf(encoding) };
}

/** Infinite times have no key. */
function hasRowsWithoutKey({ nulls = 0, infinite = 0, type }: ColumnMeta): boolean {
  return nulls > 0 || (infinite > 0 && type.kind === 'time');
}

function anyKey(column: ColumnMeta): RangeClause {
  const { column: id, lane } = columnOf(column);
  return { kind: 'range', column: id, lane, keys: keysBetween(lane, ...spanOf(lane)) };
}

function notSortable(column: string, query: string, { detail }: PikaError): PikaError {
  return new PikaError('plan/unsupported', {
    subject: `sort by column "${column}" of query "${query}"`,
    expected: detail.expected,
    found: detail.found,
    next: 'Sort in the SQL of the query, with ORDER BY.',
  });
}
