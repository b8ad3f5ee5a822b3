import type { BufferPool } from './buffer-pool';

/** Buffers a frame needs between its passes, kept and grown from frame to frame. Contents do not outlive a frame. */
export class Scratch {
  readonly #pool: BufferPool;
  readonly #buffers = new Map<string, GPUBuffer>();

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** At least `sizeBytes` of storage under a name. Ask for the frame's largest need before encoding. */
  get(name: string, sizeBytes: number): GPUBuffer {
    const held = this.#buffers.get(name);
    if (held && held.size >= sizeBytes) return held;
    if (held) this.#pool.give(held);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = this.#pool.take(2 ** Math.ceil(Math.log2(Math.max(sizeBytes, 256))), usage, `pika.scratch.${name}`);
    this.#buffers.set(name, buffer);
    return buffer;
  }

  clear(): void {
    for (const buffer of this.#buffers.values()) this.#pool.give(buffer);
    this.#buffers.clear();
  }
}
