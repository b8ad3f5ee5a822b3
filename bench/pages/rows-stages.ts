/**
 * A worker that reads two columns of a Parquet file as the rows worker does, then by parquet-wasm alone, and reports
 * the time of each step.
 */
import init, { ParquetFile } from 'parquet-wasm/esm';
import { decodeIpc } from '../../src/engine/rows/encode/decode';
import { encoderOf, type ColumnEncoder } from '../../src/engine/rows/encode/encode';

const BATCH_ROWS = 1 << 20;

addEventListener(
  'message',
  ({ data: { wasm, file, columns } }: MessageEvent<{ wasm: string; file: Blob; columns: string[] }>) => {
    measure(wasm, file, columns).then(
      (answer) => postMessage(answer),
      (thrown: unknown) => postMessage({ error: String(thrown) }),
    );
  },
);

async function measure(wasm: string, file: Blob, columns: string[]): Promise<Record<string, number>> {
  const ms: Record<string, number> = {};
  const time = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const startMs = performance.now();
    const result = await work();
    ms[name] = (ms[name] ?? 0) + performance.now() - startMs;
    return result;
  };
  await time('wasm', () => init({ module_or_path: wasm }));
  const handle = await time('footer', () => ParquetFile.fromFile(file));
  const metadata = handle.metadata();
  const groups = metadata.numRowGroups();
  // First all row groups in one call, as a page using parquet-wasm directly would: both start cold.
  const whole = await time('parquet-wasm alone, in one call', () => handle.read({ columns, batchSize: BATCH_ROWS }));
  await time('parquet-wasm alone, in one call', () => whole.intoIPCStream());
  const alone: Uint8Array[] = [];
  for (let group = 0; group < groups; group++) {
    const table = await time('decode', () => handle.read({ rowGroups: [group], columns, batchSize: BATCH_ROWS }));
    alone.push(await time('decode', () => table.intoIPCStream()));
  }
  let encoders: ColumnEncoder[] | null = null;
  for (const bytes of alone) {
    const columns = await time('Arrow', () => decodeIpc(bytes, 'bench'));
    const made = (encoders ??= columns.map(({ name, type }) => encoderOf(type, { query: 'bench', label: name })));
    await time('encode', () => columns.forEach(({ chunks }, i) => chunks.forEach((chunk) => made[i]!.add(chunk))));
  }
  await time('encode', () => encoders?.map((encoder) => encoder.finish()));
  return ms;
}
