import { PikaError } from '../errors';
import { parseSqlType, sqlTypeText, withText, type SqlType } from '../rows/values/sql-type';
import { unknownColumn } from './field-named';
import { IN_DATABASE, NO_COLUMNS, OBJECTS } from './parts-on-demand';
import type { Catalog, RequestOptions } from './source';
import { quoteName } from '../sql/sql-tokens';

export interface ResultOptions extends RequestOptions {
  /** Only these columns, in this order. Default: all. */
  readonly columns?: readonly string[];
  /** Maximum number of rows. Default: all. */
  readonly limit?: number;
}

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

/** The page's own apache-arrow: the module, or its `tableFromIPC`. */
export type ArrowModule<Table> = ((bytes: Uint8Array) => Table) | { tableFromIPC(bytes: Uint8Array): Table };

/** Returns the rows of a named query in formats for the page. All rows come from the database. */
export class Results {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /**
   * Rows as an Arrow IPC stream, which every Arrow library reads. BIT and TIME WITH TIME ZONE become text. The caller
   * owns the bytes.
   */
  toIPC(name: string, options: ResultOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#select(name, options, forArrow);
  }

  /** Rows as a Table of the page's own apache-arrow. Pass that in: classes of another copy would not match. */
  async toArrow<Table>(name: string, arrow: ArrowModule<Table>, options: ResultOptions = {}): Promise<Table> {
    const bytes = await this.toIPC(name, options);
    return typeof arrow === 'function' ? arrow(bytes) : arrow.tableFromIPC(bytes);
  }

  /** Rows as plain objects; `jsValues` documents how each type is converted. */
  async toArray(name: string, options: ResultOptions = {}): Promise<Record<string, unknown>[]> {
    const sqlTypes: string[] = [];
    const bytes = await this.#select(name, options, (column, sqlType) => {
      sqlTypes.push(sqlType);
      return forArrow(column, sqlType);
    });
    return (await OBJECTS.load()).objectsOf(bytes, sqlTypes);
  }

  /** Rows as CSV with a header. DuckDB formats the values, and reads them back unchanged. */
  async toCSV(name: string, options: ResultOptions = {}): Promise<string> {
    const bytes = await this.#select(name, options, (column) => `CAST(${column} AS VARCHAR) AS ${column}`);
    return (await OBJECTS.load()).csvOf(bytes);
  }

  /**
   * The distinct values of a column, sorted, without NULL; at most `limit`. Booleans, numbers and strings keep their
   * JavaScript type, so a parameter with the value equals it in SQL. Other values are DuckDB's text, which SQL reads
   * back exactly (to the nanosecond) as a parameter.
   */
  async distinct(name: string, column: string, { limit = 1000, ...options }: ResultOptions = {}): Promise<unknown[]> {
    const { fields } = await this.#catalog.open(name, options);
    if (fields.length === 0) return [];
    const field = fields.find(({ name: known }) => known === column);
    if (!field) throw unknownColumn(column, fields, name);
    const value = quoteName(column);
    const distinct = `SELECT DISTINCT ${value} AS v FROM ${quoteName(name)} WHERE ${value} IS NOT NULL ORDER BY 1 LIMIT ${Math.trunc(limit)}`;
    const sql = COMPARABLE.test(field.sqlType) ? distinct : `SELECT CAST(v AS VARCHAR) AS v FROM (${distinct})`;
    const bytes = await this.#catalog.sql(sql, options);
    return (await OBJECTS.load()).objectsOf(bytes, [field.sqlType]).map(({ v }) => v);
  }

  /** Number of rows that meet a condition. */
  async count(name: string, predicate: string, options: RequestOptions = {}): Promise<number> {
    if ((await this.#catalog.open(name, options)).fields.length === 0) return 0;
    const bytes = await this.#catalog.sql(`SELECT count(*) AS n FROM ${quoteName(name)} WHERE ${predicate}\n`, options);
    return (await IN_DATABASE.load()).countOf(bytes);
  }

  /**
   * Rows as a Parquet file with Zstandard compression. ENUM, UNION, BIT, TIME WITH TIME ZONE, TIME_NS, UHUGEINT and
   * BIGNUM become text, also inside nested types. Throws rows/unsupported-type for INTERVAL.
   */
  async toParquet(name: string, options: ResultOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    const isText = (part: SqlType): boolean =>
      part.kind === 'union' || (part.kind === 'plain' && NOT_IN_PARQUET.test(part.name));
    const { fields } = await this.#catalog.open(name, options);
    if (fields.length === 0) {
      throw new PikaError('source/bad-data', {
        subject: `Parquet file of query "${name}"`,
        expected: 'at least one column',
        found: 'an empty array, whose columns are not known',
        next: 'Wait until its first rows have arrived.',
      });
    }
    const stream = await this.#select(name, options, (column, sqlType) => castToText(column, sqlType, isText));
    return this.#catalog.parquetOf(stream, name, options);
  }

  async #select(
    name: string,
    { columns, limit, ...options }: ResultOptions,
    written: (column: string, sqlType: string) => string,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { fields } = await this.#catalog.open(name, options);
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
    return this.#catalog.sql(
      `SELECT ${wanted.map((column) => written(quoteName(column), fields[names.indexOf(column)]!.sqlType)).join(', ')} FROM ${quoteName(name)}${limit === undefined ? '' : ` LIMIT ${limit}`}`,
      options,
    );
  }
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
