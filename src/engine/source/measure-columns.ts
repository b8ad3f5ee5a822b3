import { columnValues } from '../columns/column-values';
import { describedFields } from '../rows/arrow/small-results';
import type { EncodedColumn } from '../rows/rows';
import { quoteName } from '../sql/sql-tokens';
import type { QueriedTable } from './queried-table';
import type { CountOptions, MeasuredColumn } from './source';

/** The types and extents of columns. Only their extremes, or their distinct strings, leave the database. */
export async function measureColumns(
  table: QueriedTable,
  expressions: readonly string[],
  options: CountOptions,
): Promise<MeasuredColumn[]> {
  const { name, rowCount, database, rows, checks } = table;
  const about = { signal: options.signal, priority: 'interactive' as const };
  const measured: MeasuredColumn[] = [];
  for (const expression of expressions) {
    const subject = `expression "${expression}" of query "${name}"`;
    const sql = await checks.readable(expression, about);
    const [field] = describedFields(
      await database.run(`DESCRIBE SELECT ${sql} AS c0 FROM ${quoteName(name)}`, { ...about, subject }),
    );
    const bytes = await database.runInSlices(endsSql(sql, field!.sqlType, name), { ...about, subject });
    const [ends, infinite, nulls] = await rows.columnsFromIpc(
      bytes,
      name,
      [expression],
      options.signal ? { signal: options.signal } : {},
    );
    const values = knownValues(ends!);
    const extent =
      values.length > 0
        ? ([values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] as const)
        : null;
    measured.push({
      rows: rowCount,
      type: ends!.type,
      extent,
      infinite: mostOf(infinite!),
      // A category without values has no row in the answer.
      nulls: ends!.rows === 0 ? rowCount : mostOf(nulls!),
    });
  }
  return measured;
}

function mostOf(column: EncodedColumn): number {
  return knownValues(column).reduce((a, b) => Math.max(a, b), 0);
}

function knownValues({ encoding, pages }: EncodedColumn): Float64Array {
  return columnValues(encoding, pages).filter((value) => !Number.isNaN(value));
}

/**
 * SQL for the extremes of an expression: minimum and maximum in one column, the number of infinite values in the next,
 * and that of NULL and NaN in the last. For categories, all distinct values.
 */
function endsSql(sql: string, sqlType: string, table: string): string {
  const from = `FROM ${quoteName(table)}`;
  const nulls = `count(*) FILTER (WHERE ${sql} IS NULL${/^(FLOAT|DOUBLE)/.test(sqlType) ? ` OR isnan(${sql})` : ''})`;
  if (/^(VARCHAR|BOOLEAN)/.test(sqlType)) {
    const missing = `(SELECT ${nulls} ${from})`;
    return `SELECT DISTINCT ${sql} AS c0, 0 AS c1, ${missing} AS c2 ${from} WHERE ${sql} IS NOT NULL`;
  }
  const value = sqlType.startsWith('TIMESTAMP') ? `CAST(${sql} AS TIMESTAMP)` : sql;
  const [isFinite, infinite] = /^(FLOAT|DOUBLE|DATE|TIMESTAMP)/.test(sqlType)
    ? [` FILTER (WHERE isfinite(${value}))`, `count(*) FILTER (WHERE isinf(${value}))`]
    : ['', '0'];
  const end = (most: string): string =>
    `SELECT ${most}(${sql})${isFinite} AS c0, ${infinite} AS c1, ${nulls} AS c2 ${from}`;
  return `${end('min')} UNION ALL ${end('max')}`;
}
