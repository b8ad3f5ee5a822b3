import { PikaError } from '../errors';
import { csvOf, objectsOf } from '../rows/values/objects';
import { countOf } from '../rows/arrow/small-results';
import { parseSqlType, sqlTypeText, withText, type SqlType } from '../rows/values/sql-type';
import { unknownColumn } from './column-request';
import type { Catalog, RequestOptions } from './source';
import { quoteName } from '../sql/sql-tokens';

export interface ResultOptions extends RequestOptions {
  /** Only these columns, in this order; all when left out. */
  readonly columns?: readonly string[];
  /** The first so many rows; all when left out. */
  readonly limit?: number;
}

/** Types whose JavaScript values are no other than theirs. */
const COMPARABLE =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\((\d|1[0-5]),.*|VARCHAR|UUID|ENUM\(.*)$/s;
/**
 * Arrow has no type for these: DuckDB hands out a BIT as bytes of its own, a time of day without its offset, and one of
 * nanoseconds not at all.
 */
const NOT_IN_ARROW = /^(BIT|TIME WITH TIME ZONE|TIME_NS)$/;
/** Parquet and its writer have no type for these either: other readers would not understand the bytes. */
const NOT_IN_PARQUET = /^(BIT|TIME WITH TIME ZONE|TIME_NS|UHUGEINT|BIGNUM|ENUM\(.*)$/s;

/** The page's own apache-arrow: the module, or its `tableFromIPC`. */
export type ArrowModule<Table> = ((bytes: Uint8Array) => Table) | { tableFromIPC(bytes: Uint8Array): Table };

/** What a named query holds, handed out in a form that the page can use. All of it comes through the database. */
export class Results {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /**
   * Rows as an Arrow IPC stream, which every Arrow library reads. BIT and TIME WITH TIME ZONE are text. Owns: the bytes
   * are the caller's.
   */
  toIPC(name: string, options: ResultOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#select(name, options, forArrow);
  }

  /**
   * Rows as a Table of the page's own apache-arrow, which has to be handed in: classes of another copy would not be its
   * own.
   */
  async toArrow<Table>(name: string, arrow: ArrowModule<Table>, options: ResultOptions = {}): Promise<Table> {
    const bytes = await this.toIPC(name, options);
    return typeof arrow === 'function' ? arrow(bytes) : arrow.tableFromIPC(bytes);
  }

  /** Rows as plain objects; see `jsValues` for what becomes of each type. */
  async toArray(name: string, options: ResultOptions = {}): Promise<Record<string, unknown>[]> {
    const sqlTypes: string[] = [];
    const bytes = await this.#select(name, options, (column, sqlType) => {
      sqlTypes.push(sqlType);
      return forArrow(column, sqlType);
    });
    return objectsOf(bytes, sqlTypes);
  }

  /** Rows as CSV with a header, every value written as DuckDB writes it: what DuckDB reads back is the same. */
  async toCSV(name: string, options: ResultOptions = {}): Promise<string> {
    return csvOf(await this.#select(name, options, (column) => `CAST(${column} AS VARCHAR) AS ${column}`));
  }

  /**
   * The values of a column, each once, in order, NULL left out; `limit` of them at most. Booleans, numbers and strings
   * are these, so that a parameter of the value equals it in SQL; whatever else is the text that DuckDB writes, which
   * as a parameter is read back to the last nanosecond.
   */
  async distinct(name: string, column: string, { limit = 1000, ...options }: ResultOptions = {}): Promise<unknown[]> {
    const { fields } = await this.#catalog.open(name, options);
    const field = fields.find((one) => one.name === column);
    if (!field) throw unknownColumn(column, fields, name);
    const value = quoteName(column);
    const distinct = `SELECT DISTINCT ${value} AS v FROM ${quoteName(name)} WHERE ${value} IS NOT NULL ORDER BY 1 LIMIT ${Math.trunc(limit)}`;
    const sql = COMPARABLE.test(field.sqlType) ? distinct : `SELECT CAST(v AS VARCHAR) AS v FROM (${distinct})`;
    return objectsOf(await this.#catalog.sql(sql, options), [field.sqlType]).map(({ v }) => v);
  }

  /** How many rows hold a condition. */
  async count(name: string, predicate: string, options: RequestOptions = {}): Promise<number> {
    return countOf(
      await this.#catalog.sql(`SELECT count(*) AS n FROM ${quoteName(name)} WHERE ${predicate}\n`, options),
    );
  }

  /**
   * Rows as a Parquet file, compressed by Zstandard. ENUM, UNION, BIT, TIME WITH TIME ZONE, TIME_NS, UHUGEINT and
   * BIGNUM are written as text, at any depth. Throws rows/unsupported-type for INTERVAL.
   */
  async toParquet(name: string, options: ResultOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    const isText = (part: SqlType): boolean =>
      part.kind === 'union' || (part.kind === 'plain' && NOT_IN_PARQUET.test(part.name));
    const stream = await this.#select(name, options, (column, sqlType) => castToText(column, sqlType, isText));
    return this.#catalog.parquetOf(stream, name, options);
  }

  async #select(
    name: string,
    { columns, limit, ...options }: ResultOptions,
    written: (column: string, sqlType: string) => string,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { fields } = await this.#catalog.open(name, options);
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
        next: 'Wait until it holds rows, or name columns.',
      });
    }
    return this.#catalog.sql(
      `SELECT ${wanted.map((column) => written(quoteName(column), fields[names.indexOf(column)]!.sqlType)).join(', ')} FROM ${quoteName(name)}${limit === undefined ? '' : ` LIMIT ${limit}`}`,
      options,
    );
  }
}

function forArrow(column: string, sqlType: string): string {
  return castToText(column, sqlType, (part) => part.kind === 'plain' && NOT_IN_ARROW.test(part.name));
}

/** A column, those parts of its type cast to VARCHAR. */
function castToText(column: string, sqlType: string, isText: (part: SqlType) => boolean): string {
  const type = parseSqlType(sqlType);
  const cast = type && sqlTypeText(withText(type, isText));
  return cast === null || cast === sqlType ? column : `CAST(${column} AS ${cast}) AS ${column}`;
}
