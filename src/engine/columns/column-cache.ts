import { pageClock, type Clock } from '../clock';
import { abortedError, throwIfAborted, unlessAborted } from '../abort';
import type { Allocation, Owner } from '../memory/allocation';
import type { Lease } from '../memory/lease';
import type { Memory } from '../memory/memory';
import { columnBytes, laneOf, type Column, type ColumnId, type ColumnMeta } from './column';

/** The smallest and largest finite value of a column, in its ticks; null when every row is NULL. */
export type Extent = readonly [min: number, max: number] | null;

/** A share in a resident column. */
export interface ColumnLease extends Lease {
  readonly meta: ColumnMeta;
  readonly extent: Extent;
}

/**
 * Where columns come from: one relation. Its identity is part of the cache key, so a re-opened relation starts afresh.
 */
export interface ColumnSource<P> {
  readonly name: string;
  /** How many rows its columns have, when that is known: room is made before they are read. */
  readonly rowCount?: number;
  /** Nobody will ask for its columns again: they go with their last holder. */
  readonly retired?: boolean;
  columns(
    expressions: readonly string[],
    options: { signal: AbortSignal; onProgress: (progress: P) => void },
  ): Promise<Omit<Column, 'id'>[]>;
}

export interface ColumnCacheOptions {
  readonly memory: Memory;
  /** Which budget resident columns count against. */
  readonly kind: 'gpu' | 'js';
  readonly load: (column: Column, signal: AbortSignal) => Promise<void>;
  /** Frees a column; called while frames that read it may still be under way. */
  readonly unload: (id: ColumnId) => void;
  readonly measure: (meta: ColumnMeta, signal: AbortSignal) => Promise<Extent>;
  /** Awaited before every reading: a test's place to make a source slow. */
  readonly beforeRead?: (query: string, expressions: readonly string[]) => Promise<void>;
  /** Notes how long something took. */
  readonly time?: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Told of every column asked for, whether it was here or on its way. */
  readonly onAsked?: (known: boolean) => void;
  /** How long a column that nobody holds stays at most; until room is wanted for another when Infinity. */
  readonly graceMs: number;
  readonly clock?: Clock;
}

interface Arrival {
  readonly meta: ColumnMeta;
  readonly extent: Extent;
  readonly holding: Allocation;
  /** What it took to read, load and measure. */
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
  /** Takes back its end; null while it has holders. */
  stopTimer: (() => void) | null;
}

/** Columns of one relation asked for in the same moment: they travel together. */
interface Batch<P> {
  readonly abort: AbortController;
  readonly wanted: Map<string, Entry<P>>;
  readonly arrived: Promise<Arrivals>;
}

/**
 * Resident columns by (relation, expression), shared by reference count. Columns asked for in one microtask come in one
 * request; one that nobody waits for is aborted. Room is reserved before a column is read: what does not fit is refused
 * with memory/over-budget, and the others of its request still come.
 *
 * A column that nobody holds stays until room is wanted for another ({@link Memory}), its relation goes, or `graceMs`
 * are over; asked for again later, it is read again.
 */
export class ColumnCache<P> {
  readonly #options: ColumnCacheOptions;
  readonly #entries = new Map<ColumnSource<P>, Map<string, Entry<P>>>();
  readonly #open = new Map<ColumnSource<P>, Batch<P>>();
  #closed = false;
  /** Room reserved for columns that are still being read. */
  readonly #underWay = new Set<Allocation>();
  #serial = 0;

  constructor(options: ColumnCacheOptions) {
    this.#options = options;
  }

  /** Resident columns right now, for those who count. */
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

