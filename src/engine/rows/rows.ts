import type { Column } from '../columns/column';

/** What this room reads by itself; the database reads text tables. */
export type RowsFormat = 'parquet' | 'arrow' | 'json';

/** In place of a column's name: all of them. No column has such a name. */
export const ALL_COLUMNS = '\0';

/** A file on another machine that answers ranges, so that only what is needed of it is fetched. */
export interface RemoteFile {
  readonly url: string;
  readonly sizeBytes: number;
  /** What the server calls this version of the file; null when it does not say, or not to this page. */
  readonly etag: string | null;
  /** How long no byte may come before that is a failure. */
  readonly stallMs: number;
}

/** One file; `name` is what messages call it: its address, or the name it had where it was dropped from. */
export interface FilePart {
  readonly name: string;
  readonly data: Blob | RemoteFile;
}

/**
 * One table in one or more files of one format. `key` names it between requests: the worker opens it at the first
 * request and keeps it. Only Parquet may be remote.
 */
export interface FileRef {
  readonly key: string;
  readonly format: RowsFormat;
  readonly parts: readonly FilePart[];
  /** The query it was loaded for, for error messages. */
  readonly query: string;
  /** Columns of Parquet that the first reader crashed on, or {@link ALL_COLUMNS}: the second reads them. */
  readonly avoid?: readonly string[];
}

/** One column of a table, as DuckDB would name its type. Names differ in more than case, as DuckDB wants them. */
export interface FileField {
  readonly name: string;
  readonly sqlType: string;
  /** Why it can't be read, where it can't: `a VARIANT`. The others can. */
  readonly unreadable?: string;
}

export interface FileSummary {
  readonly fields: readonly FileField[];
  readonly rowCount: number;
  /**
   * Rows of each stretch that is read at once (Parquet's row groups, Arrow's record batches), in order: one at least.
   */
  readonly rowGroups: readonly number[];
}

/** A column in pages that has no id yet. The receiver owns the pages. */
export type EncodedColumn = Omit<Column, 'id'>;

/** Takes over one Arrow IPC stream, or file. Throws when no more are wanted. */
export type TakeStream = (stream: Uint8Array<ArrayBuffer>) => void;

/**
 * Arrow IPC bytes: one stream or file, several of one schema, one below the other, or what hands these over as they
 * come.
 */
export type IpcSource =
  Uint8Array<ArrayBuffer> | Iterable<Uint8Array<ArrayBuffer>> | ((take: TakeStream) => Promise<void>);

export interface RowsOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneRows: number, totalRows: number) => void;
}

export interface IpcOptions extends RowsOptions {
  /** How many rows will come, where that is known: nothing is copied at the end then. */
  readonly expectedRows?: number;
}

/**
 * Files and Arrow bytes to typed pages. {@link RowsService} does the work where it is called; `RowsClient` has it done
 * in a worker. Throws PikaError: rows/unsupported-type, rows/unreadable-column, rows/bad-bytes, source/bad-file,
 * source/fetch-failed, source/aborted.
 */
export interface Rows {
  /**
   * Loads what reading Parquet takes, so that it is there when the file has come. Fails in silence: the first request
   * says why.
   */
  prepare(): void;
  /** Reads what the files hold: a footer of Parquet, all of the others. */
  openFile(file: FileRef, options?: RowsOptions): Promise<FileSummary>;
  /** Columns by exact name, in the order asked. */
  columnsFromFile(file: FileRef, names: readonly string[], options?: RowsOptions): Promise<EncodedColumn[]>;
  /** Some columns of one row group as an Arrow IPC stream, in the order asked: what the database ingests. */
  rowGroup(
    file: FileRef,
    index: number,
    names: readonly string[],
    options?: RowsOptions,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** One row by its number, every value as DuckDB writes it, null for NULL; in the order of the fields, of any type. */
  row(file: FileRef, number: number, options?: RowsOptions): Promise<readonly (string | null)[]>;
  /**
   * All columns of Arrow IPC bytes, in their order, encoded as they come. `labels` are what messages call them
   * (default: their names). When a source that hands bytes over fails, so does this. Owns: takes the bytes, which may
   * be transferred away.
   */
  columnsFromIpc(
    source: IpcSource,
    query: string,
    labels?: readonly string[],
    options?: IpcOptions,
  ): Promise<EncodedColumn[]>;
  /** An Arrow IPC stream as a Parquet file. The bytes stay the caller's. */
  parquetOf(stream: Uint8Array<ArrayBuffer>, query: string, options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees what is kept of a file. */
  close(key: string): void;
}

/** Hands over all bytes of a source. */
export async function takeAll(source: IpcSource, take: TakeStream): Promise<void> {
  if (source instanceof Uint8Array) take(source);
  else if (typeof source === 'function') await source(take);
  else for (const stream of source) take(stream);
}
