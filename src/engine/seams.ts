import type { Clock } from './clock';
import type { WorkerLike } from './cpu/workers/protocol';
import type { EngineEvents } from './engine-events';
import type { Backend } from './frame/backend';
import type { MemoryKind } from './memory/budgets';
import type { CatalogOptions } from './source/catalog';

/**
 * The places where a test may put something of its own between the engine and the machine; `pika-plot/testing` fills
 * them. Nothing global is patched: what is handed out here is one engine's own.
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
  /** Frames and delays; the page's own otherwise. */
  readonly clock?: Clock;
  /** Handed every backend before it is used; may put methods of its own over the backend's. */
  readonly backend?: (backend: Backend) => void;
  /** Handed the engine's events, to listen to, before the first is told. */
  readonly events?: (events: Pick<EngineEvents, 'on'>) => void;
  /** Where rows and SQL come from, outside a browser. */
  readonly source?: Pick<CatalogOptions, 'rows' | 'database'>;
}
