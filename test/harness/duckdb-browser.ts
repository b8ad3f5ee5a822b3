import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm';
import { arrowBytes } from './arrow-bytes';
import type { Oracle } from './oracle';
import { rowsOf } from './table-rows';

const DIST = '/node_modules/@duckdb/duckdb-wasm/dist';

/** A real DuckDB in a worker of this page (the `eh` WebAssembly). */
export async function openDuckdb(): Promise<Oracle> {
  const worker = new Worker(`${DIST}/duckdb-browser-eh.worker.js`);
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  await database.instantiate(new URL(`${DIST}/duckdb-eh.wasm`, location.href).href);
  const connection = await database.connect();
  return {
    async load(table, columns) {
      await connection.query(`DROP TABLE IF EXISTS ${table}`);
      await connection.insertArrowFromIPCStream(arrowBytes(columns), { name: table, create: true });
    },
    async loadStreams(table, streams) {
      await connection.query(`DROP TABLE IF EXISTS ${table}`);
      const own = await database.connect();
      for (const [i, stream] of streams.entries())
        await own.insertArrowFromIPCStream(stream, { name: table, create: i === 0 });
      await own.close();
    },
    async sql(text) {
      return rowsOf(await connection.query(text));
    },
    async close() {
      await connection.close();
      await database.terminate();
    },
  };
}
