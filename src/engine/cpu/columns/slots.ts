import type { SlotId } from '../../frame/recording';
import type { Allocation } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';

interface Slot {
  words: Uint32Array<ArrayBuffer>;
  readonly holding: Allocation | undefined;
}

/** Results that outlive their frame. They live on the main thread. */
export class Slots {
  readonly #memory: Memory | undefined;
  readonly #slots = new Map<SlotId, Slot>();

  constructor(memory?: Memory) {
    this.#memory = memory;
  }

  get size(): number {
    return this.#slots.size;
  }

  get(id: SlotId): Uint32Array<ArrayBuffer> | undefined {
    return this.#slots.get(id)?.words;
  }

  /** Takes ownership of `words`. */
  set(id: SlotId, words: Uint32Array<ArrayBuffer>): void {
    let slot = this.#slots.get(id);
    if (!slot)
      this.#slots.set(
        id,
        (slot = {
          words,
          holding: this.#memory?.track('js', { module: 'cpu', element: id.replace(/\.[^.]*$/, ''), part: 'counts' }),
        }),
      );
    slot.words = words;
    if (slot.holding?.sizeBytes !== words.byteLength) slot.holding?.resize(words.byteLength);
  }

  delete(id: SlotId): void {
    this.#slots.get(id)?.holding?.release();
    this.#slots.delete(id);
  }

  clear(): void {
    for (const id of [...this.#slots.keys()]) this.delete(id);
  }
}
