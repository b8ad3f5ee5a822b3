import { PikaError } from '../errors';
import type { Allocation } from '../memory/allocation';
import type { Profile } from '../profile/profile';
import { labelLanguage } from '../columns/label-order';
import { workerSpan } from '../profile/span';
import { abortedError, onAbort, throwIfAborted } from '../abort';
import { EventLoopYield } from '../event-loop-yield';
import { rowsOf, type RecordBatches } from './arrow/arrow-layout';
import { placeOf, type PackageFile } from '../browser/package-files';
import {
  explainMissingWorker,
  explainWorkerError,
  startWorker as startPageWorker,
  type StartFailure,
  type WorkerFile,
} from '../browser/workers';
import { columnsOfBatches } from './in-memory/batch-columns';
import type { ResponseCost, FromWorker, RowsCall, ToWorker } from './messages';
import {
  ALL_COLUMNS,
  takeAll,
  type EncodedColumn,
  type FileRef,
  type FileSummary,
  type IpcOptions,
  type IpcSource,
  type Rows,
  type RowsOptions,
  type RowsPiece,
  type TakePiece,
} from './rows';

const SCRIPT: WorkerFile = {
  name: 'pika-rows-worker.js',
  type: 'module',
  url: () => new URL('./worker.ts', import.meta.url),
  code: () => import('./worker.ts?code'),
};
const PARQUET: PackageFile = {
  name: 'parquet_wasm_bg.wasm',
  url: () => new URL('parquet-wasm/esm/parquet_wasm_bg.wasm', import.meta.url),
};
/** Up to this many bytes, or rows, take about 1 ms to encode in the page. */
const SMALL_BYTES = 2 ** 15;
const SMALL_ROWS = 1000;

interface Pending {
  readonly call: RowsCall;
  /** The worker that has the request; null while it is queued. */
  worker: Worker | null;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (thrown: unknown) => void;
  readonly onProgress: RowsOptions['onProgress'];
}

/**
 * {@link Rows} in a worker of its own, started with the first request. When its WebAssembly crashes, a new worker
 * replaces it. Requests for files, which carry all they need, are repeated there one at a time: this isolates the
 * request that crashes, and the others complete. The columns of that request are then read without WebAssembly. Arrow
 * bytes were transferred to the old worker, whose Arrow code is unaffected: it finishes those requests before it ends.
 */
export class RowsClient implements Rows {
  readonly #start: () => Worker;
  readonly #profile: Profile | null;
  readonly #heap: Allocation | null;
  readonly #pending = new Map<number, Pending>();
  /** Requests that run one at a time after a crash; the first of them is running. */
  #queue: number[] = [];
  /** Columns, by file key, that were being read when the WebAssembly crashed: they are read without it from then on. */
  readonly #crashed = new Map<string, readonly string[]>();
  #worker: Worker | null = null;
  #serial = 0;

  /** @param heap records the memory of the worker's WebAssembly */
  constructor(start: () => Worker = startWorker, profile: Profile | null = null, heap: Allocation | null = null) {
    this.#start = start;
    this.#profile = profile;
    this.#heap = heap;
  }

  prepare(): void {
    if (isParquetLost()) return;
    try {
      this.#running().postMessage({ kind: 'prepare' } satisfies ToWorker);
    } catch {
      // The first request reports it.
    }
  }

  openFile(file: FileRef, options?: RowsOptions): Promise<FileSummary> {
    return this.#call({ method: 'openFile', args: [file] }, options) as Promise<FileSummary>;
  }

  columnsFromFile(file: FileRef, names: readonly string[], options?: RowsOptions): Promise<EncodedColumn[]> {
    return this.#call({ method: 'columnsFromFile', args: [file, names] }, options) as Promise<EncodedColumn[]>;
  }

  rowGroup(
    file: FileRef,
    index: number,
    names: readonly string[],
    options?: RowsOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return this.#call({ method: 'rowGroup', args: [file, index, names] }, options) as Promise<Uint8Array<ArrayBuffer>>;
  }

