import { laneOf } from '../columns/column';
import { keyAt, valueOf } from '../columns/keys';
import type { EncodedColumn, Rows } from '../rows/rows';
import { countedGroups, describedFields } from '../rows/arrow/small-results';
import { selectable } from './column-request';
import { countSql, type CheckedAxis, type CountAxis } from '../sql/count-sql';
import type { Database } from './database';
import type { CountOptions, Field, MeasuredColumn } from './source';
import { quoteName } from '../sql/sql-tokens';

/** A table in the database, to be counted there. */
export interface CountedTable {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly rowCount: number;
  readonly database: Database;
  readonly rows: Rows;
}

/** The types and extents of columns. Only their extremes, or their distinct strings, leave the database. */
export async function measureColumns(
  table: CountedTable,
  expressions: readonly string[],
  options: CountOptions,
): Promise<MeasuredColumn[]> {
  const { name, fields, rowCount, database, rows } = table;
  const about = { signal: options.signal, priority: 'interactive' as const };
  const measured: MeasuredColumn[] = [];
  for (const expression of expressions) {
    const subject = `expression "${expression}" of query "${name}"`;
    const sql = await selectable(expression, name, fields, database, about);
    const [field] = describedFields(
      await database.run(`DESCRIBE SELECT ${sql} AS c0 FROM ${quoteName(name)}`, { ...about, subject }),
    );
    const bytes = await database.runInSlices(endsSql(sql, field!.sqlType, name), { ...about, subject });
    const [ends, infinite] = await rows.columnsFromIpc(
      bytes,
      name,
      [expression],
      options.signal ? { signal: options.signal } : {},
    );
    const values = valuesOf(ends!);
    const extent =
      values.length > 0
        ? ([values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] as const)
        : null;
    measured.push({
      rows: rowCount,
      type: ends!.type,
      extent,
      infinite: infinite ? valuesOf(infinite).reduce((a, b) => Math.max(a, b), 0) : 0,
    });
  }
  return measured;
}

/** Counts rows per bin, laid out as a count kernel does: axis 0 varies fastest. */
export async function countRows(
  table: CountedTable,
  axes: readonly CountAxis[],
  where: readonly string[],
  options: CountOptions,
): Promise<Uint32Array<ArrayBuffer>> {
  const { name, fields, database } = table;
  const checked = async (axis: CountAxis): Promise<CheckedAxis> => ({
    ...axis,
    sql: await selectable(axis.expression, name, fields, database, { signal: options.signal }),
  });
  const sql = countSql(name, await Promise.all(axes.map(checked)), where);
  const bytes = await database.runInSlices(sql, {
    ...options,
    subject: `counts of query "${name}"`,
    priority: 'interactive',
  });
  const places = axes.map(placeOf);
  const widths = axes.map(({ edges }) => edges.length - 1);
  const counts = new Uint32Array(widths.reduce((product, width) => product * width, 1));
  for (const { bins, count } of countedGroups(bytes, axes.length)) {
    const [i, j] = bins.map((bin, axis) => places[axis]!(bin));
    if (i === undefined || (axes.length > 1 && j === undefined)) continue;
    counts[(j ?? 0) * widths[0]! + i] = count;
  }
  return counts;
}

function valuesOf({ encoding, pages }: EncodedColumn): number[] {
  const keys = pages.flatMap((page) =>
    Array.from({ length: page.rows }, (_, row) => keyAt(laneOf(encoding), page.keys, row)),
  );
  return keys.flatMap((key) => (key === null ? [] : [valueOf(encoding, key)]));
}

/**
 * SQL for the extremes of an expression: minimum and maximum in one column and, for types with infinities, their number
 * in the next. For categories, all distinct values.
 */
function endsSql(sql: string, sqlType: string, table: string): string {
  const from = `FROM ${quoteName(table)}`;
  if (/^(VARCHAR|BOOLEAN)/.test(sqlType)) return `SELECT DISTINCT ${sql} AS c0 ${from} WHERE ${sql} IS NOT NULL`;
  if (!/^(FLOAT|DOUBLE|DATE|TIMESTAMP)/.test(sqlType))
    return `SELECT min(${sql}) AS c0 ${from} UNION ALL SELECT max(${sql}) ${from}`;
  const value = sqlType.startsWith('TIMESTAMP') ? `CAST(${sql} AS TIMESTAMP)` : sql;
  const end = (most: string): string =>
    `SELECT ${most}(${sql}) FILTER (WHERE isfinite(${value})) AS c0, count(*) FILTER (WHERE isinf(${value})) AS c1 ${from}`;
  return `${end('min')} UNION ALL ${end('max')}`;
}

/** The bin of a label, or of a bin's number; undefined for a label that has none, because the axis shows a part. */
function placeOf({ type, edges }: CountAxis): (bin: number | string) => number | undefined {
  if (type.kind !== 'category') return Number;
  const bins = new Map(edges.slice(0, -1).map((code, bin) => [type.labels[code], bin]));
  return (label) => bins.get(String(label));
}
