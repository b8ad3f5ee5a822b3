/** The rows worker: {@link RowsService} behind messages. Results are transferred with their buffers, not copied. */
import init, {
  Compression,
  EnabledStatistics,
  ParquetFile,
  Table,
  WriterPropertiesBuilder,
  writeParquet,
} from 'parquet-wasm/esm';
import { orderLabelsIn } from '../columns/label-order';
import { PikaError } from '../errors';
import { sharedNowMs } from '../profile/span';
import type { FromWorker, RowsCall, ToWorker } from './messages';
import { takeFetchedBytes } from './parquet/ranged-file';
import type { EncodedColumn, RowsOptions, RowsPiece, TakePiece } from './rows';
import { RowsService } from './rows-service';

let heapBytes = (): number => 0;
let started: Extract<ToWorker, { kind: 'start' }> | null = null;
const service = new RowsService(
  async () => {
    const { memory } = await init({ module_or_path: started!.parquet.url });
    heapBytes = () => memory.buffer.byteLength;
    return { Compression, EnabledStatistics, ParquetFile, Table, WriterPropertiesBuilder, writeParquet };
  },
  () => started!.parquet.advice,
);
const running = new Map<number, AbortController>();
/** Receivers of pieces, which arrive in messages of their own, by request. */
const intakes = new Map<number, (piece: RowsPiece | null) => void>();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'close') service.close(data.key);
  else if (data.kind === 'prepare') service.prepare();
  else if (data.kind === 'start') start(data);
  else if (data.kind === 'piece') intakes.get(data.id)?.(data.piece);
  else if (data.kind === 'abort') running.get(data.id)?.abort();
  else void serve(data.id, data);
});

function start(options: NonNullable<typeof started>): void {
  started = options;
  orderLabelsIn(options.language);
}

// parquet-wasm's futures can crash outside every promise; the request would then wait forever.
addEventListener('error', (event) => {
  event.preventDefault();
  post({ kind: 'crash', message: event.message });
});

async function serve(id: number, call: RowsCall): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  const startMs = sharedNowMs();
  try {
    const answer = await perform(id, call, {
      signal: abort.signal,
      onProgress: (done, total) => post({ kind: 'progress', id, done, total }),
    });
    post(
      {
        kind: 'answer',
        id,
        answer,
        effort: { startMs, endMs: sharedNowMs(), fetchedBytes: takeFetchedBytes(), heapBytes: heapBytes() },
      },
      buffersOf(answer),
    );
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) post({ kind: 'crash', message: thrown.message });
    else post({ kind: 'error', id, error: PikaError.from(thrown, 'rows worker').toJSON() });
  } finally {
    running.delete(id);
  }
}

function perform(
  id: number,
  call: RowsCall,
  options: RowsOptions & { readonly signal: AbortSignal },
): Promise<unknown> {
  switch (call.method) {
    case 'openFile':
      return service.openFile(...call.args);
    case 'columnsFromFile':
      return service.columnsFromFile(...call.args, options);
    case 'rowGroup':
      return service.rowGroup(...call.args, options);
    case 'row':
      return service.row(...call.args, options);
    case 'parquetOf':
      return service.parquetOf(...call.args, options);
    case 'columnsFromIpc': {
      const [query, labels, expectedRows] = call.args;
      return service.columnsFromIpc((take) => piecesOf(id, take, options.signal), query, labels, {
        ...options,
        ...(expectedRows !== undefined && { expectedRows }),
      });
    }
  }
}

/** Resolves when the last piece of a request was taken, or the request is aborted; rejects if one is refused. */
function piecesOf(id: number, take: TakePiece, signal: AbortSignal): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => resolve());
    intakes.set(id, (piece) => {
      try {
        if (piece) take(piece);
        else resolve();
      } catch (thrown) {
        reject(thrown as Error);
      }
    });
  }).finally(() => intakes.delete(id));
}

function buffersOf(answer: unknown): ArrayBuffer[] {
  if (answer instanceof Uint8Array) return [answer.buffer as ArrayBuffer];
  if (!Array.isArray(answer)) return [];
  // The strings of a row have no buffers.
  return (answer as (EncodedColumn | string | null)[]).flatMap((column) =>
    typeof column === 'object' && column ? column.pages.map(({ keys }) => keys.buffer) : [],
  );
}

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  (postMessage as (message: FromWorker, transfer: Transferable[]) => void)(message, transfer);
}
