import type { WorkerLike } from './cpu/protocol';
import type { MemoryKind } from './memory/budgets';
import type { CatalogOptions } from './source/catalog';

/**
 * The places where a test may put something of its own between the engine and the machine; `pika-plot/testing` fills them. Nothing global
 * is patched: what is handed out here is one engine's own.
 */
export interface Seams {
  /** Handed every GPU device before anything is made on it; may put methods of its own over the device's. */
  readonly device?: (gpu: GPUDevice) => void;
  /** Starts a kernel worker; `start` is how the engine would. */
  readonly worker?: (start: () => WorkerLike) => WorkerLike;
  /** Whether this reservation of memory is refused, as if it did not fit. */
  readonly refuses?: (kind: MemoryKind, sizeBytes: number) => boolean;
  /** Awaited before columns of a query are read. */
  readonly beforeRead?: (query: string, expressions: readonly string[]) => Promise<void>;
  /** Calls back once, before the next picture; a page's `requestAnimationFrame` otherwise. */
  readonly nextFrame?: (callback: () => void) => void;
  /** Where rows and SQL come from, outside a browser. */
  readonly source?: Pick<CatalogOptions, 'rows' | 'database'>;
}
