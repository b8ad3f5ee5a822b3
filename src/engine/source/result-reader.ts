import { PikaError } from '../errors';
import { parseSqlType, sqlTypeText, withText, type SqlType } from '../rows/values/sql-type';
import { quoteName } from '../sql/sql-tokens';
import { csvColumn, csvForm } from './csv/csv-form';
import { unknownColumn } from './field-named';
import { IN_DATABASE, NO_COLUMNS, OBJECTS } from './parts-on-demand';
import type { CsvOptions, ResultOptions } from './result-options';
import type { Catalog, RequestOptions } from './source';

/** The code of `Results`, which loads when a page first asks for rows. */

/** Types whose values JavaScript represents exactly. */
const COMPARABLE =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\((\d|1[0-5]),.*|VARCHAR|UUID|ENUM\(.*)$/s;
/**
 * Types that Arrow lacks. DuckDB exports a BIT in its own byte format and a TIME WITH TIME ZONE without its offset, and
 * can't export a TIME_NS.
 */
const NOT_IN_ARROW = /^(BIT|TIME WITH TIME ZONE|TIME_NS)$/;
/** Types that Parquet or its writer lacks: other readers would not understand the bytes. */
const NOT_IN_PARQUET = /^(BIT|TIME WITH TIME ZONE|TIME_NS|UHUGEINT|BIGNUM|ENUM\(.*)$/s;

export function toIPC(catalog: Catalog, name: string, options: ResultOptions): Promise<Uint8Array<ArrayBuffer>> {
  return select(catalog, name, options, forArrow);
}

export async function toArray(
  catalog: Catalog,
  name: string,
  options: ResultOptions,
): Promise<Record<string, unknown>[]> {
  const sqlTypes: string[] = [];
  const bytes = await select(catalog, name, options, (column, sqlType) => {
    sqlTypes.push(sqlType);
    return forArrow(column, sqlType);
  });
  return (await OBJECTS.load()).objectsOf(bytes, sqlTypes);
}

export async function toCSV(catalog: Catalog, name: string, options: CsvOptions): Promise<string> {
  const form = csvForm(name, options);
  const bytes = await select(catalog, name, options, (column, sqlType) => csvColumn(column, sqlType, options));
  return (await OBJECTS.load()).csvOf(bytes, form);
}

export async function distinct(
  catalog: Catalog,
  name: string,
  column: string,
  { limit = 1000, where, ...options }: ResultOptions,
): Promise<unknown[]> {
  const { fields } = await catalog.open(name, options);
  if (fields.length === 0) return [];
  const field = fields.find(({ name: known }) => known === column);
  if (!field) throw unknownColumn(column, fields, name);
  const value = quoteName(column);
  const from = `FROM ${quoteName(name)} WHERE ${value} IS NOT NULL${where === undefined ? '' : ` AND (${where}\n)`}`;
  const distinct = `SELECT DISTINCT ${value} AS v ${from} ORDER BY 1 LIMIT ${Math.trunc(limit)}`;
  const sql = COMPARABLE.test(field.sqlType) ? distinct : `SELECT CAST(v AS VARCHAR) AS v FROM (${distinct})`;
  const bytes = await catalog.sql(sql, options);
  return (await OBJECTS.load()).objectsOf(bytes, [field.sqlType]).map(({ v }) => v);
}

export async function count(
  catalog: Catalog,
  name: string,
  predicate: string,
  options: RequestOptions,
): Promise<number> {
  if ((await catalog.open(name, options)).fields.length === 0) return 0;
  const bytes = await catalog.sql(`SELECT count(*) AS n FROM ${quoteName(name)} WHERE ${predicate}\n`, options);
  return (await IN_DATABASE.load()).countOf(bytes);
}

export async function toParquet(
  catalog: Catalog,
  name: string,
  options: ResultOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const isText = (part: SqlType): boolean =>
    part.kind === 'union' || (part.kind === 'plain' && NOT_IN_PARQUET.test(part.name));
  const { fields } = await catalog.open(name, options);
  if (fields.length === 0) {
    throw new PikaError('source/bad-data', {
      subject: `Parquet file of query "${name}"`,
      expected: 'at least one column',
      found: 'an empty array, whose columns are not known',
      next: 'Wait until its first rows have arrived.',
    });
  }
  const stream = await select(catalog, name, options, (column, sqlType) => castToText(column, sqlType, isText));
  return catalog.parquetOf(stream, name, options);
}

async function select(
  catalog: Catalog,
  name: string,
  { columns, limit, where, ...options }: ResultOptions,
  written: (column: string, sqlType: string) => string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { fields } = await catalog.open(name, options);
  if (fields.length === 0) return (await NO_COLUMNS.load()).streamWithoutColumns();
  const names = fields.map((field) => field.name);
  const missing = columns?.find((column) => !names.includes(column));
  if (missing !== undefined) throw unknownColumn(missing, fields, name);
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
    throw new PikaError('source/bad-parameter', {
      subject: `limit for query "${name}"`,
      expected: 'a whole number of rows',
      found: String(limit),
      next: 'Leave limit out for all rows.',
    });
  }
  const wanted = columns ?? names;
  if (wanted.length === 0) {
    throw new PikaError('source/bad-data', {
      subject: `query "${name}"`,
      expected: 'at least one column',
      found: 'none',
      next: 'Leave columns out for all of them.',
    });
  }
  const list = wanted.map((column) => written(quoteName(column), fields[names.indexOf(column)]!.sqlType)).join(', ');
  const most = limit === undefined ? '' : ` LIMIT ${limit}`;
  const condition = where === undefined ? '' : ` WHERE (${where}\n)`;
  return catalog.sql(`SELECT ${list} FROM ${quoteName(name)}${condition}${most}`, options);
}

function forArrow(column: string, sqlType: string): string {
  return castToText(column, sqlType, (part) => part.kind === 'plain' && NOT_IN_ARROW.test(part.name));
}

/** A column with those parts of its type cast to VARCHAR. */
function castToText(column: string, sqlType: string, isText: (part: SqlType) => boolean): string {
  const type = parseSqlType(sqlType);
  const cast = type && sqlTypeText(withText(type, isText));
  return cast === null || cast === sqlType ? column : `CAST(${column} AS ${cast}) AS ${column}`;
}