  row(file: FileRef, number: number, options?: RowsOptions): Promise<readonly (string | null)[]> {
    return this.#call({ method: 'row', args: [file, number] }, options) as Promise<readonly (string | null)[]>;
  }

  /** Encodes few rows in the page: a worker takes longer to start, and to reply. */
  columnsFromIpc(
    source: IpcSource,
    query: string,
    labels?: readonly string[],
    options: IpcOptions = {},
  ): Promise<EncodedColumn[]> {
    if (options.signal?.aborted) return Promise.reject(abortedError('request for rows'));
    return isSmall(source, options)
      ? encodeHere(source, query, labels, options)
      : this.#encodeInWorker(source, query, labels, options);
  }

  /** Encodes few rows in the page, and sends many to the worker. */
  async columnsFromBatches(
    rows: RecordBatches,
    places: readonly number[],
    query: string,
    options: RowsOptions = {},
  ): Promise<EncodedColumn[]> {
    throwIfAborted(options.signal, 'request for rows');
    const expectedRows = rowsOf(rows);
    if (expectedRows <= SMALL_ROWS) return columnsOfBatches(rows, places, query, options);
    const { piecesOf } = await import('./in-memory/flat-pieces');
    const source = (take: TakePiece): Promise<void> => handOver(piecesOf(rows, places), take);
    return this.#encodeInWorker(source, query, undefined, { ...options, expectedRows });
  }

