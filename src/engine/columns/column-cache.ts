import { pageClock, type Clock } from '../clock';
import { abortedError, throwIfAborted, unlessAborted } from '../abort';
import type { Allocation, Owner } from '../memory/allocation';
import type { Lease } from '../memory/lease';
import type { Memory } from '../memory/memory';
import { columnBytes, laneOf, type Column, type ColumnId, type ColumnMeta, type Extent } from './column';
import { measurePages } from './measure-pages';

/** A lease on a resident column. */
export interface ColumnLease extends Lease {
  readonly meta: ColumnMeta;
  readonly extent: Extent;
}

/**
 * The relation that columns are read from. Its identity is part of the cache key: a reopened relation shares nothing
 * with the old one.
 */
export interface ColumnSource<P> {
  readonly name: string;
  /** Rows of its columns, if known: memory is reserved before they are read. */
  readonly rowCount?: number;
  /** No new plot will use its columns: each is freed with its last lease. */
  readonly isStale: boolean;
  columns(
    expressions: readonly string[],
    options: { signal: AbortSignal; onProgress: (progress: P) => void },
  ): Promise<Omit<Column, 'id'>[]>;
}

/** Up to this many rows, the page finds an extent sooner than a kernel answers. */
const FEW_ROWS = 1000;

export interface ColumnCacheOptions {
  readonly memory: Memory;
  /** Which budget resident columns count against. */
  readonly kind: 'gpu' | 'js';
  readonly load: (column: Column, signal: AbortSignal) => Promise<void>;
  /** Frees a column. Frames that read it may still be running. */
  readonly unload: (id: ColumnId) => void;
  readonly measure: (meta: ColumnMeta, signal: AbortSignal) => Promise<Extent>;
  /** Awaited before every read. */
  readonly beforeRead?: (query: string, expressions: readonly string[]) => Promise<void>;
  /** Records how long some work takes. */
  readonly time?: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Called for every column requested; `known` if it is resident or loading. */
  readonly onAsked?: (known: boolean) => void;
  /** Longest time that an unused column stays resident; with Infinity, until its memory is needed. */
  readonly graceMs: number;
  readonly clock?: Clock;
}

interface Arrival {
  readonly meta: ColumnMeta;
  readonly extent: Extent;
  readonly allocation: Allocation;
  /** Milliseconds spent to read, load and measure it. */
  readonly costMs: number;
}

type Arrivals = ReadonlyMap<string, Promise<Arrival>>;

interface Entry<P> {
  readonly source: ColumnSource<P>;
  readonly expression: string;
  readonly ready: Promise<Arrival>;
  readonly batch: Batch<P>;
  readonly onProgress: Set<(progress: P) => void>;
  arrival: Arrival | null;
  holders: number;
  /** Cancels its expiry; null while it has holders. */
  stopTimer: (() => void) | null;
}

/** Columns of one relation requested in the same microtask: they are read together. */
interface Batch<P> {
  readonly abort: AbortController;
  readonly wanted: Map<string, Entry<P>>;
  readonly arrived: Promise<Arrivals>;
}

/**
 * Resident columns by (relation, expression), reference-counted. Columns requested in one microtask are read in one
 * request; it is aborted once no caller waits for it. Memory is reserved before a column is read: a column that does
 * not fit is refused with memory/over-budget, and the others of its request still arrive.
 *
 * An unused column stays until its memory is needed ({@link Memory}), its relation is stale, or `graceMs` have
 * passed; requested later, it is read again.
 */
export class ColumnCache<P> {
  readonly #options: ColumnCacheOptions;
  readonly #entries = new Map<ColumnSource<P>, Map<string, Entry<P>>>();
  readonly #open = new Map<ColumnSource<P>, Batch<P>>();
  #closed = false;
  /** Memory reserved for columns that are still being read. */
  readonly #reservations = new Set<Allocation>();
  #serial = 0;

  constructor(options: ColumnCacheOptions) {
    this.#options = options;
  }

