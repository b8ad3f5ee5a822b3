import { laneOf, type ColumnType } from '../columns/column';
import { keyAt, valueOf } from '../columns/keys';
import type { Rows } from '../rows/rows';
import { countedGroups, describedFields } from '../rows/small-answer';
import { selectable } from './column-request';
import { countSql, type CheckedAxis } from './count-sql';
import type { Database } from './database';
import type { CountAxis, CountOptions, Field, MeasuredColumn } from './source';
import { quoteName } from './sql-tokens';

/** A table in the database that can be counted where it is. */
export interface CountedTable {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly rowCount: number;
  readonly database: Database;
  readonly rows: Rows;
}

/** What columns are, and from where to where their values go, without reading them: only their ends, or their distinct strings, leave the database. */
export async function measureColumns(table: CountedTable, expressions: readonly string[], options: CountOptions): Promise<MeasuredColumn[]> {
  const { name, fields, rowCount, database, rows } = table;
  const about = { signal: options.signal, priority: 'interactive' as const };
  const measured: MeasuredColumn[] = [];
  for (const expression of expressions) {
    const subject = `expression "${expression}" of query "${name}"`;
    const sql = await selectable(expression, name, fields, database, about);
    const [field] = describedFields(await database.run(`DESCRIBE SELECT ${sql} AS c0 FROM ${quoteName(name)}`, { ...about, subject }));
    const bytes = await database.runInSlices(endsSql(sql, field!.sqlType, name), { ...about, subject });
    const [column] = await rows.columnsFromIpc(bytes, name, [expression], options.signal ? { signal: options.signal } : {});
    const { encoding, type, pages } = column!;
    const keys = pages.flatMap((page) => Array.from({ length: page.rows }, (_, row) => keyAt(laneOf(encoding), page.keys, row)));
    const values = keys.flatMap((key) => (key === null ? [] : [valueOf(encoding, key)]));
    const extent = values.length > 0 ? [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] as const : null;
    measured.push({ rows: rowCount, type, extent });
  }
  return measured;
}

/** As a count kernel lays them out: the bin of axis 0 runs fastest. */
export async function countRows(table: CountedTable, axes: readonly CountAxis[], where: readonly string[], options: CountOptions): Promise<Uint32Array<ArrayBuffer>> {
  const { name, fields, database } = table;
  const checked = async (axis: CountAxis): Promise<CheckedAxis> => ({ ...axis, sql: await selectable(axis.expression, name, fields, database, { signal: options.signal }) });
  const sql = countSql(name, await Promise.all(axes.map(checked)), where);
  const bytes = await database.runInSlices(sql, { ...options, subject: `counts of query "${name}"`, priority: 'interactive' });
  const places = axes.map(({ type }) => placeOf(type));
  const widths = axes.map(({ edges }) => edges.length - 1);
  const counts = new Uint32Array(widths.reduce((product, width) => product * width, 1));
  for (const { bins, count } of countedGroups(bytes, axes.length)) {
    const [i, j] = bins.map((bin, axis) => places[axis]!(bin));
    counts[(j ?? 0) * widths[0]! + i!] = count;
  }
  return counts;
}

function endsSql(sql: string, sqlType: string, table: string): string {
  const from = `FROM ${quoteName(table)}`;
  if (/^(VARCHAR|BOOLEAN)/.test(sqlType)) return `SELECT DISTINCT ${sql} AS c0 ${from} WHERE ${sql} IS NOT NULL`;
  const finite = /^(FLOAT|DOUBLE)$/.test(sqlType) ? `isfinite(${sql})` : /^(DATE|TIMESTAMP)/.test(sqlType) ? `isfinite(CAST(${sql} AS TIMESTAMP))` : 'TRUE';
  return `SELECT min(${sql}) AS c0 ${from} WHERE ${finite} UNION ALL SELECT max(${sql}) ${from} WHERE ${finite}`;
}

function placeOf(type: ColumnType): (bin: number | string) => number {
  if (type.kind !== 'category') return Number;
  const codes = new Map(type.labels.map((label, code) => [label, code]));
  return (label) => codes.get(String(label))!;
}
