import { PikaError } from '../errors';
import { bytesText, defaultBudgets, MEMORY_KINDS, type MemoryBudgets, type MemoryKind } from './budgets';
import { Allocation, type Eviction, type Ledger, type Owner } from './allocation';
import { LeakWatch, reportLeak, type Leak, type Lease } from './lease';

export interface MemoryOptions extends Partial<MemoryBudgets> {
  /** Records the stack of every lease and reports it with a leak. For development: a stack costs microseconds. */
  readonly traceLeases?: boolean;
}

/** Bytes by owner, largest first. */
export interface OwnedBytes extends Owner {
  readonly kind: MemoryKind;
  readonly sizeBytes: number;
}

export interface KindReport {
  readonly usedBytes: number;
  /** The part of these that is unused and can be evicted. */
  readonly evictableBytes: number;
  readonly budgetBytes: number;
}

export interface MemoryReport extends Readonly<Record<MemoryKind, KindReport>> {
  readonly owners: readonly OwnedBytes[];
  /** Evictions so far. */
  readonly evictions: number;
}

const BUDGET: Readonly<Record<MemoryKind, keyof MemoryBudgets>> = { gpu: 'gpuBytes', js: 'jsBytes', wasm: 'wasmBytes' };

/**
 * The memory coordinator: a ledger of bytes by owner and kind, budgets, and an eviction policy.
 *
 * The policy is GreedyDual-Size (Cao and Irani 1997, "Cost-aware WWW proxy caching algorithms"): an allocation's rank
 * is the rank of the last one evicted plus its milliseconds to restore per byte, updated on every use. So one number
 * makes large, cheap and long unused allocations go first. Free lists, which cost nothing to restore, go before
 * everything else.
 */
export class Memory implements Ledger {
  readonly #allocations = new Set<Allocation>();
  readonly #used: Record<MemoryKind, number> = { gpu: 0, js: 0, wasm: 0 };
  /** The rank of the last allocation evicted, by kind: age is measured from it. */
  readonly #floor: Record<MemoryKind, number> = { gpu: 0, js: 0, wasm: 0 };
  readonly #leaks: LeakWatch;
  #asked: MemoryOptions;
  #maxBufferBytes = Infinity;
  #evictions = 0;
  /** Test hook: returns whether to refuse this reservation. */
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

  /** Changes budgets. Unused allocations beyond a smaller budget are evicted. */
  configure(options: MemoryOptions): void {
    this.#asked = { ...this.#asked, ...options };
    this.#leaks.traces = this.#asked.traceLeases ?? false;
    for (const kind of MEMORY_KINDS) this.evictUntilFits(kind, 0);
  }

  /** Sets the largest buffer that the device in use allows; its budget is estimated from it. */
  setMaxBufferBytes(maxBufferBytes: number): void {
    this.#maxBufferBytes = maxBufferBytes;
  }

  usedBytes(kind: MemoryKind): number {
    return this.#used[kind];
  }

  budgetBytes(kind: MemoryKind): number {
    return this.budgets[BUDGET[kind]];
  }

  /** Records bytes that are allocated already, or that {@link Allocation.resize} will record later. */
  track(kind: MemoryKind, owner: Owner, sizeBytes = 0, eviction: Eviction | null = null): Allocation {
    const allocation = new Allocation(this, kind, owner, sizeBytes, eviction);
    this.#allocations.add(allocation);
    this.#used[kind] += sizeBytes;
    this.touched(allocation);
    return allocation;
  }

  /**
   * Reserves bytes before they are allocated, evicting others if necessary. Throws memory/over-budget, and then
   * reserves nothing.
   */
  reserve(kind: MemoryKind, owner: Owner, sizeBytes: number): Allocation {
    if (this.refuses?.(kind, sizeBytes) || !this.evictUntilFits(kind, sizeBytes))
      throw this.overBudget(kind, describeOwner(owner), sizeBytes);
    return this.track(kind, owner, sizeBytes);
  }

  /**
   * Evicts allocations, lowest rank first, until `sizeBytes` more fit. Returns false, and evicts nothing, if they
   * cannot fit.
   */
  evictUntilFits(kind: MemoryKind, sizeBytes: number): boolean {
    let missing = this.#used[kind] + sizeBytes - this.budgetBytes(kind);
    if (missing <= 0) return true;
    const candidates = this.#evictable(kind);
    const gain = candidates.reduce((sum, allocation) => sum + allocation.sizeBytes, 0);
    if (gain < missing && sizeBytes > 0) return false;
    for (const allocation of candidates) {
      if (missing <= 0) break;
      missing -= this.#evict(allocation);
    }
    return missing <= 0;
  }

  /** Evicts everything unused; returns the bytes freed. */
  trim(kind: MemoryKind): number {
    return this.#evictable(kind).reduce((freed, allocation) => freed + this.#evict(allocation), 0);
  }

  overBudget(kind: MemoryKind, subject: string, sizeBytes: number): PikaError {
    const [used, budget] = [this.#used[kind], this.budgetBytes(kind)];
    return new PikaError('memory/over-budget', {
      subject,
      expected: `${bytesText(sizeBytes)} in a ${NAMES[kind]} budget of ${bytesText(budget)}`,
      found: sizeBytes > budget ? 'more than the whole budget' : `${bytesText(used)} of it in use`,
      next: `Draw fewer rows or columns at once, or raise the budget: configure({ memory: { ${BUDGET[kind]}: … } }).`,
    });
  }

  /** A counted reference, watched for leaks; `release` runs once. */
  lease(owner: Owner, release: () => void): Lease {
    return this.#leaks.lease(describeOwner(owner), release);
  }

  report(): MemoryReport {
    const owners = new Map<string, OwnedBytes>();
    for (const { kind, owner, sizeBytes } of this.#allocations) {
      const key = JSON.stringify([kind, owner.module, owner.query, owner.column, owner.element, owner.part]);
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

  // Called by allocations

  changed(allocation: Allocation, beforeBytes: number): void {
    if (this.#allocations.has(allocation)) this.#used[allocation.kind] += allocation.sizeBytes - beforeBytes;
  }

  released(allocation: Allocation): void {
    if (this.#allocations.delete(allocation)) this.#used[allocation.kind] -= allocation.sizeBytes;
  }

  touched(allocation: Allocation): void {
    const restoreMs = allocation.eviction?.restoreMs ?? 0;
    allocation.rank =
      restoreMs === 0 ? -Infinity : this.#floor[allocation.kind] + restoreMs / Math.max(1, allocation.sizeBytes);
  }

  #evictable(kind: MemoryKind): Allocation[] {
    return [...this.#allocations]
      .filter((allocation) => allocation.kind === kind && allocation.eviction && allocation.sizeBytes > 0)
      .sort((a, b) => a.rank - b.rank);
  }

  #evict(allocation: Allocation): number {
    // Evicting another allocation may have released this one.
    if (!this.#allocations.has(allocation) || !allocation.eviction) return 0;
    const before = this.#used[allocation.kind];
    if (allocation.rank > this.#floor[allocation.kind]) this.#floor[allocation.kind] = allocation.rank;
    this.#evictions++;
    allocation.eviction.evict();
    return before - this.#used[allocation.kind];
  }
}

const NAMES: Readonly<Record<MemoryKind, string>> = { gpu: 'GPU memory', js: 'page memory', wasm: 'database memory' };

export function describeOwner({ module, query, column, element, part }: Owner): string {
  const what = column !== undefined ? `column "${column}"` : (part ?? module);
  return `${what}${query !== undefined ? ` of query "${query}"` : ''}${element !== undefined ? ` of ${element}` : ''}`;
}
