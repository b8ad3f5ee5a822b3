import type { Profile } from '../../profile/profile';
import { VERSION } from '../../version';
import type { FrameShape } from './frame-shape';
import { readShape } from './read-shape';
import type { ShapeStore } from './shape-store';

/** A frame that a visit drew, and the keys of the pipelines it took. */
export interface RememberedFrame {
  readonly shape: FrameShape;
  readonly keys: readonly string[];
}

interface StoredRecord {
  /** Package and browser. */
  readonly stamp: string;
  readonly frames: readonly RememberedFrame[];
}

export interface PipelineMemoryOptions {
  readonly store: ShapeStore;
  /** Whose pipelines they are: another adapter has a memory of its own. */
  readonly adapter: string;
  readonly profile: Profile | null;
  /**
   * What they depend on beside their text: written by another stamp, a record is as good as none. Package and browser,
   * when left out.
   */
  readonly stamp?: string;
  /** Calls back when nothing else is to be done. */
  readonly whenIdle?: (callback: () => void) => void;
}

/** The latest visit's come first: several dashboards of one origin share a memory. */
const MOST_FRAMES = 64;
const MOST_KEYS = 512;
/** Idle time that does not come is taken. */
const MOST_IDLE_WAIT_MS = 500;
const IDLE_PAUSE_MS = 50;

/**
 * Which pipelines were used on earlier visits. Kept as the shapes of the frames that needed them: their WGSL is
 * composed anew from our own shaders, so that nothing another script may have written into the store is ever compiled.
 * A store that fails, or that holds nonsense, is no store; only the profile's counter says so.
 */
export class PipelineMemory {
  readonly #options: Required<PipelineMemoryOptions>;
  /** Of this visit, in the order in which they were needed. */
  #frames: RememberedFrame[] = [];
  /** Of earlier visits, and not yet needed on this one. */
  #earlier: readonly RememberedFrame[] = [];
  #writing = false;
  #changed = false;

  constructor(options: PipelineMemoryOptions) {
    this.#options = { stamp: `pika-plot ${VERSION}, ${globalThis.navigator?.userAgent ?? ''}`, whenIdle, ...options };
  }

  /**
   * The frames of earlier visits, in the order in which they will be needed if this visit goes as the last one. Never
   * rejects.
   */
  async recall(): Promise<readonly RememberedFrame[]> {
    const { store, adapter, stamp } = this.#options;
    const record = await this.#tolerate(() => store.read(adapter));
    return (this.#earlier = readRecord(record, stamp));
  }

  /** Remembers a frame that needed pipelines which this visit had not used before; written in idle time. */
  note(shape: FrameShape, keys: readonly string[]): void {
    const all = keys.join();
    if (keys.length > MOST_KEYS || this.#frames.some((other) => other.keys.join() === all)) return;
    this.#frames.push({ shape, keys });
    this.#earlier = this.#earlier.filter((other) => other.keys.join() !== all);
    this.#changed = true;
    if (!this.#writing) void this.#write();
  }

  /** A remembered frame that today's shaders no longer make: it goes with the next write. */
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
          frames: [...this.#frames, ...this.#earlier].slice(0, MOST_FRAMES),
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
  return frames.slice(0, MOST_FRAMES).flatMap((frame: unknown): RememberedFrame[] => {
    const { shape: data, keys } = (frame ?? {}) as Partial<Record<keyof RememberedFrame, unknown>>;
    const shape = readShape(data);
    const sound = Array.isArray(keys) && keys.length <= MOST_KEYS && keys.every((key) => typeof key === 'string');
    return shape && sound ? [{ shape, keys: keys as string[] }] : [];
  });
}

/** Where idle time can't be waited for (Safari, workers), a pause will do. */
function whenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: MOST_IDLE_WAIT_MS });
  else setTimeout(callback, IDLE_PAUSE_MS);
}
