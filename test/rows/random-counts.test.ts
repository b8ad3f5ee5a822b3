/// <reference types="node" />
import { after, test } from 'node:test';
import * as parquet from 'parquet-wasm/node';
import { createCpuBackend } from '../../src/engine/cpu/cpu-backend';
import { openDuckdb } from '../harness/duckdb-node';
import { inProcessWorker } from '../../src/testing/in-process-worker';
import { service } from './arrow-columns';
import { checkAdjacent } from './adjacent-values';
import { checkRandomTable, type CountsHost } from './random-counts';

/** The number of tables, and the seed of the first: PIKA_TABLES=500 PIKA_SEED=1000. */
const TABLES = Number(process.env.PIKA_TABLES ?? 6);
const SEED = Number(process.env.PIKA_SEED ?? 1);

const host: CountsHost = {
  backend: createCpuBackend({ workers: 2, spawn: () => inProcessWorker() }),
  oracle: await openDuckdb(),
  service,
  toParquet: (stream, rows) =>
    parquet.writeParquet(
      parquet.Table.fromIPCStream(stream),
      new parquet.WriterPropertiesBuilder().setMaxRowGroupSize(rows).build(),
    ),
};
after(async () => {
  host.backend.dispose();
  await host.oracle.close();
});

test(`${TABLES} random tables, starting at seed ${SEED}: the CPU and SQL count the same`, async () => {
  for (let seed = SEED; seed < SEED + TABLES; seed++) await checkRandomTable(seed, host);
});

test('a range between two adjacent values counts exactly the rows of the first', () => checkAdjacent(host));
