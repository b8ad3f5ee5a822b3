import type { Measure } from '../grammar/measure';
import type { CountAxis, GroupDimension } from '../sql/dimension-sql';
import type { ColumnMeta, ColumnType, Page } from '../columns/column';
import type { InMemoryRows } from '../rows/in-memory/in-memory';
import type { RowsOptions } from '../rows/rows';
import type { SqlParameters } from '../sql/sql-parameters';
import type { Priority } from './duckdb/request-queue';
import type { ReadOptions } from './files/read-options';
import type { Snapshot } from './snapshot';

/** One column of a relation. `sqlType` is DuckDB's name for its type (`BIGINT`, `TIMESTAMP`, `VARCHAR`, …). */
export interface Field {
  readonly name: string;
  readonly sqlType: string;
  /** Why its values can't be read, if they can't. The database's table then holds only the other columns. */
  readonly unreadable?: string;
}

/** Rows in the page's memory, or a stream of batches. */
export type QueryRows = InMemoryRows | AsyncIterable<InMemoryRows> | ReadableStream<InMemoryRows>;

/** A file: its URL, or its content. */
export type FileSource = string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** A named query: files, SQL or rows. Several files form one table. */
export type QueryDefinition =
  | { readonly name: string; readonly src: FileSource | readonly FileSource[]; readonly read?: ReadOptions }
  /** `params` are the values of the `$name`s in the SQL. */
  | { readonly name: string; readonly sql: string; readonly params?: SqlParameters }
  /** Rows in the page's memory, or a stream of batches. */
  | { readonly name: string; readonly data: QueryRows };

/** Progress of a load. `total` is null while it is unknown. Stage `choice`: the user has yet to choose a file. */
export interface Progress {
  readonly stage: 'choice' | 'download' | 'database' | 'read' | 'query';
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'rows' | 'steps' | 'seconds';
}

