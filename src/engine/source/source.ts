import type { CountAxis } from '../sql/count-sql';
import type { ColumnMeta, ColumnType, Page } from '../columns/column';
import type { InMemoryRows } from '../rows/in-memory/in-memory';
import type { SqlParameters } from '../sql/sql-parameters';
import type { Priority } from './duckdb/request-queue';
import type { ReadOptions } from './files/read-options';

/** One column of a relation, as DuckDB names its type (`BIGINT`, `TIMESTAMP`, `VARCHAR`, …). */
export interface Field {
  readonly name: string;
  readonly sqlType: string;
  /** Why its values can't be read, where they can't: it is in no table of the database, and the others are. */
  readonly unreadable?: string;
}

/** Rows that the page holds, or that arrive in batches. */
export type QueryRows = InMemoryRows | AsyncIterable<InMemoryRows> | ReadableStream<InMemoryRows>;

/** Where a file is: an address, or the file itself. */
export type FileSource = string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** What an author may ask for under a name. Several files are one table. */
export type QueryDefinition =
  | { readonly name: string; readonly src: FileSource | readonly FileSource[]; readonly read?: ReadOptions }
  /** `params` are the values of the `$name`s in the SQL. */
  | { readonly name: string; readonly sql: string; readonly params?: SqlParameters }
  /** Rows that the page holds, or batches of them that go on arriving. */
  | { readonly name: string; readonly data: QueryRows };

/** How far something has come. `total` is null while nobody knows it; `choice` waits for somebody to choose a file. */
export interface Progress {
  readonly stage: 'choice' | 'download' | 'database' | 'read' | 'query';
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'rows' | 'steps' | 'seconds';
}

/** What a user should know about how a source was read, though it was. */
export interface SourceNote {
  /** The column it is about; null when it is about several. */
  readonly column: string | null;
  /** A part of a sentence, without a full stop. */
  readonly text: string;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface SqlRequestOptions extends RequestOptions {
  readonly params?: SqlParameters;
  /**
   * `interactive` when left out: somebody waits for the answer. A `background` query lets interactive ones in between.
   */
  readonly priority?: Priority;
  /** Latest wins: a newer request under the same key cancels an older one. */
  readonly replaces?: string;
}

/** A column as it comes from a source: not yet named by the cache. The caller owns the pages. */
export type SourceColumn = Omit<ColumnMeta, 'id'> & { readonly pages: readonly Page[] };

/** One value of a row, as DuckDB's CAST to VARCHAR writes it; null for NULL. */
export interface RowValue extends Field {
  readonly text: string | null;
}

/** A column's description and the ends of its values (in ticks; null when there are none), without its values. */
export interface MeasuredColumn {
  readonly rows: number;
  readonly type: ColumnType;
  readonly extent: readonly [min: number, max: number] | null;
  /** How many values are ±infinity. */
  readonly infinite: number;
}

export interface CountOptions {
  readonly signal?: AbortSignal | undefined;
  /** Latest wins, as in {@link SqlRequestOptions}. */
  readonly replaces?: string | undefined;
}

/**
 * A relation that plots can be drawn from. All columns of one relation stand in the same row order, however often and
 * in whatever groups they are asked for.
 */
export interface Relation {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly rowCount: number;
  /** What the user should know about how the rows were read. */
  readonly notes: readonly SourceNote[];
  /** The rows are text whose types DuckDB found out, and which attributes of the query can correct. */
  readonly isCsv: boolean;
  /**
   * Of rows that go on arriving: resolves with the last, rejects when they broke off. A relation is one state of the
   * rows; open it again for the next.
   */
  readonly finished?: Promise<void>;
  /** Another relation stands under the name by now, or none. */
  readonly retired: boolean;
  /**
   * Columns of DuckDB scalar expressions, in the order asked. Expressions that are just a column's name may be answered
   * without a database. Throws PikaError: plan/unknown-column, source/sql, source/aborted, rows/unsupported-type,
   * rows/unreadable-column, source/bad-file.
   */
  columns(expressions: readonly string[], options?: RequestOptions): Promise<SourceColumn[]>;
  /**
   * All columns of one row, whatever their types; rows are numbered from 0 in the order in which columns stand. Read
   * where the rows are at home: of a file without the database. Throws PikaError: source/bad-parameter, source/sql,
   * source/aborted, source/bad-file, source/fetch-failed.
   */
  row(number: number, options?: RequestOptions): Promise<readonly RowValue[]>;
  /** What the database says of columns that are not read. Throws as {@link columns} does, and memory/over-budget. */
  measure(expressions: readonly string[], options?: CountOptions): Promise<MeasuredColumn[]>;
  /**
   * Rows by bin that meet all conditions (SQL over the relation), counted by the database where they stand, exactly as
   * kernels would: one count for each bin, or cell of two axes with the bin of the first running fastest. Interactive:
   * latest wins under `replaces`. Throws as {@link measure} does.
   */
  counts(
    axes: readonly CountAxis[],
    where: readonly string[],
    options?: CountOptions,
  ): Promise<Uint32Array<ArrayBuffer>>;
}

/** Named relations and the database behind them. */
export interface Catalog {
  /**
   * Adds or replaces a definition, and forgets what was loaded under it and under the queries that read it: their names
   * are the answer. Throws source/duplicate-name when another owner holds the name.
   */
  define(definition: QueryDefinition, owner: object): readonly string[];
  /** Removes the owner's definition and frees what it loaded; answers as {@link define} does. */
  remove(name: string, owner: object): readonly string[];
  /** Loads the relation (once), and those its SQL names. */
  open(name: string, options?: RequestOptions): Promise<Relation>;
  /** Runs SQL over the named relations, with values for its `$name`s; the answer is Arrow IPC stream bytes. */
  sql(text: string, options?: SqlRequestOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Bytes the database holds now; 0 when it never ran. */
  databaseBytes(): Promise<number>;
  /** The most bytes the database may hold; a query that wants more fails with memory/over-budget. */
  limitDatabase(mostBytes: number): void;
  /**
   * An Arrow IPC stream as a Parquet file; `query` is whose rows they are, for errors. Throws rows/unsupported-type.
   */
  parquetOf(stream: Uint8Array<ArrayBuffer>, query: string, options?: RequestOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** SQL is defined under some name and was not asked for yet. */
  readonly awaitsDatabase: boolean;
  /** Starts the database ahead of the first need. Throws source/database. */
  boot(options?: RequestOptions): Promise<void>;
  /**
   * Ends the database to give its heap back, when that is mostly free and of `leastBytes` at least, nothing runs or
   * waits, and nothing is in it that only the page's own SQL can make. Tables come back when they are asked for.
   * Resolves to whether it did.
   */
  recycle(leastBytes?: number): Promise<boolean>;
  dispose(): void;
}
