import type { Allocation } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';
import type { BufferPool } from './buffer-pool';

/**
 * Temporary buffers for a frame's passes. They are kept and grown from frame to frame, but their contents do not
 * outlive one.
 */
export class Scratch {
  readonly #pool: BufferPool;
  readonly #buffers = new Map<string, GPUBuffer>();
  readonly #ledger: Allocation | undefined;

  constructor(pool: BufferPool, memory?: Memory) {
    this.#pool = pool;
    this.#ledger = memory?.track('gpu', { module: 'gpu', part: 'scratch' });
  }

  /** A buffer of at least `sizeBytes`, by name. Ask for the largest size that the frame needs, before encoding. */
  get(name: string, sizeBytes: number): GPUBuffer {
    const held = this.#buffers.get(name);
    if (held && held.size >= sizeBytes) return held;
    if (held) this.#pool.release(held);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = this.#pool.acquire(
      2 ** Math.ceil(Math.log2(Math.max(sizeBytes, 256))),
      usage,
      `pika.scratch.${name}`,
    );
    this.#buffers.set(name, buffer);
    this.#book();
    return buffer;
  }

  /** Gives back buffers that proved to have no memory. */
  dropEmpty(): void {
    for (const [name, buffer] of [...this.#buffers]) {
      if (!this.#pool.isEmpty(buffer)) continue;
      this.#pool.release(buffer);
      this.#buffers.delete(name);
    }
    this.#book();
  }

  clear(): void {
    for (const buffer of this.#buffers.values()) this.#pool.release(buffer);
    this.#buffers.clear();
    this.#ledger?.release();
  }

  #book(): void {
    this.#ledger?.resize([...this.#buffers.values()].reduce((sum, { size }) => sum + size, 0));
  }
}