/** A remark on how a source was read. Reading succeeded, but the user may want to correct it. */
export interface SourceNote {
  /** The column concerned; null if there are several. */
  readonly column: string | null;
  /** A clause without a capital letter or full stop. */
  readonly text: string;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface SqlRequestOptions extends RequestOptions {
  readonly params?: SqlParameters;
  /** Default `interactive`: the user waits for it. Interactive queries run between the slices of `background` ones. */
  readonly priority?: Priority;
  /** Latest wins: a newer request with the same key cancels an older one. */
  readonly replaces?: string;
}

/** A column as a source delivers it, before the cache assigns its id. The caller owns the pages. */
export type SourceColumn = Omit<ColumnMeta, 'id'> & { readonly pages: readonly Page[] };

/** One value of a row, as DuckDB casts it to VARCHAR; null for NULL. */
export interface RowValue extends Field {
  readonly text: string | null;
}

/** A column's type and extent (in ticks; null if it has no values), measured without reading its values. */
export interface MeasuredColumn {
  readonly rows: number;
  readonly type: ColumnType;
  readonly extent: readonly [min: number, max: number] | null;
  /** Number of values that are ±infinity. */
  readonly infinite: number;
  /** Number of rows without a value: NULL and NaN. */
  readonly nulls: number;
}

export interface CountOptions {
  /** Called with the SQL before the database runs it. */
  readonly onStatement?: ((sql: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Latest wins, as in {@link SqlRequestOptions}. */
  readonly replaces?: string | undefined;
}

/** How to group rows. */
export interface GroupRequest {
  /** None: all rows are one group. */
  readonly dimensions: readonly GroupDimension[];
  readonly measures: readonly Measure[];
  /** SQL conditions over the relation; rows that meet all of them are grouped. */
  readonly where: readonly string[];
}

/** Values of a small table. */
export interface TableValues {
  readonly type: ColumnType;
  /** In ticks for times, codes for categories; the nearest double of larger integers. NaN is NULL. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** One row for each group of at least one row; without dimensions, always one. */
export interface GroupTable {
  /** The number of groups. They are in the order of their bins: the first dimension runs fastest. */
  readonly rows: number;
  /**
   * By dimension, the bin of each group: it has the edges `edges[bin]` and `edges[bin + 1]`; the code of a category is
   * `edges[bin]`. Without edges, the value of each group, in ticks. The group of NULL has NaN, and comes last.
   */
  readonly bins: readonly Float64Array<ArrayBuffer>[];
  readonly measures: readonly TableValues[];
}

/** Which rows to read, in which order. */
export interface RowRequest {
  /** Scalar DuckDB expressions, one for each column of the table. */
  readonly expressions: readonly string[];
  /** SQL conditions over the relation; rows that meet all of them are read. */
  readonly where: readonly string[];
  /** By the first expression, then by the next; NULL is last. Equal rows, and all rows by default, are in row order. */
  readonly sort?: readonly RowOrder[];
  /** The most rows to return. */
  readonly limit: number;
}

export interface RowOrder {
  readonly expression: string;
  readonly descending: boolean;
}

/** Rows as they are. */
export interface RowTable {
  readonly rows: number;
  /** More rows met the conditions than the limit allows. */
  readonly truncated: boolean;
  /** The number of each row in the relation, as {@link Relation.row} takes it. */
  readonly rowNumbers: Float64Array<ArrayBuffer>;
  /** In the order of the request's expressions. */
  readonly columns: readonly TableValues[];
}

/** A relation that plots can draw. All its columns have the same row order, even if they are requested separately. */
export interface Relation {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly rowCount: number;
  /** Remarks for the user on how the rows were read. */
  readonly notes: readonly SourceNote[];
  /** The rows came from text: DuckDB detected the types, and attributes of the query can override them. */
  readonly isCsv: boolean;
  /**
   * For streamed rows: resolves after the last row, rejects if the stream failed. A relation is a snapshot of the rows
   * received so far; open it again to get the next one.
   */
  readonly finished?: Promise<void>;
  /** The name was redefined or removed since this relation was opened. */
  readonly isStale: boolean;
  /**
   * Evaluates DuckDB scalar expressions; returns one column each, in the order given. An expression that is only a
   * column's name may be read without the database. Throws PikaError: plan/unknown-column, source/sql, source/aborted,
   * rows/unsupported-type, rows/unreadable-column, source/bad-file.
   */
  columns(expressions: readonly string[], options?: RequestOptions): Promise<SourceColumn[]>;
  /**
   * All columns of one row, of any type. Rows are numbered from 0, in the row order of the columns. A file's row is
   * read from the file, without the database. Throws PikaError: source/bad-parameter, source/sql, source/aborted,
   * source/bad-file, source/fetch-failed.
   */
  row(number: number, options?: RequestOptions): Promise<readonly RowValue[]>;
  /** Measures columns in the database without reading them. Throws as {@link columns} does, and memory/over-budget. */
  measure(expressions: readonly string[], options?: CountOptions): Promise<MeasuredColumn[]>;
  /**
   * Counts in the database the rows per bin that meet all conditions (SQL over the relation). The counts equal those
   * of the kernels: one per bin, or per cell of two axes with the first axis varying fastest. Interactive: latest wins
   * under `replaces`. Throws as {@link measure} does.
   */
  counts(
    axes: readonly CountAxis[],
    where: readonly string[],
    options?: CountOptions,
  ): Promise<Uint32Array<ArrayBuffer>>;
  /**
   * Groups rows in the database, in the same bins as {@link counts}, and measures each group. Interactive: latest wins
   * under `replaces`. Throws as {@link measure} does, plan/unsupported for a measure of other types, and
   * plan/too-many-groups.
   */
  groups(request: GroupRequest, options?: CountOptions): Promise<GroupTable>;
  /**
   * Reads rows as they are. Without conditions, columns by name of files and of rows in memory are read without the
   * database. Interactive: latest wins under `replaces`. Throws as {@link columns} does, and source/bad-parameter.
   */
  table(request: RowRequest, options?: CountOptions): Promise<RowTable>;
}

export interface SnapshotOptions extends RequestOptions {
  /** The subject of errors. */
  readonly subject: string;
}

/** Named relations and the database behind them. */
export interface Catalog {
  /**
   * Adds or replaces a definition. Unloads the query and all queries that read it, and returns their names. Throws
   * source/duplicate-name if the name belongs to another owner.
   */
  define(definition: QueryDefinition, owner: object): readonly string[];
  /** Removes the owner's definition and frees what it loaded; returns what {@link define} does. */
  remove(name: string, owner: object): readonly string[];
  /** Loads the relation (once), and those that its SQL reads. */
  open(name: string, options?: RequestOptions): Promise<Relation>;
  /** Runs SQL over the named relations, with values for its `$name`s; resolves to an Arrow IPC stream. */
  sql(text: string, options?: SqlRequestOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Opens a snapshot of the database. `sql` is a statement like those that will run on it; the tables that it reads
   * have the columns that the expressions `named` name. Rejects as {@link sql} does.
   */
  snapshot(sql: string, named: readonly string[], options: SnapshotOptions): Promise<Snapshot>;
  /** Bytes in use by the database; 0 if it is not running. */
  databaseBytes(): Promise<number>;
  /** Limits the database's memory; a query that needs more fails with memory/over-budget. */
  limitDatabase(mostBytes: number): void;
  /** Converts an Arrow IPC stream to a Parquet file; errors name `query`. Throws rows/unsupported-type. */
  parquetOf(stream: Uint8Array<ArrayBuffer>, query: string, options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Some SQL query is defined and has not been opened yet. */
  readonly awaitsDatabase: boolean;
  /** Starts the database ahead of the first request. Throws source/database. */
  boot(options?: RequestOptions): Promise<void>;
  /**
   * Terminates the database to return its heap to the browser. Does so only if the heap is mostly free and has at least
   * `leastBytes`, no request is queued or running, and the page's own SQL has made no tables. Tables of queries are
   * remade when they are needed. Resolves to whether it did.
   */
  recycle(leastBytes?: number): Promise<boolean>;
  dispose(): void;
}
