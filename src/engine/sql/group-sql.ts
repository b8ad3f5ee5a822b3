import { dimensionSql, ticksSql, type GroupDimension } from './dimension-sql';
import { rowsWhere, type TableName } from './row-sql';

/** A dimension, with its expression as checked SQL. */
export interface CheckedDimension {
  readonly dimension: GroupDimension;
  readonly sql: string;
}

export interface GroupStatement {
  readonly table: TableName;
  readonly dimensions: readonly CheckedDimension[];
  /** What the measures read: columns of the subquery (`… AS e0`). */
  readonly operands: readonly string[];
  /** Aggregates of these columns. */
  readonly measures: readonly string[];
  readonly where: readonly string[];
  readonly limit: number;
}

/**
 * SQL for one row per nonempty group: the columns b0, b1, … are its bin on each dimension, m0, m1, … its measures.
 * Without dimensions, one row for all rows.
 */
export function groupSql({ table, dimensions, operands, measures, where, limit }: GroupStatement): string {
  const values = dimensions.map(({ dimension, sql }, i) => `${ticksSql(sql, dimension.type)} AS x${i}`);
  const parts = dimensions.map(({ dimension }, i) => dimensionSql(`x${i}`, dimension));
  const selected = [
    ...parts.map(({ bin }, i) => `${bin} AS b${i}`),
    ...measures.map((measure, i) => `${measure} AS m${i}`),
  ];
  const grouped =
    parts.length > 0
      ? ` WHERE ${parts.map(({ isInside }) => isInside).join(' AND ')} GROUP BY ${parts.map((_, i) => i + 1).join(', ')}`
      : '';
  const most = Number.isFinite(limit) ? ` LIMIT ${limit}` : '';
  return `SELECT ${selected.join(', ')} FROM ${rowsWhere(table, [...values, ...operands], where)}${grouped}${most}`;
}
