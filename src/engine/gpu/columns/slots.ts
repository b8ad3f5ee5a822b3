import type { SlotId } from '../../frame/recording';
import type { Allocation } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';
import type { BufferPool } from './buffer-pool';
import { unknownName } from '../device/failures';

export interface Slot {
  readonly words: number;
  readonly buffer: GPUBuffer;
}

/** The results that outlive their frame. Owns their buffers. */
export class Slots {
  readonly #pool: BufferPool;
  readonly #memory: Memory | undefined;
  readonly #slots = new Map<SlotId, Slot & { readonly holding: Allocation | undefined }>();

  constructor(pool: BufferPool, memory?: Memory) {
    this.#pool = pool;
    this.#memory = memory;
  }

  /** The slot; allocates it if it is missing or has another size. Call it before encoding any work of the frame. */
  ensure(id: SlotId, words: number): Slot {
    const held = this.#slots.get(id);
    if (held?.words === words) return held;
    this.drop(id);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = this.#pool.acquire(Math.max(words, 1) * 4, usage, `pika.slot.${id}`);
    const holding = this.#memory?.track(
      'gpu',
      { module: 'gpu', element: id.replace(/\.[^.]*$/, ''), part: 'counts' },
      buffer.size,
    );
    const slot = { words, buffer, holding };
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
    this.#slots.delete(id);
    if (!slot) return;
    this.#pool.release(slot.buffer);
    slot.holding?.release();
  }

  /** Drops slots whose buffers proved to have no memory. */
  dropEmpty(): void {
    for (const [id, { buffer }] of [...this.#slots]) if (this.#pool.isEmpty(buffer)) this.drop(id);
  }

  clear(): void {
    for (const id of [...this.#slots.keys()]) this.drop(id);
  }
}
