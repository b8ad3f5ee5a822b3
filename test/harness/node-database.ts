/// <reference types="node" />
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { AsyncDuckDB } from '@duckdb/duckdb-wasm';
import * as duckdb from '@duckdb/duckdb-wasm/blocking';
import { abortedError } from '../../src/engine/abort';
import { PikaError } from '../../src/engine/errors';
import { countOf } from '../../src/engine/rows/arrow/small-results';
import { makeCsvTable } from '../../src/engine/source/csv/csv-table';
import type { Database, SqlOptions } from '../../src/engine/source/database';
import { FILES, SETTINGS, type DuckDbProcess } from '../../src/engine/source/duckdb/duckdb-process';
import { runSlices, type Session } from '../../src/engine/source/duckdb/duckdb-session';
import { openReader } from '../../src/engine/source/duckdb/snapshot-reader';
import { readPieces } from '../../src/engine/source/duckdb/table-pieces';
import { sqlError } from '../../src/engine/source/duckdb/sql-error';
import { TimeSupport, type RunSql } from '../../src/engine/source/duckdb/time-support';

export interface NodeDatabase {
  /** The database as seen by one engine: its requests are not replaced by those of other engines. */
  forEngine(): Database;
  close(): void;
}

/**
 * A real DuckDB in this process behind the engine's database contract, for engines under Node. Results arrive one turn
 * of the event loop later.
 */
export async function nodeDatabase(): Promise<NodeDatabase> {
  const require = createRequire(import.meta.url);
  const dist = dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'));
  const bundle = (name: string) => ({
    mainModule: join(dist, `duckdb-${name}.wasm`),
    mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`),
  });
  const database = await duckdb.createDuckDB(
    { mvp: bundle('mvp'), eh: bundle('eh') },
    new duckdb.VoidLogger(),
    duckdb.NODE_RUNTIME,
  );
  await database.instantiate(() => {});
  const connection = database.connect();
  for (const setting of SETTINGS) connection.query(`SET GLOBAL ${setting}`);
  const bytesOf = (sql: string): Promise<Uint8Array> =>
    Promise.resolve().then(() => connection.useUnsafe((bindings, id) => bindings.runQuery(id, sql)));
  const times = new TimeSupport(bytesOf);
  let lastQuery: Promise<unknown> = Promise.resolve();
  // One statement may expand to several on the one connection.
  const query = (sql: string): Promise<Uint8Array> => {
    const turn = lastQuery.then(() => times.forRequest(bytesOf).run(sql, bytesOf));
    lastQuery = turn.catch(() => undefined);
    return turn;
  };
  let last: Promise<unknown> = Promise.resolve();
  const alone: Alone = (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    forEngine: () =>
      databaseOn(query, times, () => database.connect(), alone, {
        register: (path, bytes) => database.registerFileBuffer(path, bytes),
        drop: (path) => void database.dropFile(path),
      }),
    close() {
      connection.close();
      database.reset();
    },
  };
}

/** Files registered in the database. */
interface Files {
  register(path: string, bytes: Uint8Array): void;
  drop(path: string): void;
}

type Connection = ReturnType<Awaited<ReturnType<typeof duckdb.createDuckDB>>['connect']>;

/** Runs work one after another, across all engines. */
type Alone = <T>(work: () => Promise<T>) => Promise<T>;

/** The process that the product's code asks, without a worker in between. */
function processOn(bindings: duckdb.DuckDBBindings, times: TimeSupport, connect: () => Connection): DuckDbProcess {
  const async = Object.create(bindings, {
    connectInternal: { value: () => connect().useUnsafe((_, id) => id) },
  }) as AsyncDuckDB;
  return {
    times,
    ask: (call: (of: AsyncDuckDB) => unknown) => Promise.resolve().then(() => call(async)),
    measure: () => Promise.resolve(),
  } as unknown as DuckDbProcess;
}

function databaseOn(
  query: RunSql,
  times: TimeSupport,
  connect: () => Connection,
  alone: Alone,
  files: Files,
): Database {
  let serial = 0;
  const keys = new Map<string, object>();
  // Statements that change tables queue with the transactions.
  const run = (sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>> =>
    options.writes ? alone(() => ask(sql, options)) : ask(sql, options);
  const ask = (sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>> =>
    inTurn(sql, options, () => query(sql) as Promise<Uint8Array<ArrayBuffer>>);
  /** A connection as the product's code sees it: another query on it would cut its answer off. */
  const onConnection = async <T>(
    { signal = new AbortController().signal, subject }: SqlOptions,
    work: (session: Session) => Promise<T>,
  ): Promise<T> => {
    const own = connect();
    try {
      return await own.useUnsafe((bindings, connection) => {
        const process = processOn(bindings, times, connect);
        const request = times.forRequest((text) => process.ask((async) => async.runQuery(connection, text)));
        return work({ process, connection, times: request, signal, subject });
      });
    } finally {
      own.close();
    }
  };
  const slices = (sql: string, options: SqlOptions): Promise<Uint8Array<ArrayBuffer>> =>
    inTurn(sql, options, () => onConnection(options, (session) => runSlices(session, sql)));
  const inTurn = async <T>(
    sql: string,
    { signal, subject, replaces, written }: SqlOptions,
    work: () => Promise<T>,
  ): Promise<T> => {
    const turn = {};
    if (replaces !== undefined) keys.set(replaces, turn);
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted || (replaces !== undefined && keys.get(replaces) !== turn)) throw abortedError(subject);
    try {
      return await work();
    } catch (thrown) {
      throw thrown instanceof PikaError ? thrown : sqlError(thrown, subject, written ?? sql);
    }
  };
  return {
    epoch: 0,
    boot: () => Promise.resolve(),
    run,
    runInSlices: (sql, options) => (options.writes ? alone(() => slices(sql, options)) : slices(sql, options)),
    readTable: (read, take, options) =>
      inTurn(read.columns, options, () => onConnection(options, (session) => readPieces(session, read, take))),
    transaction: (work, { signal = new AbortController().signal }) =>
      alone(async () => {
        const own = connect();
        try {
          own.query('BEGIN');
          const answer = await work({
            signal,
            run: async (sql) => own.useUnsafe((bindings, id) => bindings.runQuery(id, sql)),
            insert: async (table, stream, create) => own.insertArrowFromIPCStream(stream, { name: table, create }),
          });
          own.query('COMMIT');
          return answer;
        } finally {
          own.close(); // rolls back uncommitted changes
        }
      }),
    snapshot: async (probe, options) => {
      const any = connect();
      const reader = await any.useUnsafe((bindings) =>
        inTurn(probe, options, () => openReader(processOn(bindings, times, connect), probe, options.subject)),
      );
      any.close();
      return {
        run: (sql, signal) => inTurn(sql, { ...options, signal }, () => reader.run(sql)),
        close: () => reader.close(),
      };
    },
    recycle: () => Promise.resolve(false),
    readCsv: (table, parts, args, options) =>
      alone(async () => {
        const paths = parts.map(() => `${FILES}${++serial}.csv`);
        try {
          return await makeCsvTable(
            {
              register: async (path, data) => files.register(path, new Uint8Array(await data.arrayBuffer())),
              drop: async (path) => files.drop(path),
              query,
            },
            { table, files: parts, paths, args, subject: options.subject },
          );
        } catch (thrown) {
          throw thrown instanceof PikaError ? thrown : sqlError(thrown, options.subject, 'read_csv');
        }
      }),
    usedBytes: async () =>
      countOf(await run('SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()', { subject: 'memory' })),
    limit: () => undefined,
    dispose: () => undefined,
  };
}