  /** Sends one piece per message, so that the worker encodes while the next are on their way. */
  async #encodeInWorker(
    source: IpcSource,
    query: string,
    labels: readonly string[] | undefined,
    options: IpcOptions,
  ): Promise<EncodedColumn[]> {
    // An aborted request has no number: its bytes would go to the request before it.
    throwIfAborted(options.signal, 'request for rows');
    const answer = this.#call(
      { method: 'columnsFromIpc', args: [query, labels, options.expectedRows] },
      options,
    ) as Promise<EncodedColumn[]>;
    const id = this.#serial;
    const send = (piece: RowsPiece | null): void => {
      const worker = this.#pending.get(id)?.worker;
      if (!worker) throw abortedError('request for rows');
      worker.postMessage({ kind: 'piece', id, piece } satisfies ToWorker, piece ? buffersOf(piece) : []);
    };
    takeAll(source, send)
      .then(() => send(null))
      .catch((thrown: unknown) => {
        const pending = this.#pending.get(id);
        pending?.worker?.postMessage({ kind: 'abort', id } satisfies ToWorker);
        pending?.reject(PikaError.from(thrown, `rows of query "${query}"`));
      });
    return answer;
  }

  parquetOf(stream: Uint8Array<ArrayBuffer>, query: string, options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#call({ method: 'parquetOf', args: [stream, query] }, options) as Promise<Uint8Array<ArrayBuffer>>;
  }

  close(key: string): void {
    this.#crashed.delete(key);
    this.#worker?.postMessage({ kind: 'close', key } satisfies ToWorker);
  }

  /** Ends the worker; pending requests are rejected with source/aborted. */
  dispose(): void {
    this.#stop(abortedError('rows worker'));
    this.#heap?.release();
  }

  #call(call: RowsCall, { signal, onProgress }: RowsOptions = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortedError('request for rows'));
        return;
      }
      const id = ++this.#serial;
      const cancel = (): void => {
        this.#worker?.postMessage({ kind: 'abort', id } satisfies ToWorker);
        settle(() => reject(abortedError('request for rows')));
      };
      const settle = (how: () => void): void => {
        const worker = this.#pending.get(id)?.worker;
        this.#pending.delete(id);
        if (worker) this.#endIfUnused(worker);
        this.#leaveQueue(id);
        off();
        how();
      };
      this.#pending.set(id, {
        call,
        worker: null,
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (thrown) => settle(() => reject(thrown as Error)),
        onProgress,
      });
      const off = onAbort(signal, cancel);
      if (this.#queue.length > 0 && call.method !== 'columnsFromIpc') this.#queue.push(id);
      else this.#ask(id);
    });
  }

  #ask(id: number): void {
    const pending = this.#pending.get(id)!;
    try {
      pending.worker = this.#running();
    } catch (thrown) {
      pending.reject(thrown);
      return;
    }
    pending.worker.postMessage({ kind: 'call', id, ...this.#avoiding(pending.call) } satisfies ToWorker);
  }

  /** Adds the columns that must be read without WebAssembly to a request. */
  #avoiding(call: RowsCall): RowsCall {
    if (call.method === 'columnsFromIpc' || call.method === 'parquetOf') return call;
    const [file, ...rest] = call.args;
    const avoid = isParquetLost() ? [ALL_COLUMNS] : this.#crashed.get(file.key);
    return avoid ? ({ ...call, args: [{ ...file, avoid }, ...rest] } as unknown as RowsCall) : call;
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = this.#started();
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      this.#receive(data, worker);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const stop = (error: PikaError): void => {
        if (worker === this.#worker) this.#stop(error);
      };
      if (event.message) stop(deadWorker(event.message));
      else
        void explainMissingWorker(worker).then((why) =>
          stop(why ? noWorker(why) : deadWorker('that it did not load, or that a script it imports is missing')),
        );
    });
    worker.addEventListener('messageerror', () => {
      if (worker === this.#worker) this.#stop(deadWorker('a message that cannot be read'));
    });
    this.#worker = worker;
    return worker;
  }

  #started(): Worker {
    try {
      return this.#start();
    } catch (thrown) {
      throw noWorker(explainWorkerError(thrown), thrown);
    }
  }

  #receive(message: FromWorker, worker: Worker): void {
    if (message.kind === 'crash') {
      if (worker === this.#worker) this.#replace(message.message);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (pending?.worker !== worker) return;
    switch (message.kind) {
      case 'answer':
        this.#note(pending.call, message.effort);
        pending.resolve(message.answer);
        return;
      case 'progress':
        pending.onProgress?.(message.done, message.total);
        return;
      case 'error':
        pending.reject(PikaError.fromJSON(message.error));
    }
  }

  #note({ method, args }: RowsCall, effort: ResponseCost | undefined): void {
    if (!effort) return;
    this.#heap?.resize(effort.heapBytes);
    if (!this.#profile) return;
    const names = method === 'columnsFromFile' ? args[1] : method === 'rowGroup' ? args[2] : [];
    this.#profile.add(workerSpan('rows worker', [method, names.join(', ')].join(' ').trim(), effort));
    this.#profile.count('bytesLoaded', effort.fetchedBytes);
  }

  /** After a crash: a request that was alone caused it; if there were several, each is repeated alone. */
  #replace(why: string): void {
    const crashedWorker = this.#worker!;
    this.#worker = null;
    this.#heap?.resize(0);
    const asked = [...this.#pending].filter(
      ([, { worker, call }]) => worker === crashedWorker && call.method !== 'columnsFromIpc',
    );
    for (const [, pending] of asked) pending.worker = null;
    this.#endIfUnused(crashedWorker);
    const [only] = asked;
    if (asked.length === 0) return;
    if (asked.length === 1 && !this.#avoidNext(only![1].call)) {
      only![1].reject(crashed(only![1].call, why));
      return;
    }
    this.#queue.push(...asked.map(([id]) => id));
    this.#ask(this.#queue[0]!);
  }

  /** Whether a crashed request can be repeated without WebAssembly for columns where that was not tried yet. */
  #avoidNext(call: RowsCall): boolean {
    if (call.method !== 'columnsFromFile' && call.method !== 'rowGroup' && call.method !== 'row') return false;
    const [file] = call.args;
    if (file.format !== 'parquet') return false;
    const names =
      call.method === 'columnsFromFile' ? call.args[1] : call.method === 'rowGroup' ? call.args[2] : [ALL_COLUMNS];
    const known = this.#crashed.get(file.key) ?? [];
    const added = names.filter((name) => !known.includes(name));
    this.#crashed.set(file.key, [...known, ...added]);
    return added.length > 0;
  }

  #leaveQueue(id: number): void {
    const isFirst = this.#queue[0] === id;
    this.#queue = this.#queue.filter((other) => other !== id);
    const [next] = this.#queue;
    if (isFirst && next !== undefined) this.#ask(next);
  }

  /** Ends a replaced worker once it has no pending request. */
  #endIfUnused(worker: Worker): void {
    if (worker !== this.#worker && ![...this.#pending.values()].some((pending) => pending.worker === worker))
      worker.terminate();
  }

  #stop(error: PikaError): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#heap?.resize(0);
    this.#queue = [];
    for (const pending of [...this.#pending.values()]) {
      pending.worker?.terminate();
      pending.reject(error);
    }
  }
}

