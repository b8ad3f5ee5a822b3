import { abortedError } from '../abort';
import { columnValues } from '../columns/column-values';
import { valueConditions } from '../sql/measure-sql';
import { ROW_NUMBER, rowsWhere } from '../sql/row-sql';
import { readableSql } from './expression-checks';
import type { QueriedTable } from './queried-table';
import type { CountOptions, RowRequest, RowTable } from './source';

/**
 * Selects rows in the database. `isLatest` returns false once a newer request replaced this one while it was prepared.
 */
export async function selectRows(
  table: QueriedTable,
  { expressions, where, sort = [], limit }: RowRequest,
  options: CountOptions & { readonly isLatest: () => boolean },
): Promise<RowTable> {
  const { name, database, rows, checks } = table;
  const { signal, replaces, isLatest } = options;
  const subject = `rows of query "${name}"`;
  const about = { signal, priority: 'interactive' as const };
  const [selected, sortedBy] = await Promise.all([
    Promise.all(expressions.map((expression) => checks.readable(expression, about))),
    Promise.all(sort.map(({ expression }) => checks.check(expression, about))),
  ]);
  if (!isLatest()) throw abortedError(subject);
  const columns = selected.map((sql, i) => `${sql} AS c${i}`);
  const keys = sortedBy.map((checked, i) => `${readableSql(checked, sort[i]!.expression, name)} AS s${i}`);
  const order = sortedBy.map(({ sqlType }, i) => orderSql(`s${i}`, sqlType, sort[i]!.descending));
  const statement =
    `SELECT ${[...columns.map((_, i) => `c${i}`), ROW_NUMBER].join(', ')} FROM ${rowsWhere(table, [...columns, ...keys], where)}` +
    ` ORDER BY ${[...order, ROW_NUMBER].join(', ')} LIMIT ${limit + 1}`;
  options.onStatement?.(statement);
  const written = [...expressions, ...sort.map(({ expression }) => expression)].join(', ');
  const bytes = await database.runInSlices(statement, { ...about, replaces, subject, written });
  const read = await rows.columnsFromIpc(bytes, name, [...expressions, ROW_NUMBER], signal ? { signal } : {});
  const found = read.at(-1)!.rows;
  const kept = Math.min(found, limit);
  const values = read.map(({ encoding, pages }) => columnValues(encoding, pages).slice(0, kept));
  return {
    rows: kept,
    truncated: found > limit,
    rowNumbers: values.at(-1)!,
    columns: expressions.map((_, i) => ({ type: read[i]!.type, values: values[i]! })),
  };
}

/** Values that read as NULL are last, also in descending order. */
function orderSql(column: string, sqlType: string, descending: boolean): string {
  const conditions = valueConditions({ column, sqlType });
  const value = conditions.length > 0 ? `CASE WHEN ${conditions.join(' AND ')} THEN ${column} END` : column;
  return `${value} ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
}
