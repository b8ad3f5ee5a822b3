import { OnDemand } from '../on-demand';
import type { ArrowModule, CsvOptions, FileOptions, ResultOptions } from './result-options';
import type { Catalog, RequestOptions } from './source';

const READER = new OnDemand('the code that reads results', () => import('./result-reader'));

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
  async toIPC(name: string, options: ResultOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return (await READER.load()).toIPC(this.#catalog, name, options);
  }

  /** Rows as a Table of the page's own apache-arrow. Pass that in: classes of another copy would not match. */
  async toArrow<Table>(name: string, arrow: ArrowModule<Table>, options: ResultOptions = {}): Promise<Table> {
    return (await READER.load()).toArrow(this.#catalog, name, arrow, options);
  }

  /** Rows as plain objects; `jsValues` documents how each type is converted. */
  async toArray(name: string, options: ResultOptions = {}): Promise<Record<string, unknown>[]> {
    return (await READER.load()).toArray(this.#catalog, name, options);
  }

  /** Rows as CSV with a header. Without options, DuckDB reads the values back unchanged. */
  async toCSV(name: string, options: CsvOptions = {}): Promise<string> {
    return (await READER.load()).toCSV(this.#catalog, name, options);
  }

  /**
   * Rows as a file, in chunks, which are made as the reader asks for them: a file of any size takes little memory. They
   * are the rows of this moment, even if the query is redefined meanwhile. Cancel the stream if you stop reading: until
   * then the database keeps these rows. Rejects as {@link toCSV}, {@link toIPC} and {@link toParquet} do.
   */
  async toStream(name: string, options: FileOptions): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    return (await READER.load()).toStream(this.#catalog, name, options);
  }

  /**
   * The distinct values of a column, sorted, without NULL; at most `limit`, by default 1,000. Booleans, numbers and
   * strings keep their JavaScript type, so a parameter with the value equals it in SQL. Other values are DuckDB's text,
   * which SQL reads back exactly (to the nanosecond) as a parameter.
   */
  async distinct(name: string, column: string, options: ResultOptions = {}): Promise<unknown[]> {
    return (await READER.load()).distinct(this.#catalog, name, column, options);
  }

  /** Number of rows that meet a condition. */
  async count(name: string, predicate: string, options: RequestOptions = {}): Promise<number> {
    return (await READER.load()).count(this.#catalog, name, predicate, options);
  }

  /**
   * Rows as a Parquet file with Zstandard compression. ENUM, UNION, BIT, TIME WITH TIME ZONE, TIME_NS, UHUGEINT and
   * BIGNUM become text, also inside nested types. Throws rows/unsupported-type for INTERVAL.
   */
  async toParquet(name: string, options: ResultOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return (await READER.load()).toParquet(this.#catalog, name, options);
  }
}