/** A bundler left the WebAssembly file out: Parquet is then read without it. */
function isParquetLost(): boolean {
  return placeOf(PARQUET).found === 'lost';
}

function isSmall(source: IpcSource, { expectedRows = Infinity }: IpcOptions): boolean {
  return source instanceof Uint8Array ? source.byteLength <= SMALL_BYTES : expectedRows <= SMALL_ROWS;
}

/** Passes one piece per task: the page stays responsive, and the worker encodes while the next one is copied. */
async function handOver(pieces: Iterable<RowsPiece>, take: TakePiece): Promise<void> {
  const loopYield = new EventLoopYield();
  try {
    let first = true;
    for (const piece of pieces) {
      if (!first) await loopYield.yield();
      first = false;
      take(piece);
    }
  } finally {
    loopYield.close();
  }
}

function buffersOf(piece: RowsPiece): ArrayBuffer[] {
  if (piece instanceof Uint8Array) return [piece.buffer];
  return piece.columns.flatMap(({ values, validity }) => [values.buffer, ...(validity ? [validity.buffer] : [])]);
}

async function encodeHere(
  source: IpcSource,
  query: string,
  labels: readonly string[] | undefined,
  options: IpcOptions,
): Promise<EncodedColumn[]> {
  const { columnsOf } = await import('./in-memory/columns-intake');
  return columnsOf(source, query, labels, options);
}

function startWorker(): Worker {
  const worker = startPageWorker(SCRIPT, 'pika.rows');
  const { url, advice } = placeOf(PARQUET);
  const parquet = { url: new URL(url, globalThis.location?.href).href, advice };
  worker.postMessage({ kind: 'start', language: labelLanguage(), parquet } satisfies ToWorker);
  return worker;
}

function noWorker({ found, next }: StartFailure, cause?: unknown): PikaError {
  return new PikaError(
    'rows/worker',
    { subject: 'the reader of files and rows', expected: 'its worker to start', found, next },
    cause,
  );
}

function deadWorker(found: string): PikaError {
  return new PikaError('engine/internal', {
    subject: 'rows worker',
    expected: 'a response',
    found,
    next: 'Try again: the next request starts a new worker.',
  });
}

function crashed(call: RowsCall, why: string): PikaError {
  return new PikaError('source/bad-file', {
    subject: crashSubject(call),
    expected: 'rows that its WebAssembly can handle',
    found: `that it crashed (${why})`,
    next: CRASH_ADVICE[call.method] ?? 'Try again: the next request starts a new reader.',
  });
}

/** Advice by request, for its likely cause of a crash. */
const CRASH_ADVICE: Readonly<Partial<Record<RowsCall['method'], string>>> = {
  openFile: "Write the file again, e.g. with DuckDB: COPY t TO 't.parquet'.",
  columnsFromFile: "Write the file again, e.g. with DuckDB: COPY t TO 't.parquet'.",
  parquetOf:
    'The rows may be too many for the 4 GB that WebAssembly can address: write fewer at once, e.g. with limit.',
};

function crashSubject(call: RowsCall): string {
  if (call.method === 'columnsFromIpc') return 'Arrow bytes';
  if (call.method === 'parquetOf') return `Parquet of query "${call.args[1]}"`;
  const [{ parts, query }] = call.args;
  return `file "${parts.map(({ name }) => name).join('", "')}" of query "${query}"`;
}
