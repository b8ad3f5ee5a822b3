/**
 * `npm run bench:sql`: 10 million rows of two float columns, from SQL to columns resident on the CPU backend, against a
 * bare runQuery of the same SELECT on the same connection. Alternates between them; medians. It measures, it doesn't
 * judge.
 */
import type { ColumnId } from '../src/engine/columns/column';
import { createCpuBackend } from '../src/engine/cpu/cpu-backend';
import { RowsClient } from '../src/engine/rows/rows-client';
import { createCatalog } from '../src/engine/source/catalog';
import { DuckDb } from '../src/engine/source/duckdb/duckdb';
import { median } from './median';

const ROWS = 10_000_000;
const ROUNDS = 9;
const CASES = [
  { title: 'FLOAT columns', columns: ['x * 2', 'y + 1'], type: 'FLOAT' },
  { title: 'DOUBLE columns (64-bit keys)', columns: ['x * 2', 'y + 1'], type: 'DOUBLE' },
];

describe('SQL to resident', function () {
  this.timeout(300_000);
  for (const { title, columns, type } of CASES) {
    it(title, async () => {
      const [database, rows, backend] = [new DuckDb(), new RowsClient(), createCpuBackend()];
      const catalog = createCatalog({ database, rows });
      catalog.define(
        { name: 'numbers', sql: `SELECT random()::${type} AS x, (random() * 1000)::${type} AS y FROM range(${ROWS})` },
        {},
      );
      const numbers = await catalog.open('numbers');
      const read = {
        columns: columns.map((sql, i) => `(${sql}) AS c${i}`).join(', '),
        table: 'numbers',
        rowCount: ROWS,
        hasRowid: false,
      };
      const options = { subject: 'the bench' };
      let serial = 0;
      const ways: Record<string, () => Promise<unknown>> = {
        'bare runQuery': () => database.run(`SELECT ${read.columns} FROM numbers`, options),
        'bytes in pieces': () => database.readTable(read, () => undefined, options),
        'columns': () => numbers.columns(columns),
        'resident': async () => {
          const ids: ColumnId[] = [];
          await Promise.all(
            (await numbers.columns(columns)).map((column) => {
              const id = `bench.${++serial}` as ColumnId;
              ids.push(id);
              return backend.load({ ...column, id });
            }),
          );
          return () => ids.forEach((id) => backend.unload(id));
        },
      };
      const tookMs = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
      for (let round = -1; round < ROUNDS; round++) {
        for (const [way, work] of Object.entries(ways)) {
          const startMs = performance.now();
          const done = await work();
          // The first round grows the heap.
          if (round >= 0) tookMs.get(way)!.push(performance.now() - startMs);
          if (typeof done === 'function') done();
        }
      }
      const bareMs = median(tookMs.get('bare runQuery')!);
      for (const [way, each] of tookMs)
        console.log(
          `${title}: ${way} ${median(each).toFixed(0)} ms (${Math.min(...each).toFixed(0)} to ${Math.max(...each).toFixed(0)}), ${(median(each) / bareMs).toFixed(2)} of bare runQuery`,
        );
      catalog.dispose();
      backend.dispose();
    });
  }
});