  /** Columns resident or loading, for diagnostics. */
  get size(): number {
    return [...this.#entries.values()].reduce((sum, entries) => sum + entries.size, 0);
  }

  async acquire(
    source: ColumnSource<P>,
    expression: string,
    onProgress: (progress: P) => void,
    signal: AbortSignal,
  ): Promise<ColumnLease> {
    const known = this.#entries.get(source)?.get(expression);
    this.#options.onAsked?.(known !== undefined);
    const entry = known ?? this.#enter(source, expression);
    this.#hold(entry);
    entry.onProgress.add(onProgress);
    const lease = this.#options.memory.lease(ownerOf(entry), () => this.#release(entry));
    try {
      const { meta, extent } = await unlessAborted(entry.ready, signal, `query "${source.name}"`);
      return Object.assign(lease, { meta, extent });
    } catch (thrown) {
      lease.release();
      throw thrown;
    } finally {
      entry.onProgress.delete(onProgress);
    }
  }

  /** Frees the unused columns of stale relations. */
  sweep(): void {
    for (const entry of this.#all()) if (entry.source.isStale && entry.holders === 0) this.#free(entry);
  }

  /** Drops all entries without freeing them: the backend that held them is gone. */
  forget(): void {
    this.#closed = true;
    for (const entry of this.#all()) {
      entry.stopTimer?.();
      entry.arrival?.allocation.release();
    }
    for (const allocation of this.#reservations) this.#giveUp(allocation);
    this.#entries.clear();
    this.#open.clear();
  }

  #all(): Entry<P>[] {
    return [...this.#entries.values()].flatMap((entries) => [...entries.values()]);
  }

  #enter(source: ColumnSource<P>, expression: string): Entry<P> {
    const open = this.#open.get(source);
    const batch = open && !open.abort.signal.aborted ? open : this.#openBatch(source);
    const ready = batch.arrived.then((columns) => columns.get(expression)!);
    const entry: Entry<P> = {
      source,
      expression,
      ready,
      batch,
      onProgress: new Set(),
      arrival: null,
      holders: 0,
      stopTimer: null,
    };
    batch.wanted.set(expression, entry);
    const entries = this.#entries.get(source) ?? new Map<string, Entry<P>>();
    this.#entries.set(source, entries.set(expression, entry));
    ready.then(
      (arrival) => {
        entry.arrival = arrival;
        this.#reservations.delete(arrival.allocation);
        // While it was loading, its last lease was released, or its backend was lost.
        if (this.#closed) arrival.allocation.release();
        else if (!this.#knows(entry)) this.#drop(arrival);
        else if (entry.holders === 0) this.#makeEvictable(entry);
      },
      () => this.#leaveOut(entry),
    );
    return entry;
  }

  #openBatch(source: ColumnSource<P>): Batch<P> {
    const abort = new AbortController();
    const wanted = new Map<string, Entry<P>>();
    const arrived = Promise.resolve().then(() => {
      this.#close(source, batch);
      return this.#fetch(source, wanted, abort.signal);
    });
    const batch: Batch<P> = { abort, wanted, arrived };
    this.#open.set(source, batch);
    return batch;
  }

  /** No further columns join the batch. */
  #close(source: ColumnSource<P>, batch: Batch<P>): void {
    if (this.#open.get(source) === batch) this.#open.delete(source);
  }

  async #fetch(source: ColumnSource<P>, wanted: ReadonlyMap<string, Entry<P>>, signal: AbortSignal): Promise<Arrivals> {
    if (this.#closed) throw abortedError(`query "${source.name}"`);
    const onProgress = (progress: P): void => {
      for (const entry of wanted.values()) for (const listener of entry.onProgress) listener(progress);
    };
    const refused: (readonly [string, Promise<Arrival>])[] = [];
    const reserved = new Map<string, Allocation>();
    for (const [expression, entry] of wanted) {
      try {
        const allocation = this.#options.memory.reserve(
          this.#options.kind,
          ownerOf(entry),
          columnBytes(source.rowCount ?? 0, 'u32'),
        );
        reserved.set(expression, allocation);
        this.#reservations.add(allocation);
      } catch (thrown) {
        refused.push([expression, refusal(thrown)]);
      }
    }
    const request = async (some: readonly string[]): Promise<(readonly [string, Promise<Arrival>])[]> => {
      const startMs = performance.now();
      await this.#options.beforeRead?.(source.name, some);
      const columns = await this.#time(`read ${some.join(', ')}`, () => source.columns(some, { signal, onProgress }));
      const readMs = (performance.now() - startMs) / some.length;
      return columns.map((column, i) => [
        some[i]!,
        this.#makeResident(source.name, some[i]!, column, reserved.get(some[i]!)!, readMs, signal),
      ]);
    };
    const expressions = [...reserved.keys()];
    try {
      return new Map([...refused, ...(expressions.length > 0 ? await request(expressions) : [])]);
    } catch (thrown) {
      if (expressions.length === 1 || signal.aborted) {
        for (const allocation of reserved.values()) this.#giveUp(allocation);
        if (refused.length === 0 || signal.aborted) throw thrown;
        return new Map([...refused, [expressions[0]!, refusal(thrown)]]);
      }
      // One bad expression fails the whole request; read one by one, the others still arrive.
      const alone = await Promise.all(
        expressions.map(async (expression) => {
          try {
            return await request([expression]);
          } catch (why) {
            this.#giveUp(reserved.get(expression)!);
            return [[expression, refusal(why)] as const];
          }
        }),
      );
      return new Map([...refused, ...alone.flat()]);
    }
  }

  async #makeResident(
    sourceName: string,
    expression: string,
    { pages, extent: known, ...rest }: Omit<Column, 'id'>,
    allocation: Allocation,
    readMs: number,
    signal: AbortSignal,
  ): Promise<Arrival> {
    const meta: ColumnMeta = { ...rest, id: `${sourceName}:${expression}#${++this.#serial}` as ColumnId };
    const { memory, kind } = this.#options;
    const startMs = performance.now();
    try {
      throwIfAborted(signal, `query "${sourceName}"`);
      const sizeBytes = columnBytes(meta.rows, laneOf(meta.encoding));
      if (!memory.evictUntilFits(kind, sizeBytes - allocation.sizeBytes))
        throw memory.overBudget(kind, `column "${expression}" of query "${sourceName}"`, sizeBytes);
      allocation.resize(sizeBytes);
      // Before they are loaded: the backend owns the pages from then on.
      const found = known === undefined && meta.rows <= FEW_ROWS ? measurePages({ ...rest, pages }).extent : known;
      await this.#time(`load ${expression}`, () => this.#options.load({ ...meta, pages }, signal));
      const measured = (): Promise<Extent> =>
        this.#time(`measure ${expression}`, () => this.#options.measure(meta, signal));
      const extent = found === undefined ? await measured() : found;
      return { meta, extent, allocation, costMs: readMs + performance.now() - startMs };
    } catch (thrown) {
      this.#giveUp(allocation);
      this.#options.unload(meta.id);
      throw thrown;
    }
  }

  #giveUp(allocation: Allocation): void {
    this.#reservations.delete(allocation);
    allocation.release();
  }

