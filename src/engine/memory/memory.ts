import { PikaError } from '../errors';
import { bytesText, defaultBudgets, MEMORY_KINDS, type MemoryBudgets, type MemoryKind } from './budgets';
import { Allocation, type Eviction, type Ledger, type Owner } from './allocation';
import { LeakWatch, reportLeak, type Leak, type Lease } from './lease';

export interface MemoryOptions extends Partial<MemoryBudgets> {
  /** Keeps the stack of every lease, to be told with a leak. For development: a stack costs microseconds. */
  readonly traceLeases?: boolean;
}

/** Bytes by owner, largest first. */
export interface OwnedBytes extends Owner {
  readonly kind: MemoryKind;
  readonly sizeBytes: number;
}

export interface KindReport {
  readonly usedBytes: number;
  /** Of these, what nobody uses now and would be let go for something else. */
  readonly evictableBytes: number;
  readonly budgetBytes: number;
}

export interface MemoryReport extends Readonly<Record<MemoryKind, KindReport>> {
  readonly owners: readonly OwnedBytes[];
  /** How often something was let go to make room. */
  readonly evictions: number;
}

const BUDGET: Readonly<Record<MemoryKind, keyof MemoryBudgets>> = { gpu: 'gpuBytes', js: 'jsBytes', wasm: 'wasmBytes' };

/**
 * The memory coordinator: a ledger of bytes by owner and kind, budgets, and who goes when room is wanted.
 *
 * Who goes first is GreedyDual-Size (Cao and Irani 1997, "Cost-aware WWW proxy caching algorithms"): a holding ranks at
 * the rank of the last one evicted plus its milliseconds to bring back per byte, set anew whenever it is used. So
 * large, cheap and long unused ones go first, by one number. What costs nothing to bring back (free lists) goes before
 * all.
 */
export class Memory implements Ledger {
  readonly #holdings = new Set<Allocation>();
  readonly #used: Record<MemoryKind, number> = { gpu: 0, js: 0, wasm: 0 };
  /** The rank of the last evicted, by kind: what "long unused" is measured from. */
  readonly #floor: Record<MemoryKind, number> = { gpu: 0, js: 0, wasm: 0 };
  readonly #leaks: LeakWatch;
  #asked: MemoryOptions;
  #maxBufferBytes = Infinity;
  #evictions = 0;
  /** A test's switch: answers whether this reservation is refused. */
  refuses: ((kind: MemoryKind, sizeBytes: number) => boolean) | null = null;

  constructor(options: MemoryOptions = {}, onLeak: (leak: Leak) => void = reportLeak) {
    this.#asked = options;
    this.#leaks = new LeakWatch(onLeak);
    this.#leaks.traces = options.traceLeases ?? false;
  }

