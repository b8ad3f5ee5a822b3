import type { RecordBatches } from './arrow/arrow-layout';
import type { Column } from '../columns/column';

/** Formats that this module reads itself; the database reads CSV files that are not plain. */
export type RowsFormat = 'parquet' | 'arrow' | 'json' | 'csv';

/** Selects all columns. No column can have this name. */
export const ALL_COLUMNS = '\0';

/** A file on a server that supports ranges, so that only the needed parts are fetched. */
export interface RemoteFile {
  readonly url: string;
  readonly sizeBytes: number;
  /** The server's ETag of this version of the file; null if it sends none, or none that this page may read. */
  readonly etag: string | null;
  /** Milliseconds without data after which the request fails. */
  readonly stallMs: number;
}

/** One file; `name` is its name in messages: its URL, or its name where it was dropped from. */
export interface FilePart {
  readonly name: string;
  readonly data: Blob | RemoteFile;
}

/**
 * One table in one or more files of one format. `key` identifies it between requests: the worker opens it at the first
 * request and keeps it open. Only Parquet may be remote.
 */
export interface FileRef {
  readonly key: string;
  readonly format: RowsFormat;
  readonly parts: readonly FilePart[];
  /** The query that loads it, for error messages. */
  readonly query: string;
  /** Parquet columns that crashed the first reader, or {@link ALL_COLUMNS}: the second reads them. */
  readonly avoid?: readonly string[];
  /** CSV: its values are separated by tabs. */
  readonly isTsv?: boolean;
}

/** One column of a table, with its type in DuckDB's spelling. Names differ in more than case, as DuckDB requires. */
export interface FileField {
  readonly name: string;
  readonly sqlType: string;
  /** Why this column alone cannot be read, if so: `a VARIANT`. */
  readonly unreadable?: string;
}

export interface FileSummary {
  readonly fields: readonly FileField[];
  readonly rowCount: number;
  /** Rows of each unit of reading (Parquet row groups, Arrow record batches), in order; at least one. */
  readonly rowGroups: readonly number[];
}

/** An encoded column without an id yet. The receiver owns the pages. */
export type EncodedColumn = Omit<Column, 'id'>;

/** Numbers and times of some rows: at most a page. Each array has a buffer of its own. */
export interface FlatPiece {
  readonly rows: number;
  readonly columns: readonly {
    /** In the layout of the column's Arrow type. */
    readonly values: FlatValues;
    /** Arrow's bitmap of the rows that have a value; null if all have one. */
    readonly validity: Uint8Array<ArrayBuffer> | null;
  }[];
}

/** Values of a type of fixed width. */
export type FlatValues =
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** One Arrow IPC stream or file; or rows that follow such a stream, of its schema. */
export type RowsPiece = Uint8Array<ArrayBuffer> | FlatPiece;

/** Takes ownership of one piece. Throws if no more are wanted. */
export type TakePiece = (piece: RowsPiece) => void;

/** Takes ownership of one Arrow IPC stream or file. Throws if no more are wanted. */
export type TakeStream = (stream: Uint8Array<ArrayBuffer>) => void;

/**
 * Arrow IPC bytes: one stream or file, several of one schema in order, or a function that passes them on as they
 * arrive.
 */
export type IpcSource = Uint8Array<ArrayBuffer> | Iterable<RowsPiece> | ((take: TakePiece) => Promise<void>);

export interface RowsOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneRows: number, totalRows: number) => void;
}

export interface IpcOptions extends RowsOptions {
  /** The number of rows to come, if known: saves a copy at the end. */
  readonly expectedRows?: number;
}

/**
 * Reads files and Arrow bytes into typed pages. {@link RowsService} works in the calling thread, `RowsClient` in a
 * worker. Throws PikaError: rows/unsupported-type, rows/unreadable-column, rows/bad-bytes, source/bad-file,
 * source/fetch-failed, source/aborted.
 */
export interface Rows {
  /** Loads the Parquet reader ahead of the file. Failures are silent: the first request reports them. */
  prepare(): void;
  /**
   * Opens the files: reads the footer of Parquet, and all of other formats. Throws source/unsupported-format for CSV if
   * there is any doubt how the database would read it.
   */
  openFile(file: FileRef, options?: RowsOptions): Promise<FileSummary>;
  /** Columns by exact name, in the order requested. */
  columnsFromFile(file: FileRef, names: readonly string[], options?: RowsOptions): Promise<EncodedColumn[]>;
  /** Some columns of one row group as an Arrow IPC stream, in the order requested, for the database to import. */
  rowGroup(
    file: FileRef,
    index: number,
    names: readonly string[],
    options?: RowsOptions,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** One row by number, each value as DuckDB writes it, null for NULL; in field order, for any type. */
  row(file: FileRef, number: number, options?: RowsOptions): Promise<readonly (string | null)[]>;
  /**
   * All columns of Arrow IPC bytes, in order, encoded as they arrive. `labels` name them in messages (default: their
   * names). Fails if a source function fails. Owns: takes the bytes, which may be transferred away.
   */
  columnsFromIpc(
    source: IpcSource,
    query: string,
    labels?: readonly string[],
    options?: IpcOptions,
  ): Promise<EncodedColumn[]>;
  /**
   * Columns of rows in memory, in the order of `places`. Throws source/bad-data if the page has transferred the memory
   * of a column. Copies: the requested columns, once.
   */
  columnsFromBatches(
    rows: RecordBatches,
    places: readonly number[],
    query: string,
    options?: RowsOptions,
  ): Promise<EncodedColumn[]>;
  /** Converts an Arrow IPC stream to a Parquet file. The bytes stay the caller's. */
  parquetOf(stream: Uint8Array<ArrayBuffer>, query: string, options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees the memory of a file. */
  close(key: string): void;
}

/** Passes on all bytes of a source. */
export async function takeAll(source: IpcSource, take: TakePiece): Promise<void> {
  if (source instanceof Uint8Array) take(source);
  else if (typeof source === 'function') await source(take);
  else for (const piece of source) take(piece);
}
