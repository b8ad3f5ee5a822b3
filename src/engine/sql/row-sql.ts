import { quoteName, tokenize } from './sql-tokens';

/** A table in the database. */
export interface TableName {
  readonly name: string;
  /** It has a column named rowid, which hides DuckDB's. */
  readonly hasRowid: boolean;
}

/** The name of the column that {@link rowsWhere} adds: the row's number. */
export const ROW_NUMBER = 'pika_row';

/**
 * A subquery of the expressions `selected` (`… AS c0`), and of the row's number, over the rows that meet all
 * conditions. Window functions see all rows, as when a column is read, so their values do not depend on the conditions.
 */
export function rowsWhere(
  { name, hasRowid }: TableName,
  selected: readonly string[],
  where: readonly string[],
): string {
  const from = hasRowid
    ? `(SELECT *, row_number() OVER () - 1 AS ${ROW_NUMBER} FROM ${quoteName(name)})`
    : quoteName(name);
  const number = hasRowid ? ROW_NUMBER : 'rowid';
  const columns = [...selected, hasRowid ? ROW_NUMBER : `rowid AS ${ROW_NUMBER}`].join(', ');
  const conditions = where.map((condition) => `(${condition}\n)`).join(' AND ');
  if (conditions === '') return `(SELECT ${columns} FROM ${from})`;
  if (!selected.some(hasWindow)) return `(SELECT ${columns} FROM ${from} WHERE ${conditions})`;
  return `(SELECT * FROM (SELECT ${columns} FROM ${from}) WHERE ${ROW_NUMBER} IN (SELECT ${number} FROM ${from} WHERE ${conditions}))`;
}

function hasWindow(sql: string): boolean {
  return tokenize(sql).some(({ kind, text }) => kind === 'word' && text === 'OVER');
}