  /** Frees what nobody holds of relations that are gone. */
  sweep(): void {
    for (const entry of this.#all()) if (entry.source.retired && entry.holders === 0) this.#free(entry);
  }

  /** Forgets everything without freeing it: the backend that held it is gone. */
  forget(): void {
    this.#closed = true;
    for (const entry of this.#all()) {
      entry.stopTimer?.();
      entry.arrival?.holding.release();
    }
    for (const holding of this.#underWay) this.#giveUp(holding);
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
        this.#underWay.delete(arrival.holding);
        // Nobody waited for it, or the backend it went to is gone.
        if (this.#closed) arrival.holding.release();
        else if (!this.#knows(entry)) this.#drop(arrival);
        else if (entry.holders === 0) this.#rest(entry);
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

  /** Nobody joins it any more. */
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
        const holding = this.#options.memory.reserve(
          this.#options.kind,
          ownerOf(entry),
          columnBytes(source.rowCount ?? 0, 'u32'),
        );
        reserved.set(expression, holding);
        this.#underWay.add(holding);
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
        for (const holding of reserved.values()) this.#giveUp(holding);
        if (refused.length === 0 || signal.aborted) throw thrown;
        return new Map([...refused, [expressions[0]!, refusal(thrown)]]);
      }
      // One bad expression fails a request as a whole; alone, the others still arrive.
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
    { pages, ...rest }: Omit<Column, 'id'>,
    holding: Allocation,
    readMs: number,
    signal: AbortSignal,
  ): Promise<Arrival> {
    const meta: ColumnMeta = { ...rest, id: `${sourceName}:${expression}#${++this.#serial}` as ColumnId };
    const { memory, kind } = this.#options;
    const startMs = performance.now();
    try {
      throwIfAborted(signal, `query "${sourceName}"`);
      const sizeBytes = columnBytes(meta.rows, laneOf(meta.encoding));
      if (!memory.makeRoom(kind, sizeBytes - holding.sizeBytes))
        throw memory.overBudget(kind, `column "${expression}" of query "${sourceName}"`, sizeBytes);
      holding.resize(sizeBytes);
      await this.#time(`load ${expression}`, () => this.#options.load({ ...meta, pages }, signal));
      const extent = await this.#time(`measure ${expression}`, () => this.#options.measure(meta, signal));
      return { meta, extent, holding, costMs: readMs + performance.now() - startMs };
    } catch (thrown) {
      this.#giveUp(holding);
      this.#options.unload(meta.id);
      throw thrown;
    }
  }

  #giveUp(holding: Allocation): void {
    this.#underWay.delete(holding);
    holding.release();
  }

  #time<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#options.time ? this.#options.time(name, work) : work();
  }

  #hold(entry: Entry<P>): void {
    entry.holders++;
    entry.stopTimer?.();
    entry.stopTimer = null;
    entry.arrival?.holding.setEviction(null);
  }

  #release(entry: Entry<P>): void {
    if (--entry.holders > 0 || !this.#knows(entry)) return;
    if (entry.arrival) this.#rest(entry);
    // Whoever still holds what has come does not wait for the rest of its request.
    const underWay = [...entry.batch.wanted.values()].filter(({ arrival }) => !arrival);
    if (underWay.length === 0 || underWay.some(({ holders }) => holders > 0)) return;
    entry.batch.abort.abort();
    // Whoever asks again gets a request of its own.
    this.#close(entry.source, entry.batch);
    for (const other of underWay) this.#leaveOut(other);
  }

  /** Nobody holds it: from here on it may go. */
  #rest(entry: Entry<P>): void {
    if (entry.source.retired) return this.#free(entry);
    const { graceMs, clock = pageClock } = this.#options;
    entry.arrival!.holding.setEviction({ restoreMs: entry.arrival!.costMs, evict: () => this.#free(entry) });
    if (graceMs < Infinity) entry.stopTimer = clock.after(graceMs, () => this.#free(entry));
  }

  #free(entry: Entry<P>): void {
    entry.stopTimer?.();
    this.#leaveOut(entry);
    if (entry.arrival) this.#drop(entry.arrival);
  }

  #drop({ meta, holding }: Arrival): void {
    holding.release();
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
  return { room: 'columns', query: source.name, column: expression };
}

/** Told to whoever waits for that column, once the others are here too. */
function refusal(thrown: unknown): Promise<never> {
  const refused = Promise.reject(thrown);
  refused.catch(() => undefined);
  return refused;
}
