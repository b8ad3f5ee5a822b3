import type { Profile } from '../../profile/profile';
import { VERSION } from '../../version';
import type { FrameShape } from './frame-shape';
import { readShape } from './read-shape';
import type { ShapeStore } from './shape-store';

/** A frame that an earlier visit drew, and the keys of the pipelines it needed. */
export interface RememberedFrame {
  readonly shape: FrameShape;
  readonly keys: readonly string[];
}

interface StoredRecord {
  /** The package's version and the browser. */
  readonly stamp: string;
  readonly frames: readonly RememberedFrame[];
}

export interface PipelineMemoryOptions {
  readonly store: ShapeStore;
  /** The adapter that the pipelines were compiled for. Each adapter has its own record. */
  readonly adapter: string;
  readonly profile: Profile | null;
  /**
   * Everything else that pipelines depend on; a record with another stamp is ignored. Defaults to the package's version
   * and the browser.
   */
  readonly stamp?: string;
  /** Schedules a callback for when the page is idle. */
  readonly whenIdle?: (callback: () => void) => void;
}

/** The frames of the latest visit come first: several dashboards of one origin share a record. */
const MAX_FRAMES = 64;
const MAX_KEYS = 512;
/** Write after this long even if the page is never idle. */
const MAX_IDLE_WAIT_MS = 500;
const IDLE_PAUSE_MS = 50;

/**
 * Remembers which pipelines earlier visits used, as the shapes of the frames that needed them. The WGSL is composed
 * again from our own shaders, so nothing that another script wrote into the store is ever compiled. A store that fails
 * or holds invalid data is treated as empty; only a counter of the profile shows it.
 */
export class PipelineMemory {
  readonly #options: Required<PipelineMemoryOptions>;
  /** This visit's frames, in the order of first use. */
  #frames: RememberedFrame[] = [];
  /** Frames of earlier visits that this visit has not needed so far. */
  #earlier: readonly RememberedFrame[] = [];
  #writing = false;
  #changed = false;

  constructor(options: PipelineMemoryOptions) {
    this.#options = { stamp: `pika-plot ${VERSION}, ${globalThis.navigator?.userAgent ?? ''}`, whenIdle, ...options };
  }

  /**
   * The frames of earlier visits, in the order of the last visit, which this one will probably repeat. Never rejects.
   */
  async recall(): Promise<readonly RememberedFrame[]> {
    const { store, adapter, stamp } = this.#options;
    const record = await this.#tolerate(() => store.read(adapter));
    return (this.#earlier = readRecord(record, stamp));
  }

  /** Remembers a frame that needed pipelines new to this visit. Writes the record in idle time. */
  note(shape: FrameShape, keys: readonly string[]): void {
    const all = keys.join();
    if (keys.length > MAX_KEYS || this.#frames.some((other) => other.keys.join() === all)) return;
    this.#frames.push({ shape, keys });
    this.#earlier = this.#earlier.filter((other) => other.keys.join() !== all);
    this.#changed = true;
    if (!this.#writing) void this.#write();
  }

  /** Forgets a frame whose pipelines the shaders no longer produce; the next write drops it. */
  forget(frame: RememberedFrame): void {
    this.#earlier = this.#earlier.filter((other) => other !== frame);
    this.#changed = true;
  }

  async #write(): Promise<void> {
    const { store, adapter, stamp, whenIdle } = this.#options;
    this.#writing = true;
    while (this.#changed) {
      await new Promise<void>((resolve) => whenIdle(resolve));
      this.#changed = false;
      await this.#tolerate(() =>
        store.write(adapter, {
          stamp,
          frames: [...this.#frames, ...this.#earlier].slice(0, MAX_FRAMES),
        } satisfies StoredRecord),
      );
    }
    this.#writing = false;
  }

  async #tolerate<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch {
      this.#options.profile?.count('pipelineStoreFailures');
      return null;
    }
  }
}

function readRecord(record: unknown, stamp: string): RememberedFrame[] {
  if (typeof record !== 'object' || record === null) return [];
  const { stamp: written, frames } = record as Partial<Record<keyof StoredRecord, unknown>>;
  if (written !== stamp || !Array.isArray(frames)) return [];
  return frames.slice(0, MAX_FRAMES).flatMap((frame: unknown): RememberedFrame[] => {
    const { shape: data, keys } = (frame ?? {}) as Partial<Record<keyof RememberedFrame, unknown>>;
    const shape = readShape(data);
    const sound = Array.isArray(keys) && keys.length <= MAX_KEYS && keys.every((key) => typeof key === 'string');
    return shape && sound ? [{ shape, keys: keys as string[] }] : [];
  });
}

/** Safari and workers have no `requestIdleCallback`: use a timeout there. */
function whenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: MAX_IDLE_WAIT_MS });
  else setTimeout(callback, IDLE_PAUSE_MS);
}
