import { PikaError } from '../errors';
import { parseSqlType, sqlTypeText, withText, type SqlType } from '../rows/values/sql-type';
import { quoteName } from '../sql/sql-tokens';
import { unknownColumn } from './field-named';
import type { ResultOptions } from './result-options';
import type { Field } from './source';

/**
 * Types that Arrow lacks. DuckDB exports a BIT in its own byte format and a TIME WITH TIME ZONE without its offset, and
 * can't export a TIME_NS.
 */
const NOT_IN_ARROW = /^(BIT|TIME WITH TIME ZONE|TIME_NS)$/;
/** Types that Parquet or its writer lacks: other readers would not understand the bytes. */
const NOT_IN_PARQUET = /^(BIT|TIME WITH TIME ZONE|TIME_NS|UHUGEINT|BIGNUM|ENUM\(.*)$/s;

/** Types of which a Parquet file has every value, and its reader the type. */
const SAME_IN_PARQUET =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT)|FLOAT|DOUBLE|DECIMAL\(\d+, *\d+\)|VARCHAR|DATE|TIMESTAMP)$/;

/** The columns that a result has, in order. Throws if the options name others. */
export function chosenFields(
  name: string,
  fields: readonly Field[],
  { columns, limit }: ResultOptions,
): readonly Field[] {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
    throw new PikaError('source/bad-parameter', {
      subject: `limit for query "${name}"`,
      expected: 'a whole number of rows',
      found: String(limit),
      next: 'Leave limit out for all rows.',
    });
  }
  if (columns?.length === 0) {
    throw new PikaError('source/bad-data', {
      subject: `query "${name}"`,
      expected: 'at least one column',
      found: 'none',
      next: 'Leave columns out for all of them.',
    });
  }
  if (!columns) return fields;
  return columns.map((column) => {
    const field = fields.find((known) => known.name === column);
    if (!field) throw unknownColumn(column, fields, name);
    return field;
  });
}

/** A statement for rows `from` a table, or from a part of it. */
export function selectSql(list: string, from: string, where: string | undefined, most: number | undefined): string {
  const condition = where === undefined ? '' : ` WHERE (${where}\n)`;
  return `SELECT ${list} FROM ${from}${condition}${most === undefined ? '' : ` LIMIT ${most}`}`;
}

/** The SQL of a column in Arrow. */
export function arrowColumn(field: Field): string {
  return castToText(field, (part) => part.kind === 'plain' && NOT_IN_ARROW.test(part.name));
}

/** The SQL of a column in Parquet. */
export function parquetColumn(field: Field): string {
  return castToText(
    field,
    (part) => part.kind === 'union' || (part.kind === 'plain' && NOT_IN_PARQUET.test(part.name)),
  );
}

/** A column with those parts of its type cast to VARCHAR. */
function castToText({ name, sqlType }: Field, isText: (part: SqlType) => boolean): string {
  const type = parseSqlType(sqlType);
  const cast = type && sqlTypeText(withText(type, isText));
  const column = quoteName(name);
  return cast === null || cast === sqlType ? column : `CAST(${column} AS ${cast}) AS ${column}`;
}

/** Whether a column that is read back from Parquet has the same type and values. */
export function isSameInParquet({ sqlType }: Field): boolean {
  return SAME_IN_PARQUET.test(sqlType);
}
