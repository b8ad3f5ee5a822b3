import { PikaError } from '../errors';
import { abortedError } from './abort';
import type { FromWorker, RowsCall, ToWorker } from './messages';
import type { EncodedColumn, FileRef, FileSummary, Rows, RowsOptions } from './rows';

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: PikaError) => void;
  readonly onProgress: RowsOptions['onProgress'];
}

/**
 * {@link Rows} in a worker of its own, started with the first request. When the worker dies every request under way is rejected,
 * and the next one starts another: requests carry all they need.
 */
export class RowsClient implements Rows {
  readonly #start: () => Worker;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #serial = 0;

  constructor(start: () => Worker = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'pika.rows' })) {
    this.#start = start;
  }

  prepare(): void {
    this.#running().postMessage({ kind: 'prepare' } satisfies ToWorker);
  }

  openFile(file: FileRef, options?: RowsOptions): Promise<FileSummary> {
    return this.#call({ method: 'openFile', args: [file] }, options) as Promise<FileSummary>;
  }

  columnsFromFile(file: FileRef, names: readonly string[], options?: RowsOptions): Promise<EncodedColumn[]> {
    return this.#call({ method: 'columnsFromFile', args: [file, names] }, options) as Promise<EncodedColumn[]>;
  }

  rowGroup(file: FileRef, index: number, names: readonly string[], options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>> {
    return this.#call({ method: 'rowGroup', args: [file, index, names] }, options) as Promise<Uint8Array<ArrayBuffer>>;
  }

  columnsFromIpc(bytes: Uint8Array<ArrayBuffer>, query: string, labels?: readonly string[], options?: RowsOptions): Promise<EncodedColumn[]> {
    return this.#call({ method: 'columnsFromIpc', args: [bytes, query, labels] }, options, [bytes.buffer]) as Promise<EncodedColumn[]>;
  }

  close(key: string): void {
    this.#worker?.postMessage({ kind: 'close', key } satisfies ToWorker);
  }

  /** Ends the worker; requests under way are rejected with source/aborted. */
  dispose(): void {
    this.#stop(abortedError('rows worker'));
  }

  #call(call: RowsCall, { signal, onProgress }: RowsOptions = {}, transfer: Transferable[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortedError('request for rows'));
        return;
      }
      const worker = this.#running();
      const id = ++this.#serial;
      const onAbort = (): void => {
        this.#worker?.postMessage({ kind: 'abort', id } satisfies ToWorker);
        settle(() => reject(abortedError('request for rows')));
      };
      const settle = (how: () => void): void => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', onAbort);
        how();
      };
      this.#pending.set(id, { resolve: (answer) => settle(() => resolve(answer)), reject: (error) => settle(() => reject(error)), onProgress });
      signal?.addEventListener('abort', onAbort, { once: true });
      worker.postMessage({ kind: 'call', id, ...call } satisfies ToWorker, transfer);
    });
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = this.#start();
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#stop(deadWorker(event.message || 'that its script did not load'));
    });
    worker.addEventListener('messageerror', () => {
      if (worker === this.#worker) this.#stop(deadWorker('a message that cannot be read'));
    });
    this.#worker = worker;
    return worker;
  }

  #receive(message: FromWorker): void {
    const pending = this.#pending.get(message.id);
    switch (message.kind) {
      case 'answer':
        pending?.resolve(message.answer);
        return;
      case 'progress':
        pending?.onProgress?.(message.done, message.total);
        return;
      case 'error':
        pending?.reject(PikaError.fromJSON(message.error));
        if (message.fatal) this.#stop(deadWorker('that the Parquet reader crashed on another file'));
    }
  }

  #stop(error: PikaError): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const pending of [...this.#pending.values()]) pending.reject(error);
  }
}

function deadWorker(found: string): PikaError {
  return new PikaError('engine/internal', {
    subject: 'rows worker', expected: 'an answer', found, next: 'Try again: the next request starts a new worker.',
  });
}
