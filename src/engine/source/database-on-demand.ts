import { OnDemand } from '../on-demand';
import type { Database } from './database';

const DUCKDB = new OnDemand('the database', () => import('./duckdb/duckdb'));

/** DuckDB, whose code is loaded with the first request. Until then there is nothing to measure, limit or recycle. */
export function databaseOnDemand(): Database {
  let started: Database | null = null;
  let mostBytes: number | null = null;
  let isDisposed = false;
  const database = async (): Promise<Database> => {
    const { DuckDb } = await DUCKDB.load();
    if (!started) {
      started = new DuckDb();
      if (mostBytes !== null) started.limit(mostBytes);
      if (isDisposed) started.dispose();
    }
    return started;
  };
  return {
    get epoch() {
      return started?.epoch ?? 0;
    },
    boot: async (options) => (await database()).boot(options),
    run: async (sql, options) => (await database()).run(sql, options),
    runInSlices: async (sql, options) => (await database()).runInSlices(sql, options),
    readTable: async (read, take, options) => (await database()).readTable(read, take, options),
    snapshot: async (probe, options) => (await database()).snapshot(probe, options),
    transaction: async (work, options) => (await database()).transaction(work, options),
    readCsv: async (table, files, args, options) => (await database()).readCsv(table, files, args, options),
    usedBytes: async () => (await started?.usedBytes()) ?? 0,
    recycle: async (leastBytes) => (await started?.recycle(leastBytes)) ?? false,
    limit: (bytes) => {
      mostBytes = bytes;
      started?.limit(bytes);
    },
    dispose: () => {
      isDisposed = true;
      started?.dispose();
    },
  };
}
