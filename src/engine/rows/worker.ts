/** The rows worker: {@link RowsService} behind messages. Answers hand over their buffers; nothing is copied on the way out. */
import init, { Compression, ParquetFile, Table, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm/esm';
import { PikaError } from '../errors';
import { sharedNowMs } from '../profile/span';
import type { FromWorker, RowsCall, ToWorker } from './messages';
import { takeFetchedBytes } from './ranged-file';
import type { EncodedColumn, RowsOptions } from './rows';
import { RowsService } from './rows-service';

const service = new RowsService(async () => {
  await init();
  return { Compression, ParquetFile, Table, WriterPropertiesBuilder, writeParquet };
});
const running = new Map<number, AbortController>();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'close') service.close(data.key);
  else if (data.kind === 'prepare') service.prepare();
  else if (data.kind === 'abort') running.get(data.id)?.abort();
  else void serve(data.id, data);
});

// parquet-wasm's futures can crash outside every promise; whoever waits would wait for ever.
addEventListener('error', (event) => {
  event.preventDefault();
  post({ kind: 'crash', message: event.message });
});

async function serve(id: number, call: RowsCall): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  const startMs = sharedNowMs();
  try {
    const answer = await perform(call, { signal: abort.signal, onProgress: (done, total) => post({ kind: 'progress', id, done, total }) });
    post({ kind: 'answer', id, answer, effort: { startMs, endMs: sharedNowMs(), fetchedBytes: takeFetchedBytes() } }, buffersOf(answer));
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) post({ kind: 'crash', message: thrown.message });
    else post({ kind: 'error', id, error: PikaError.from(thrown, 'rows worker').toJSON() });
  } finally {
    running.delete(id);
  }
}

function perform(call: RowsCall, options: RowsOptions): Promise<unknown> {
  switch (call.method) {
    case 'openFile': return service.openFile(...call.args);
    case 'columnsFromFile': return service.columnsFromFile(...call.args, options);
    case 'rowGroup': return service.rowGroup(...call.args, options);
    case 'parquetOf': return service.parquetOf(...call.args, options);
    case 'columnsFromIpc': return service.columnsFromIpc(...call.args, options);
  }
}

function buffersOf(answer: unknown): ArrayBuffer[] {
  if (answer instanceof Uint8Array) return [answer.buffer as ArrayBuffer];
  if (!Array.isArray(answer)) return [];
  return (answer as EncodedColumn[]).flatMap(({ pages }) => pages.map(({ keys }) => keys.buffer));
}

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  (postMessage as (message: FromWorker, transfer: Transferable[]) => void)(message, transfer);
}
