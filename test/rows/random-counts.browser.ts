import init, * as parquet from 'parquet-wasm/esm';
import { createCpuBackend } from '../../src/engine/cpu/cpu-backend';
import { createGpuBackend } from '../../src/engine/gpu/gpu-backend';
import { RowsService } from '../../src/engine/rows/rows-service';
import { openDuckdb } from '../harness/duckdb-browser';
import { checkAdjacent } from './adjacent-values';
import { checkRandomTable, type CountsHost } from './random-counts';

const { PIKA_TABLES = '4', PIKA_SEED = '1' } = (
  (await import('/test/environment.js' as string)) as { default: Record<string, string> }
).default;

for (const kind of ['cpu', 'webgpu'] as const) {
  describe(`random tables against SQL, ${kind}`, () => {
    let host: CountsHost;
    before(async () => {
      await init();
      host = {
        // Small buffers, so that even small tables are split over several.
        backend: kind === 'cpu' ? createCpuBackend({ workers: 2 }) : await createGpuBackend({ bufferRows: 512 }),
        oracle: await openDuckdb(),
        service: new RowsService(() => Promise.resolve(parquet)),
        toParquet: (stream, rows) =>
          parquet.writeParquet(
            parquet.Table.fromIPCStream(stream),
            new parquet.WriterPropertiesBuilder().setMaxRowGroupSize(rows).build(),
          ),
      };
    });
    after(async () => {
      host.backend.dispose();
      await host.oracle.close();
    });
    it(`${PIKA_TABLES} tables, starting at seed ${PIKA_SEED}`, async function () {
      this.timeout(0);
      for (let seed = Number(PIKA_SEED); seed < Number(PIKA_SEED) + Number(PIKA_TABLES); seed++)
        await checkRandomTable(seed, host);
    });
    it('a range between two adjacent values counts exactly the rows of the first', () => checkAdjacent(host));
  });
}
