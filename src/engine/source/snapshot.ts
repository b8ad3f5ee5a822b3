/**
 * The tables as they were when it was opened, whatever replaces or drops them since: a result that is read in parts is
 * that of one moment. Close it: meanwhile the database can't free the memory of tables that it has dropped.
 */
export interface Snapshot {
  /**
   * Runs one statement, as a request of its own: others run in between. The signal cancels it only while it is queued.
   * Throws source/sql, source/database, source/aborted, and source/table-lost once the database has restarted.
   */
  run(sql: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}
