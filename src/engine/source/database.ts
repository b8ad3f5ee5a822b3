import type { RequestOptions } from './source';
import type { Priority } from './turns';

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
  /** What errors call this: `query "late"`, `expression "hour(date)"`. */
  readonly subject: string;
}

/** A file of text; `name` is what messages call it. */
export interface CsvFile {
  readonly name: string;
  readonly data: Blob;
}

/** A SQL database that speaks Arrow IPC bytes. Which request runs when is said in turns.ts. */
export interface Database {
  /** Grows when the database ends, by failure or disposal: tables of another epoch are gone. */
  readonly epoch: number;
  /** Starts it ahead of the first request. Throws source/database. */
  boot(options?: RequestOptions): Promise<void>;
  /** Runs one statement to its end; the answer is a whole IPC stream. A signal drops it while it waits its turn. Throws source/sql, source/database, source/aborted. */
  run(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** As {@link run}, for statements that take long: runs in slices, so that a signal stops it in the midst; slower to hand over many rows. */
  runInSlices(sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Makes a table out of Arrow IPC streams of one schema, and checks its number of rows. Nothing is left of it when that fails. */
  ingest(table: string, streams: AsyncIterable<Uint8Array<ArrayBuffer>>, rowCount: number, options: SqlOptions): Promise<void>;
  /**
   * Makes a table out of CSV files of the same columns; `args` is SQL that stands behind the files in read_csv. Nothing is left of it
   * when that fails. Throws source/bad-file, source/database, source/aborted.
   */
  readCsv(table: string, files: readonly CsvFile[], args: string, options: SqlOptions): Promise<void>;
  /** Bytes of tables and of queries under way, by its own account; 0 while it does not run. */
  usedBytes(): Promise<number>;
  /** From now on a statement that would need more fails with memory/over-budget. */
  limit(mostBytes: number): void;
  dispose(): void;
}
