import type { Clock } from './clock';
import type { WorkerLike } from './cpu/workers/protocol';
import type { EngineEvents } from './engine-events';
import type { Backend } from './frame/backend';
import type { MemoryKind } from './memory/budgets';
import type { CatalogOptions } from './source/catalog';

/**
 * Hooks with which a test replaces the parts of the platform that the engine uses; `pika-plot/testing` provides them.
 * Nothing global is patched: hooks apply to one engine.
 */
export interface Seams {
  /** Receives every GPU device before it is used; may override the device's methods. */
  readonly device?: (gpu: GPUDevice) => void;
  /** Fewest rows that a moving brush indexes on the GPU. */
  readonly indexRows?: number;
  /** Starts a kernel worker. `start` is what the engine itself would do. */
  readonly worker?: (start: () => WorkerLike) => WorkerLike;
  /** Returns whether to refuse this reservation of memory, as if it did not fit. */
  readonly refuses?: (kind: MemoryKind, sizeBytes: number) => boolean;
  /** Awaited before columns of a query are read. */
  readonly beforeRead?: (query: string, expressions: readonly string[]) => Promise<void>;
  /** Frames and delays; default: the page's own. */
  readonly clock?: Clock;
  /** Receives every backend before it is used; may override the backend's methods. */
  readonly backend?: (backend: Backend) => void;
  /** Receives the engine's events before the first is published, to add listeners. */
  readonly events?: (events: Pick<EngineEvents, 'on'>) => void;
  /** The source of rows and SQL outside a browser. */
  readonly source?: Pick<CatalogOptions, 'rows' | 'database'>;
}