  get budgets(): MemoryBudgets {
    const { gpuBytes, jsBytes, wasmBytes } = defaultBudgets(this.#maxBufferBytes);
    return {
      gpuBytes: this.#asked.gpuBytes ?? gpuBytes,
      jsBytes: this.#asked.jsBytes ?? jsBytes,
      wasmBytes: this.#asked.wasmBytes ?? wasmBytes,
    };
  }

  /** Takes other budgets; what is over a smaller one is let go as far as nobody uses it. */
  configure(options: MemoryOptions): void {
    this.#asked = { ...this.#asked, ...options };
    this.#leaks.traces = this.#asked.traceLeases ?? false;
    for (const kind of MEMORY_KINDS) this.makeRoom(kind, 0);
  }

  /** Tells the largest buffer of the device that is used, from which its budget is guessed. */
  knowDevice(maxBufferBytes: number): void {
    this.#maxBufferBytes = maxBufferBytes;
  }

  usedBytes(kind: MemoryKind): number {
    return this.#used[kind];
  }

  budgetBytes(kind: MemoryKind): number {
    return this.budgets[BUDGET[kind]];
  }

  /** Books bytes that exist already, or will be booked by {@link Allocation.resize}. */
  track(kind: MemoryKind, owner: Owner, sizeBytes = 0, eviction: Eviction | null = null): Allocation {
    const holding = new Allocation(this, kind, owner, sizeBytes, eviction);
    this.#holdings.add(holding);
    this.#used[kind] += sizeBytes;
    this.touched(holding);
    return holding;
  }

  /**
   * Books bytes before they are taken, after letting go what must go for them. Throws memory/over-budget, and then
   * nothing is booked.
   */
  reserve(kind: MemoryKind, owner: Owner, sizeBytes: number): Allocation {
    if (this.refuses?.(kind, sizeBytes) || !this.makeRoom(kind, sizeBytes))
      throw this.overBudget(kind, describeOwner(owner), sizeBytes);
    return this.track(kind, owner, sizeBytes);
  }

  /**
   * Lets go of holdings, lowest rank first, until so many bytes more fit; false when they do not even then, and then
   * nothing is let go.
   */
  makeRoom(kind: MemoryKind, sizeBytes: number): boolean {
    let missing = this.#used[kind] + sizeBytes - this.budgetBytes(kind);
    if (missing <= 0) return true;
    const candidates = this.#evictable(kind);
    const gain = candidates.reduce((sum, holding) => sum + holding.sizeBytes, 0);
    if (gain < missing && sizeBytes > 0) return false;
    for (const holding of candidates) {
      if (missing <= 0) break;
      missing -= this.#evict(holding);
    }
    return missing <= 0;
  }

  /** Lets go of all that nobody uses; the bytes that came free. */
  trim(kind: MemoryKind): number {
    return this.#evictable(kind).reduce((freed, holding) => freed + this.#evict(holding), 0);
  }

  overBudget(kind: MemoryKind, subject: string, sizeBytes: number): PikaError {
    const [used, budget] = [this.#used[kind], this.budgetBytes(kind)];
    return new PikaError('memory/over-budget', {
      subject,
      expected: `${bytesText(sizeBytes)} in a ${NAMES[kind]} budget of ${bytesText(budget)}`,
      found: sizeBytes > budget ? 'more than all of it' : `${bytesText(used)} of it in use`,
      next: `Draw fewer rows or columns at once, or raise it: configure({ memory: { ${BUDGET[kind]}: … } }).`,
    });
  }

  /** A share in something, watched for leaks; `release` runs once. */
  lease(owner: Owner, release: () => void): Lease {
    return this.#leaks.lease(describeOwner(owner), release);
  }

  report(): MemoryReport {
    const owners = new Map<string, OwnedBytes>();
    for (const { kind, owner, sizeBytes } of this.#holdings) {
      const key = JSON.stringify([kind, owner.room, owner.query, owner.column, owner.element, owner.part]);
      if (sizeBytes > 0) owners.set(key, { kind, ...owner, sizeBytes: sizeBytes + (owners.get(key)?.sizeBytes ?? 0) });
    }
    const about = (kind: MemoryKind): KindReport => ({
      usedBytes: this.#used[kind],
      budgetBytes: this.budgetBytes(kind),
      evictableBytes: this.#evictable(kind).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    });
    return {
      gpu: about('gpu'),
      js: about('js'),
      wasm: about('wasm'),
      evictions: this.#evictions,
      owners: [...owners.values()].sort((a, b) => b.sizeBytes - a.sizeBytes),
    };
  }

  // What holdings ask

  changed(holding: Allocation, beforeBytes: number): void {
    if (this.#holdings.has(holding)) this.#used[holding.kind] += holding.sizeBytes - beforeBytes;
  }

  released(holding: Allocation): void {
    if (this.#holdings.delete(holding)) this.#used[holding.kind] -= holding.sizeBytes;
  }

  touched(holding: Allocation): void {
    const restoreMs = holding.eviction?.restoreMs ?? 0;
    holding.rank = restoreMs === 0 ? -Infinity : this.#floor[holding.kind] + restoreMs / Math.max(1, holding.sizeBytes);
  }

  #evictable(kind: MemoryKind): Allocation[] {
    return [...this.#holdings]
      .filter((holding) => holding.kind === kind && holding.eviction && holding.sizeBytes > 0)
      .sort((a, b) => a.rank - b.rank);
  }

  #evict(holding: Allocation): number {
    // Another's end may have taken it along.
    if (!this.#holdings.has(holding) || !holding.eviction) return 0;
    const before = this.#used[holding.kind];
    if (holding.rank > this.#floor[holding.kind]) this.#floor[holding.kind] = holding.rank;
    this.#evictions++;
    holding.eviction.evict();
    return before - this.#used[holding.kind];
  }
}

const NAMES: Readonly<Record<MemoryKind, string>> = { gpu: 'GPU memory', js: 'page memory', wasm: 'database memory' };

export function describeOwner({ room, query, column, element, part }: Owner): string {
  const what = column !== undefined ? `column "${column}"` : (part ?? room);
  return `${what}${query !== undefined ? ` of query "${query}"` : ''}${element !== undefined ? ` of ${element}` : ''}`;
}
