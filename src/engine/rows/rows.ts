import type { Column } from '../columns/column';

/** A file the worker can read from; `key` names it between requests. The worker opens it at the first request and keeps it. */
export interface FileRef {
  readonly key: string;
  readonly blob: Blob;
  /** The query it was loaded for, for error messages. */
  readonly query: string;
}

/** One column of a file, as DuckDB would name its type. */
export interface FileField {
  readonly name: string;
  readonly sqlType: string;
}

export interface FileSummary {
  readonly fields: readonly FileField[];
  readonly rowCount: number;
  /** Rows of each row group, in file order. */
  readonly rowGroups: readonly number[];
}

/** A column in pages that has no id yet. The receiver owns the pages. */
export type EncodedColumn = Omit<Column, 'id'>;

export interface RowsOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneRows: number, totalRows: number) => void;
}

/**
 * Files and Arrow bytes to typed pages. {@link RowsService} does the work where it is called; `RowsClient` has it done in a worker.
 * Throws PikaError: rows/unsupported-type, rows/bad-bytes, source/bad-file, source/aborted.
 */
export interface Rows {
  /** Loads what reading Parquet takes, so that it is there when the file has come. Fails in silence: the first request says why. */
  prepare(): void;
  /** Reads a Parquet file's footer. */
  openParquet(file: FileRef, options?: RowsOptions): Promise<FileSummary>;
  /** Columns by exact name, in the order asked. */
  columnsFromParquet(file: FileRef, names: readonly string[], options?: RowsOptions): Promise<EncodedColumn[]>;
  /** Some columns of one row group as an Arrow IPC stream, in the file's order: what the database ingests. */
  rowGroup(file: FileRef, index: number, names: readonly string[], options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * All columns of an Arrow IPC stream or file, or of several of one schema, in its order. `labels` are what messages call them (default: their names).
   * Owns: takes `bytes`, which may be transferred away.
   */
  columnsFromIpc(bytes: Uint8Array<ArrayBuffer> | readonly Uint8Array<ArrayBuffer>[], query: string, labels?: readonly string[], options?: RowsOptions): Promise<EncodedColumn[]>;
  /** Frees what is kept of a file. */
  close(key: string): void;
}
