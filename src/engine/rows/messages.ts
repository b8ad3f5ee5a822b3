import type { SerializedError } from '../errors';
import type { SharedInterval } from '../profile/span';
import type { Rows } from './rows';

/** The calls that go to the worker, by {@link Rows}' names; their last argument, the options, stays behind. */
export type RowsCall =
  | { readonly method: 'openFile'; readonly args: WithoutOptions<Rows['openFile']> }
  | { readonly method: 'columnsFromFile'; readonly args: WithoutOptions<Rows['columnsFromFile']> }
  | { readonly method: 'rowGroup'; readonly args: WithoutOptions<Rows['rowGroup']> }
  | { readonly method: 'row'; readonly args: WithoutOptions<Rows['row']> }
  | { readonly method: 'parquetOf'; readonly args: WithoutOptions<Rows['parquetOf']> }
  | {
      readonly method: 'columnsFromIpc';
      readonly args: readonly [query: string, labels: readonly string[] | undefined, expectedRows: number | undefined];
    };

type WithoutOptions<Method> = Method extends (...args: [...infer Args, options?: infer _Options]) => unknown
  ? Readonly<Args>
  : never;

export type ToWorker =
  | (RowsCall & { readonly kind: 'call'; readonly id: number })
  /** The next bytes of a `columnsFromIpc`; null: there are no more. */
  | { readonly kind: 'stream'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> | null }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'prepare' }
  | { readonly kind: 'close'; readonly key: string };

/** What an answer cost the worker. */
export interface Effort extends SharedInterval {
  /** Bytes fetched by ranges since the answer before. */
  readonly fetchedBytes: number;
  /** Size of the WebAssembly memory that reads Parquet; it only grows. */
  readonly heapBytes: number;
}

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown; readonly effort?: Effort }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: SerializedError }
  /** The WebAssembly instance is dead, and what was asked of it with it; nobody can tell which request it was. */
  | { readonly kind: 'crash'; readonly message: string };
