import type { TakeStream } from '../rows/rows';
import type { CsvArguments } from './csv/csv-arguments';
import type { Progress, RequestOptions, SourceNote } from './source';
import type { Priority } from './duckdb/request-queue';
import type { Snapshot } from './snapshot';

export interface SqlOptions {
  /** The author's part of the statement, which errors quote. Default: the whole statement. */
  readonly written?: string;
  readonly signal?: AbortSignal | undefined;
  /** Default `background`: the user does not wait for it. */
  readonly priority?: Priority | undefined;
  /** It changes tables: runs alone, after all earlier requests and before all later ones. */
  readonly writes?: boolean | undefined;
  /** Latest wins: a newer request with the same key cancels an older one, which rejects with source/aborted. */
  readonly replaces?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** The subject of its errors: `query "late"`, `expression "hour(date)"`. */
  readonly subject: string;
}

/** A text file. Error messages call it `name`. */
export interface CsvFile {
  readonly name: string;
  readonly data: Blob;
}

/** SQL expressions to evaluate for each row of a table in the database. */
export interface TableRead {
  /** The SQL between SELECT and FROM. */
  readonly columns: string;
  readonly table: string;
  readonly rowCount: number;
  /** The table has a column named rowid, which hides DuckDB's. */
  readonly hasRowid: boolean;
}

/** A transaction on its own connection. */
export interface Transaction {
  run(sql: string): Promise<Uint8Array>;
  /** Appends an Arrow IPC stream to a table, or creates it. The table's name must not need quotes. */
  insert(table: string, stream: Uint8Array, create: boolean): Promise<void>;
  /** Fires when the transaction is canceled: it is rolled back as soon as `work` ends. */
  readonly signal: AbortSignal;
}

/** A SQL database that returns Arrow IPC bytes. `RequestQueue` decides the order of requests. */
export interface Database {
  /** Incremented when the database crashes or is disposed of: tables of an earlier epoch are gone. */
  readonly epoch: number;
  /** Starts it ahead of the first request. Throws source/database. */
  boot(options?: RequestOptions): Promise<void>;
  /**
   * Runs one statement to its end; resolves to a complete IPC stream. The signal cancels it only while it is queued.
   * Throws source/sql, source/database, source/aborted.
   */
  run(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Like {@link run}, for slow statements: runs in slices, so the signal can cancel it midway. Returning many rows is
   * slower.
   */
  runInSlices(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Evaluates expressions for all rows of a table. Passes the result to `take` as it arrives: consecutive IPC streams
   * in row order. The signal cancels it midway, and so does `take` if it throws. Throws as {@link run} does, and what
   * `take` throws.
   */
  readTable(read: TableRead, take: TakeStream, options: SqlOptions): Promise<void>;
  /**
   * Opens a snapshot. `probe` is a statement like those that will run on it: it is run first, for the functions that it
   * needs. Throws as {@link run} does.
   */
  snapshot(probe: string, options: SqlOptions): Promise<Snapshot>;
  /**
   * Runs `work` alone, on a separate connection, and commits. Rolls back if `work` throws or the signal fires.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options: SqlOptions): Promise<T>;
  /**
   * Makes a table from CSV files with the same columns; resolves to remarks on its types for the user. Leaves no table
   * behind on failure. Throws source/bad-file, source/bad-option, source/database, source/aborted.
   */
  readCsv(
    table: string,
    files: readonly CsvFile[],
    args: CsvArguments,
    options: SqlOptions,
  ): Promise<readonly SourceNote[]>;
  /** Bytes of tables and running queries, as DuckDB reports them; 0 while it does not run. */
  usedBytes(): Promise<number>;
  /** Limits memory: a statement that needs more fails with memory/over-budget. */
  limit(mostBytes: number): void;
  /**
   * Returns the heap, which never shrinks, to the browser: terminates the database if its heap has at least
   * `leastBytes`, most of them free, no request is queued or running, and no snapshot is open. The next request
   * restarts it. Resolves to whether it did. All tables are lost: call it only if they can be remade.
   */
  recycle(leastBytes?: number): Promise<boolean>;
  dispose(): void;
}
