import { abortedError } from '../abort';
import { NULL_KEY, laneOf } from '../columns/column';
import { columnValues } from '../columns/column-values';
import { compareBytes } from '../columns/label-order';
import { valueConditions } from '../sql/measure-sql';
import { ROW_NUMBER, rowsWhere } from '../sql/row-sql';
import { readableSql } from './column-request';
import type { QueriedTable } from './queried-table';
import type { CountOptions, RowRequest, RowTable, SourceColumn } from './source';

/** Sorting more rows in the page would block it: the database sorts them. */
export const MAX_SORTED_ROWS = 100_000;

/** Rows of columns that were read whole: those of the request's expressions, then those it is sorted by. */
export function tableOfColumns(
  columns: readonly SourceColumn[],
  { expressions, sort = [], limit }: RowRequest,
  rowCount: number,
): RowTable {
  const keys = sort.map(({ descending }, i) => sortKey(columns[expressions.length + i]!, descending));
  const order = keys.length > 0 ? sorted(keys, rowCount) : null;
  const rows = Math.min(rowCount, limit);
  const rowNumbers = Float64Array.from({ length: rows }, (_, at) => order?.[at] ?? at);
  return {
    rows,
    truncated: rowCount > limit,
    rowNumbers,
    columns: columns.slice(0, expressions.length).map(({ type, encoding, pages }) => {
      const values = columnValues(encoding, pages);
      return { type, values: order ? rowNumbers.map((row) => values[row]!) : values.slice(0, rows) };
    }),
  };
}

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

/** The sort keys of a column by row, in one or two words. NULL is NaN in the first. */
interface RowKeys {
  readonly high: Float64Array;
  readonly low: Float64Array | null;
  readonly descending: boolean;
}

function sortKey({ rows, type, encoding, pages }: SourceColumn, descending: boolean): RowKeys {
  const lane = laneOf(encoding);
  const ranks = type.kind === 'category' ? ranksInSql(type.labels) : null;
  const high = new Float64Array(rows);
  const low = lane === 'u64' ? new Float64Array(rows) : null;
  let at = 0;
  for (const { rows: count, keys } of pages) {
    for (let row = 0; row < count; row++, at++) {
      if (low) {
        low[at] = keys[2 * row]!;
        high[at] = keys[2 * row] === NULL_KEY && keys[2 * row + 1] === NULL_KEY ? NaN : keys[2 * row + 1]!;
      } else {
        high[at] = lane === 'u32' && keys[row] === NULL_KEY ? NaN : (ranks?.[keys[row]!] ?? keys[row]!);
      }
    }
  }
  return { high, low, descending };
}

/** The place of each label among the others as SQL sorts text: by code points. */
function ranksInSql(labels: readonly string[]): Uint32Array {
  const encoder = new TextEncoder();
  const bytes = labels.map((label) => encoder.encode(label));
  const ranks = new Uint32Array(labels.length);
  const codes = Array.from(labels, (_, code) => code).sort((a, b) => compareBytes(bytes[a]!, bytes[b]!));
  for (const [rank, code] of codes.entries()) ranks[code] = rank;
  return ranks;
}

function sorted(keys: readonly RowKeys[], rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).sort((a, b) => {
    for (const { high, low, descending } of keys) {
      const [first, second] = [high[a]!, high[b]!];
      if (Number.isNaN(first) || Number.isNaN(second)) {
        if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? 1 : -1;
        continue;
      }
      const less = first === second ? (low ? low[a]! - low[b]! : 0) : first < second ? -1 : 1;
      if (less !== 0) return descending ? -less : less;
    }
    return a - b;
  });
}
