import type { ColumnId, Encoding } from '../../columns/column';
import type { SerializedError } from '../../errors';
import type { IndexCall, IndexId, ScanCall } from '../../frame/recording';
import type { SharedInterval } from '../../profile/span';
import type { Strategy } from '../../brush-index/index-strategy';
import type { ViewPart } from '../../brush-index/view-part';
import type { NumberedPage } from '../columns/page-store';

/** Messages to a worker. Those with a `request` number get a reply. */
export type WorkerRequest =
  | {
      readonly type: 'load';
      readonly request: number;
      readonly id: ColumnId;
      readonly encoding: Encoding;
      readonly pages: readonly NumberedPage[];
    }
  | { readonly type: 'scan'; readonly request: number; readonly calls: readonly ScanCall[] }
  /** Reads the keys of rows, which must be in this worker's pages. */
  | {
      readonly type: 'readKeys';
      readonly request: number;
      readonly column: ColumnId;
      readonly rows: Uint32Array<ArrayBuffer>;
    }
  /** Builds each view by its strategy. The strategies are the same in all workers, whatever their share of the rows. */
  | {
      readonly type: 'index';
      readonly request: number;
      readonly call: IndexCall;
      readonly strategies: readonly Strategy[];
      /** The number of rows of all workers. */
      readonly rows: number;
    }
  | { readonly type: 'abandon'; readonly id: IndexId }
  | { readonly type: 'unload'; readonly id: ColumnId }
  | { readonly type: 'forget-codes' };

export type WorkerReply =
  | { readonly type: 'loaded'; readonly request: number }
  | {
      readonly type: 'scanned';
      readonly request: number;
      readonly words: readonly Uint32Array<ArrayBuffer>[];
      readonly codesBytes: number;
    }
  | { readonly type: 'keys'; readonly request: number; readonly words: Uint32Array<ArrayBuffer> }
  /** `parts` is null if the build was abandoned; `codesBytes` is the current size of the cached bin codes. */
  | {
      readonly type: 'indexed';
      readonly request: number;
      readonly parts: readonly ViewPart[] | null;
      readonly codesBytes: number;
    }
  | { readonly type: 'failed'; readonly request: number; readonly error: SerializedError };

/** A reply from a real worker, with the time it took. For an index this includes requests handled in between. */
export type TimedReply = WorkerReply & { readonly took?: SharedInterval };

/** The part of Worker that the CPU backend uses, so that tests can replace it. */
export interface WorkerLike {
  postMessage(message: WorkerRequest, transfer: Transferable[]): void;
  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: { readonly data?: unknown; readonly message?: string }) => void,
  ): void;
  terminate(): void;
}
