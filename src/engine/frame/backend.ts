import type { Column, ColumnId } from '../columns/column';
import type { IndexCall, IndexedView, IndexId, Recording, SlotId, SurfaceId } from './recording';

/** Features that plans and links may depend on. */
export interface Capabilities {
  /**
   * How many bins the backend keeps, one for each row and axis: a first count by a brush's pixels makes its index
   * faster to build. None if left out.
   */
  readonly cachedBins?: number;
  /** Approximate number of rows that a scan reads within a frame. With more rows, a frame counts a sample. */
  readonly frameRows: number;
  /**
   * Whether an index over `active` (a brush's pixels) can answer a view, and does so faster than scans, within the
   * memory limit. If absent: always.
   */
  readonly prefersIndex?: (active: IndexCall['active'], view: Pick<IndexedView, 'bins' | 'accumulators'>) => boolean;
}

/** The canvas that a backend paints on. The backend sets its width and height when it paints. */
export type Surface = HTMLCanvasElement | OffscreenCanvas;

/**
 * Executes recordings. There are two backends, `webgpu` and `cpu`; for the same recording they give the same counts,
 * bit for bit. A recording may name a column only after {@link Backend.load} has resolved.
 */
export interface Backend {
  readonly kind: 'webgpu' | 'cpu';
  /** For display: the adapter's name, or the number of workers. */
  readonly description: string;
  readonly capabilities: Capabilities;
  /** Whether the browser displays what this backend paints. If not, the backend still counts. */
  readonly canPresent: boolean;
  /** The memory that resident columns occupy: selects the budget they count against. */
  readonly memoryKind: 'gpu' | 'js';
  /** Resolves with the reason when the backend becomes unusable (device lost, worker dead). Never rejects. */
  readonly lost: Promise<string>;

  /**
   * Starts workers, while the first columns are being read. Without this, {@link load} starts them.
   * @throws PikaError `cpu/worker` if the browser refuses to start them
   */
  prepare(): void;

  /**
   * Makes a column resident. Takes ownership of the pages; their buffers may be detached. If `signal` aborts before the
   * last page is sent, frees what was loaded and rejects with source/aborted.
   */
  load(column: Column, signal?: AbortSignal): Promise<void>;
  /** Frees a column. Unknown ids are ignored. */
  unload(id: ColumnId): void;
  /** Frees slots and indexes. Unknown ids are ignored. */
  drop(ids: readonly (SlotId | IndexId)[]): void;

  /**
   * Gives the backend a canvas to paint on, until {@link detach}. The canvas must not have a context of another kind.
   */
  attach(id: SurfaceId, canvas: Surface): void;
  detach(id: SurfaceId): void;

  /**
   * Runs a recording: kernels in order, then paints. Returns undefined if all was painted synchronously (the CPU
   * backend does this for slices), otherwise a promise. Callers run one recording at a time. Throws or rejects with a
   * PikaError.
   */
  execute(recording: Recording): Promise<void> | void;

  /** A copy of a slot's words: counters, or keys as raw 32-bit words. */
  read(slot: SlotId): Promise<Uint32Array<ArrayBuffer>>;

  /** The keys of some rows of a column, in the order of `rows`, as raw words of the column's lane. */
  readKeys(column: ColumnId, rows: Uint32Array<ArrayBuffer>): Promise<Uint32Array<ArrayBuffer>>;

  /** Fills a slot with counts from another source: from SQL, if the columns do not fit. Copies `words`. */
  fill(slot: SlotId, words: Uint32Array<ArrayBuffer>): void;

  /** Frees everything. */
  dispose(): void;
}
