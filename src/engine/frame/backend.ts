import type { Column, ColumnId } from '../columns/column';
import type { IndexCall, IndexedView, IndexId, Recording, SlotId, SurfaceId } from './recording';

/** What a plan and a link may count on. */
export interface Capabilities {
  /** The backend answers `index` and `slice`; otherwise every brush move is a scan. */
  readonly index: boolean;
  /** About how many rows a scan reads within a frame; of more, a glance takes a sample. */
  readonly frameRows: number;
  /**
   * Whether an index over `active` (a brush's pixels) answers a view of these bins sooner than scans do, in the memory
   * there is. Always, when absent.
   */
  readonly indexes?: (active: IndexCall['active'], view: IndexedView['bins']) => boolean;
}

/**
 * The few things of a canvas that a backend needs; an HTMLCanvasElement or an OffscreenCanvas. The backend sets width
 * and height.
 */
export type Surface = HTMLCanvasElement | OffscreenCanvas;

/**
 * Executes recordings. Two of them exist, `webgpu` and `cpu`; for the same recording they give the same counts, bit for
 * bit. Calls before {@link Backend.load} resolves may not name that column.
 */
export interface Backend {
  readonly kind: 'webgpu' | 'cpu';
  /** For people: the adapter's name, or how many workers. */
  readonly description: string;
  readonly capabilities: Capabilities;
  /** False where the browser shows nothing of what this backend paints; it counts all the same. */
  readonly shows: boolean;
  /** Where resident columns stand, and so which budget they count against. */
  readonly memoryKind: 'gpu' | 'js';
  /** Resolves with the reason when the backend can no longer be used (device lost, worker dead). Never rejects. */
  readonly lost: Promise<string>;

  /**
   * Makes a column resident. Owns the pages from here on; their buffers may be detached. Rejects with source/aborted
   * when `signal` fires before the last of them is on its way, and has freed what it took.
   */
  load(column: Column, signal?: AbortSignal): Promise<void>;
  /** Frees a column. Unknown ids are ignored. */
  unload(id: ColumnId): void;
  /** Frees slots and indexes. Unknown ids are ignored. */
  drop(ids: readonly (SlotId | IndexId)[]): void;

  /**
   * Gives the backend a canvas to paint on, and takes it back. The canvas must never have had a context of another
   * kind.
   */
  attach(id: SurfaceId, canvas: Surface): void;
  /** Sets the canvas's size in device pixels. Clears it. */
  resize(id: SurfaceId, widthPx: number, heightPx: number): void;
  detach(id: SurfaceId): void;

  /**
   * Runs a recording: kernels in order, then paints. Returns nothing when all is done and painted before the call
   * returns (the CPU backend answering slices), otherwise a promise of that moment. Callers run one recording at a
   * time. Throws or rejects with a PikaError.
   */
  execute(recording: Recording): Promise<void> | void;

  /** A copy of a slot's words: counters, and keys as their raw 32-bit words. */
  read(slot: SlotId): Promise<Uint32Array<ArrayBuffer>>;

  /**
   * The keys of one row, column by column, as raw words of their lanes; the columns are of one relation, and the row in
   * a bin of each.
   */
  readRowKeys(row: number, columns: readonly ColumnId[]): Promise<readonly Uint32Array<ArrayBuffer>[]>;

  /** Fills a slot with counts that came from elsewhere: from SQL, when columns do not fit. Copies `words`. */
  fill(slot: SlotId, words: Uint32Array<ArrayBuffer>): void;

  /** Frees everything. */
  dispose(): void;
}
