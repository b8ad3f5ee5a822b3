import type { TakeStream } from '../rows/rows';
import type { CsvArguments } from './csv/csv-arguments';
import type { Progress, RequestOptions, SourceNote } from './source';
import type { Priority } from './duckdb/request-queue';

export interface SqlOptions {
  /** The author's SQL inside the statement, for what errors quote; the statement itself when left out. */
  readonly written?: string;
  readonly signal?: AbortSignal | undefined;
  /** Whether somebody waits for it now; `background` when left out. */
  readonly priority?: Priority | undefined;
  /** It changes tables: runs alone, after all that came before and before all that comes after. */
  readonly writes?: boolean | undefined;
  /** A newer request under this key takes the place of an older one, which rejects with source/aborted. */
  readonly replaces?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** What errors call this: `query "late"`, `expression "hour(date)"`. */
  readonly subject: string;
}

/** A file of text; `name` is what messages call it. */
export interface CsvFile {
  readonly name: string;
  readonly data: Blob;
}

/** SQL expressions over a table that stands in the database, for each of its rows. */
export interface TableRead {
  /** What stands between SELECT and FROM. */
  readonly columns: string;
  readonly table: string;
  readonly rowCount: number;
  /** A column of its own is named rowid, so that DuckDB's can't be asked for. */
  readonly hasRowid: boolean;
}

/** A connection of its own between BEGIN and COMMIT. */
export interface Transaction {
  run(sql: string): Promise<Uint8Array>;
  /** Adds the rows of an Arrow IPC stream to a table, whose name must need no quotes; `create` makes it first. */
  insert(table: string, stream: Uint8Array, create: boolean): Promise<void>;
  /** Tells that the transaction is given up: it is rolled back as soon as `work` ends. */
  readonly signal: AbortSignal;
}

/** A SQL database that speaks Arrow IPC bytes. Which request runs when is said in turns.ts. */
export interface Database {
  /** Grows when the database ends, by failure or disposal: tables of another epoch are gone. */
  readonly epoch: number;
  /** Starts it ahead of the first request. Throws source/database. */
  boot(options?: RequestOptions): Promise<void>;
  /**
   * Runs one statement to its end; the answer is a whole IPC stream. A signal drops it while it waits its turn. Throws
   * source/sql, source/database, source/aborted.
   */
  run(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * As {@link run}, for statements that take long: runs in slices, so that a signal stops it in the midst; slower to
   * hand over many rows.
   */
  runInSlices(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Expressions of a table for all of its rows, in their order: several IPC streams, one below the other, handed over
   * as they come. A signal, or `take` by throwing, stops it in the midst. Throws as {@link run} does, and what `take`
   * throws.
   */
  readTable(read: TableRead, take: TakeStream, options: SqlOptions): Promise<void>;
  /**
   * Runs `work` on a connection that is nobody else's, alone, and commits what it did; rolls that back when it throws,
   * or when the signal fires meanwhile.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options: SqlOptions): Promise<T>;
  /**
   * Makes a table out of CSV files of the same columns, and answers what the user should know about its types. Nothing
   * is left of it when that fails. Throws source/bad-file, source/bad-option, source/database, source/aborted.
   */
  readCsv(
    table: string,
    files: readonly CsvFile[],
    args: CsvArguments,
    options: SqlOptions,
  ): Promise<readonly SourceNote[]>;
  /** Bytes of tables and of queries under way, by its own account; 0 while it does not run. */
  usedBytes(): Promise<number>;
  /** From now on a statement that would need more fails with memory/over-budget. */
  limit(mostBytes: number): void;
  /**
   * Gives the heap, which only ever grows, back to the browser: ends the database when most of a heap of `leastBytes`
   * or more is free, and nothing runs or waits. The next request starts it anew. Resolves to whether it did. All tables
   * go: ask only when they can be made again.
   */
  recycle(leastBytes?: number): Promise<boolean>;
  dispose(): void;
}