  #time<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#options.time ? this.#options.time(name, work) : work();
  }

  #hold(entry: Entry<P>): void {
    entry.holders++;
    entry.stopTimer?.();
    entry.stopTimer = null;
    entry.arrival?.allocation.setEviction(null);
  }

  #release(entry: Entry<P>): void {
    if (--entry.holders > 0 || !this.#knows(entry)) return;
    if (entry.arrival) this.#makeEvictable(entry);
    // Holders of columns that have arrived do not wait for the rest of the request.
    const loading = [...entry.batch.wanted.values()].filter(({ arrival }) => !arrival);
    if (loading.length === 0 || loading.some(({ holders }) => holders > 0)) return;
    entry.batch.abort.abort();
    // A later request starts a new batch.
    this.#close(entry.source, entry.batch);
    for (const other of loading) this.#leaveOut(other);
  }

  /** Allows the eviction of a column that has no holders. */
  #makeEvictable(entry: Entry<P>): void {
    if (entry.source.isStale) return this.#free(entry);
    const { graceMs, clock = pageClock } = this.#options;
    entry.arrival!.allocation.setEviction({ restoreMs: entry.arrival!.costMs, evict: () => this.#free(entry) });
    if (graceMs < Infinity) entry.stopTimer = clock.after(graceMs, () => this.#free(entry));
  }

  #free(entry: Entry<P>): void {
    entry.stopTimer?.();
    this.#leaveOut(entry);
    if (entry.arrival) this.#drop(entry.arrival);
  }

  #drop({ meta, allocation }: Arrival): void {
    allocation.release();
    this.#options.unload(meta.id);
  }

  #knows(entry: Entry<P>): boolean {
    return this.#entries.get(entry.source)?.get(entry.expression) === entry;
  }

  #leaveOut(entry: Entry<P>): void {
    if (!this.#knows(entry)) return;
    const entries = this.#entries.get(entry.source)!;
    entries.delete(entry.expression);
    if (entries.size === 0) this.#entries.delete(entry.source);
  }
}

function ownerOf({
  source,
  expression,
}: {
  readonly source: { readonly name: string };
  readonly expression: string;
}): Owner {
  return { module: 'columns', query: source.name, column: expression };
}

/** A rejection for the callers that wait for one column, delivered once the others have arrived. */
function refusal(thrown: unknown): Promise<never> {
  const refused = Promise.reject(thrown);
  refused.catch(() => undefined);
  return refused;
}
