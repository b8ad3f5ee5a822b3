import { throwIfAborted, unlessAborted } from '../abort';
import type { Column, ColumnId, ColumnMeta } from './column';

/** The smallest and largest finite value of a column, in its ticks; null when every row is NULL. */
export type Extent = readonly [min: number, max: number] | null;

/** A share in a resident column. Whoever holds one keeps the column; release it once. */
export interface ColumnLease {
  readonly meta: ColumnMeta;
  readonly extent: Extent;
  release(): void;
}

/** Where columns come from: one relation. Its identity is part of the cache key, so a re-opened relation starts afresh. */
export interface ColumnSource<P> {
  readonly name: string;
  /** Nobody will ask for its columns again: they go soon after their last holder. */
  readonly retired?: boolean;
  columns(expressions: readonly string[], options: { signal: AbortSignal; onProgress: (progress: P) => void }): Promise<Omit<Column, 'id'>[]>;
}

export interface ColumnCacheOptions {
  readonly load: (column: Column) => Promise<void>;
  readonly unload: (id: ColumnId) => void;
  readonly measure: (meta: ColumnMeta, signal: AbortSignal) => Promise<Extent>;
  /** Notes how long something took. */
  readonly time?: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Told of every column asked for, whether it was here or on its way. */
  readonly onAsked?: (known: boolean) => void;
  /** How long a column that nobody holds stays, so that a plot moved in the page finds it again. */
  readonly graceMs: number;
}

/** Long enough for the frames under way that may still read them. */
const RETIRED_GRACE_MS = 300;

interface Arrival {
  readonly meta: ColumnMeta;
  readonly extent: Extent;
}

type Arrivals = ReadonlyMap<string, Promise<Arrival>>;

interface Entry<P> {
  readonly ready: Promise<Arrival>;
  readonly batch: Batch<P>;
  readonly onProgress: Set<(progress: P) => void>;
  holders: number;
  /** Its column is resident: its batch can't be aborted any more. */
  arrived: boolean;
  timer: ReturnType<typeof setTimeout> | null;
}

/** Columns of one relation asked for in the same moment: they travel together. */
interface Batch<P> {
  readonly abort: AbortController;
  readonly wanted: Map<string, Entry<P>>;
  readonly arrived: Promise<Arrivals>;
}

/**
 * Resident columns by (relation, expression), shared by reference count. Columns asked for in one microtask come in one request.
 * A column nobody holds is freed after a grace period; a request nobody waits for is aborted.
 */
export class ColumnCache<P> {
  readonly #options: ColumnCacheOptions;
  readonly #entries = new Map<ColumnSource<P>, Map<string, Entry<P>>>();
  readonly #open = new Map<ColumnSource<P>, Batch<P>>();
  #serial = 0;

  constructor(options: ColumnCacheOptions) {
    this.#options = options;
  }

