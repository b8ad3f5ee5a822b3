import type { SlotId } from '../frame/recording';
import type { BufferPool } from './buffer-pool';
import { unknownName } from './failures';

export interface Slot {
  readonly words: number;
  readonly buffer: GPUBuffer;
}

/** Results that outlive their frame. Owns their buffers. */
export class Slots {
  readonly #pool: BufferPool;
  readonly #slots = new Map<SlotId, Slot>();

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** The slot, made anew when it is not there or of another size. Call it before any work of the frame is encoded. */
  ensure(id: SlotId, words: number): Slot {
    const held = this.#slots.get(id);
    if (held?.words === words) return held;
    this.drop(id);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const slot = { words, buffer: this.#pool.take(Math.max(words, 1) * 4, usage, `pika.slot.${id}`) };
    this.#slots.set(id, slot);
    return slot;
  }

  get(id: SlotId): Slot {
    const slot = this.#slots.get(id);
    if (!slot) throw unknownName('slot', id);
    return slot;
  }

  drop(id: SlotId): void {
    const slot = this.#slots.get(id);
    if (slot) this.#pool.give(slot.buffer);
    this.#slots.delete(id);
  }

  clear(): void {
    for (const id of [...this.#slots.keys()]) this.drop(id);
  }
}
