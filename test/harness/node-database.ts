/// <reference types="node" />
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as duckdb from '@duckdb/duckdb-wasm/blocking';
import { abortedError } from '../../src/engine/abort';
import { countOf } from '../../src/engine/rows/small-answer';
import type { Database, SqlOptions } from '../../src/engine/source/database';
import { sqlError } from '../../src/engine/source/sql-error';
import { quoteName } from '../../src/engine/source/sql-tokens';

export interface NodeDatabase {
  /** The database as one engine has it: requests of another engine never take the place of its own. */
  forEngine(): Database;
  close(): void;
}

/** A real DuckDB in this process behind the contract that the engine's has: for engines under Node. Answers come a turn of the loop later. */
export async function nodeDatabase(): Promise<NodeDatabase> {
  const require = createRequire(import.meta.url);
  const dist = dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'));
  const bundle = (name: string) => ({ mainModule: join(dist, `duckdb-${name}.wasm`), mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`) });
  const database = await duckdb.createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate(() => {});
  const connection = database.connect();
  return {
    forEngine: () => databaseOn(connection),
    close() {
      connection.close();
      database.reset();
    },
  };
}

type Connection = ReturnType<Awaited<ReturnType<typeof duckdb.createDuckDB>>['connect']>;

function databaseOn(connection: Connection): Database {
  const keys = new Map<string, object>();
  const run = async (sql: string, { signal, subject, replaces, written }: SqlOptions): Promise<Uint8Array<ArrayBuffer>> => {
    const turn = {};
    if (replaces !== undefined) keys.set(replaces, turn);
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted || (replaces !== undefined && keys.get(replaces) !== turn)) throw abortedError(subject);
    try {
      return connection.useUnsafe((bindings, id) => bindings.runQuery(id, sql)) as Uint8Array<ArrayBuffer>;
    } catch (thrown) {
      throw sqlError(thrown, subject, written ?? sql);
    }
  };
  return {
    epoch: 0,
    boot: () => Promise.resolve(),
    run,
    runInSlices: run,
    readTable: async ({ table, columns }, options) => [await run(`SELECT ${columns} FROM ${quoteName(table)}`, options)],
    transaction: async (work, options) => work({
      run: (sql) => run(sql, options),
      insert: async (table, stream, create) => connection.insertArrowFromIPCStream(stream, { name: table, create }),
      signal: options.signal ?? new AbortController().signal,
    }),
    recycle: () => Promise.resolve(false),
    readCsv: () => Promise.reject(new Error('no CSV here')),
    usedBytes: async () => countOf(await run('SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()', { subject: 'memory' })),
    limit: () => undefined,
    dispose: () => undefined,
  };
}
