import type { SerializedError } from '../errors';
import type { SharedInterval } from '../profile/span';
import type { Rows, RowsPiece } from './rows';

/** The calls to the worker, named like the methods of {@link Rows}; their last argument, the options, is not sent. */
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
  /** The next piece of a `columnsFromIpc`; null after the last. */
  | { readonly kind: 'piece'; readonly id: number; readonly piece: RowsPiece | null }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'prepare' }
  /** Sent before all requests. */
  | {
      readonly kind: 'start';
      /** Labels have the order of this language. */
      readonly language: string;
      /** Where the WebAssembly file is, and what to do if it is not. */
      readonly parquet: { readonly url: string; readonly advice: string };
    }
  | { readonly kind: 'close'; readonly key: string };

/** The worker's cost of a response. */
export interface ResponseCost extends SharedInterval {
  /** Bytes fetched in ranges since the last response. */
  readonly fetchedBytes: number;
  /** Size of the WebAssembly memory that reads Parquet; it only grows. */
  readonly heapBytes: number;
}

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown; readonly effort?: ResponseCost }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: SerializedError }
  /** The WebAssembly instance has crashed, and with it all its requests; which one caused it is unknown. */
  | { readonly kind: 'crash'; readonly message: string };