  /** Resident columns right now, for those who count. */
  get size(): number {
    return [...this.#entries.values()].reduce((sum, entries) => sum + entries.size, 0);
  }

  async acquire(source: ColumnSource<P>, expression: string, onProgress: (progress: P) => void, signal: AbortSignal): Promise<ColumnLease> {
    const entries = this.#entries.get(source) ?? new Map<string, Entry<P>>();
    this.#entries.set(source, entries);
    const known = entries.get(expression);
    // One that nobody waited for any more is asked for anew.
    const usable = known && (known.arrived || !known.batch.abort.signal.aborted) ? known : null;
    this.#options.onAsked?.(usable !== null);
    const entry = usable ?? this.#enter(source, expression, entries);
    entry.holders++;
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    entry.onProgress.add(onProgress);
    let holds = true;
    const release = (): void => {
      if (holds) this.#release(source, expression, entry);
      holds = false;
    };
    try {
      const { meta, extent } = await unlessAborted(entry.ready, signal, `query "${source.name}"`);
      return { meta, extent, release };
    } catch (thrown) {
      release();
      throw thrown;
    } finally {
      entry.onProgress.delete(onProgress);
    }
  }

  /** Forgets everything without freeing it: the backend that held it is gone. */
  forget(): void {
    for (const entries of this.#entries.values()) for (const entry of entries.values()) if (entry.timer) clearTimeout(entry.timer);
    this.#entries.clear();
    this.#open.clear();
  }

  #enter(source: ColumnSource<P>, expression: string, entries: Map<string, Entry<P>>): Entry<P> {
    const open = this.#open.get(source);
    const batch = open && !open.abort.signal.aborted ? open : this.#openBatch(source);
    const ready = batch.arrived.then((columns) => columns.get(expression)!);
    const entry: Entry<P> = { ready, batch, onProgress: new Set(), holders: 0, arrived: false, timer: null };
    ready.then(() => { entry.arrived = true; }, () => entries.get(expression) === entry && entries.delete(expression));
    batch.wanted.set(expression, entry);
    entries.set(expression, entry);
    return entry;
  }

  #openBatch(source: ColumnSource<P>): Batch<P> {
    const abort = new AbortController();
    const wanted = new Map<string, Entry<P>>();
    const arrived = Promise.resolve().then(() => {
      this.#open.delete(source);
      return this.#fetch(source, wanted, abort.signal);
    });
    const batch = { abort, wanted, arrived };
    this.#open.set(source, batch);
    return batch;
  }

  async #fetch(source: ColumnSource<P>, wanted: ReadonlyMap<string, Entry<P>>, signal: AbortSignal): Promise<Arrivals> {
    const expressions = [...wanted.keys()];
    const onProgress = (progress: P): void => {
      for (const entry of wanted.values()) for (const listener of entry.onProgress) listener(progress);
    };
    const request = async (some: readonly string[]): Promise<Arrivals> => {
      const columns = await this.#time(`read ${some.join(', ')}`, () => source.columns(some, { signal, onProgress }));
      return new Map(columns.map((column, i) => [some[i]!, this.#makeResident(source.name, some[i]!, column, signal)]));
    };
    try {
      return await request(expressions);
    } catch (thrown) {
      if (expressions.length === 1 || signal.aborted) throw thrown;
      // One bad expression fails a request as a whole; alone, the others still arrive.
      const alone = await Promise.all(expressions.map(async (expression) => {
        try {
          return [...await request([expression])];
        } catch (refused) {
          const refusal = Promise.reject(refused);
          refusal.catch(() => undefined); // Told to whoever waits for this column, once the others are here too.
          return [[expression, refusal] as const];
        }
      }));
      return new Map(alone.flat());
    }
  }

  async #makeResident(sourceName: string, expression: string, { pages, ...rest }: Omit<Column, 'id'>, signal: AbortSignal): Promise<Arrival> {
    throwIfAborted(signal, `query "${sourceName}"`);
    const meta: ColumnMeta = { ...rest, id: `${sourceName}:${expression}#${++this.#serial}` as ColumnId };
    await this.#time(`load ${expression}`, () => this.#options.load({ ...meta, pages }));
    return { meta, extent: await this.#time(`measure ${expression}`, () => this.#options.measure(meta, signal)) };
  }

  #time<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#options.time ? this.#options.time(name, work) : work();
  }

  #release(source: ColumnSource<P>, expression: string, entry: Entry<P>): void {
    if (--entry.holders > 0) return;
    if ([...entry.batch.wanted.values()].every(({ holders }) => holders === 0)) entry.batch.abort.abort();
    entry.timer = setTimeout(() => {
      const entries = this.#entries.get(source);
      if (entries?.get(expression) !== entry) return;
      entries.delete(expression);
      if (entries.size === 0) this.#entries.delete(source);
      void entry.ready.then(({ meta }) => this.#options.unload(meta.id), () => undefined);
    }, source.retired ? Math.min(RETIRED_GRACE_MS, this.#options.graceMs) : this.#options.graceMs);
  }
}
