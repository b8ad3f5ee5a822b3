/// <reference types="node" />
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import * as duckdb from '@duckdb/duckdb-wasm/blocking';
import { arrowBytes } from './arrow-bytes';
import type { Oracle } from './oracle';
import { rowsOf } from './table-rows';

/** A real DuckDB in this process (the `eh` WebAssembly, blocking). */
export async function openDuckdb(): Promise<Oracle & { ipc(text: string): Uint8Array<ArrayBuffer> }> {
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
  // Otherwise half of the time goes into optimizing trees of hundreds of comparisons that run once.
  connection.query('PRAGMA disable_optimizer');
  return {
    async load(table, columns) {
      connection.query(`DROP TABLE IF EXISTS ${table}`);
      connection.insertArrowFromIPCStream(arrowBytes(columns), { name: table, create: true });
    },
    async loadStreams(table, streams) {
      connection.query(`DROP TABLE IF EXISTS ${table}`);
      const own = database.connect();
      streams.forEach((stream, i) => own.insertArrowFromIPCStream(stream, { name: table, create: i === 0 }));
      own.close();
    },
    /** The bytes of the result itself. */
    ipc(text) {
      return connection.useUnsafe((bindings, id) => bindings.runQuery(id, text)) as Uint8Array<ArrayBuffer>;
    },
    async sql(text) {
      return rowsOf(connection.query(text));
    },
    async close() {
      connection.close();
      database.reset();
    },
  };
}
