import type { MemoryKind } from './budgets';

/** Who holds something: always a room, and as much more as is known. */
export interface Owner {
  readonly room: string;
  readonly query?: string;
  readonly column?: string;
  /** The view of an element, e.g. `pika.view.3`. */
  readonly element?: string;
  /** What it is, where the rest does not say: `free buffers`, `bin codes`. */
  readonly part?: string;
}

/** How something may be let go when room is wanted. */
export interface Eviction {
  /** What it took to make, and so will take to bring back, in milliseconds; 0 for what nobody would miss. */
  readonly restoreMs: number;
  /** Lets go. The holding is released, or resized to what is left, before this returns. */
  readonly evict: () => void;
}

/** What a {@link Allocation} asks of its ledger. */
export interface Ledger {
  changed(holding: Allocation, beforeBytes: number): void;
  released(holding: Allocation): void;
  touched(holding: Allocation): void;
}

/** One line of the ledger: some bytes, of one kind, of one owner. What has no {@link Eviction} is in use, and stays. */
export class Allocation {
  readonly kind: MemoryKind;
  readonly owner: Owner;
  readonly #ledger: Ledger;
  #sizeBytes: number;
  #eviction: Eviction | null;
  /** Where it stands when room is wanted; the lowest goes first. Kept by the ledger. */
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

  /** Nobody uses it from now on: it may be let go, at this price. Null: somebody uses it again. */
  setEviction(eviction: Eviction | null): void {
    this.#eviction = eviction;
    this.#ledger.touched(this);
  }

  /** Books another size. Never refused: what exists, exists. */
  resize(sizeBytes: number): void {
    const before = this.#sizeBytes;
    this.#sizeBytes = sizeBytes;
    this.#ledger.changed(this, before);
  }

  /** It was of use just now. */
  touch(): void {
    this.#ledger.touched(this);
  }

  /** It is gone. More often than once does nothing. */
  release(): void {
    this.#ledger.released(this);
  }
}
