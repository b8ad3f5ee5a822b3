import type { MemoryKind } from './budgets';

/** The owner of an allocation: a module, with as much detail as is known. */
export interface Owner {
  readonly module: string;
  readonly query?: string;
  readonly column?: string;
  /** The id of the plot or count that uses it, e.g. `pika.view.3`. */
  readonly element?: string;
  /** What the bytes are, if the other fields do not say: `free buffers`, `bin codes`. */
  readonly part?: string;
}

/** How an allocation is evicted when memory runs short. */
export interface Eviction {
  /** Milliseconds that it took to make, an estimate of the time to restore it; 0 if nothing would need it again. */
  readonly restoreMs: number;
  /** Frees the memory. Releases the allocation, or resizes it to what remains, before it returns. */
  readonly evict: () => void;
}

/** The changes of an {@link Allocation} that its ledger must know. */
export interface Ledger {
  changed(allocation: Allocation, beforeBytes: number): void;
  released(allocation: Allocation): void;
  touched(allocation: Allocation): void;
}

/** One entry of the ledger: bytes of one kind with one owner. Without an {@link Eviction} it is in use and stays. */
export class Allocation {
  readonly kind: MemoryKind;
  readonly owner: Owner;
  readonly #ledger: Ledger;
  #sizeBytes: number;
  #eviction: Eviction | null;
  /** Eviction rank; the lowest goes first. Maintained by the ledger. */
  rank = 0;

  constructor(ledger: Ledger, kind: MemoryKind, owner: Owner, sizeBytes: number, eviction: Eviction | null) {
    this.#ledger = ledger;
    this.kind = kind;
    this.owner = owner;
    this.#sizeBytes = sizeBytes;
    this.#eviction = eviction;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get eviction(): Eviction | null {
    return this.#eviction;
  }

  /** Marks it unused, so that it may be evicted at this price; null marks it used again. */
  setEviction(eviction: Eviction | null): void {
    this.#eviction = eviction;
    this.#ledger.touched(this);
  }

  /** Records a new size. Never refused: the bytes exist already. */
  resize(sizeBytes: number): void {
    const before = this.#sizeBytes;
    this.#sizeBytes = sizeBytes;
    this.#ledger.changed(this, before);
  }

  /** Records a use. */
  touch(): void {
    this.#ledger.touched(this);
  }

  /** Records that the memory was freed. Further calls do nothing. */
  release(): void {
    this.#ledger.released(this);
  }
}
