import type { BitColumn, BitsId } from '../columns/column';
import type { BufferPool } from './buffer-pool';
import type { Device } from './device';
import { outOfMemory, unknownName } from './failures';
import type { RowBuffer } from './resident-columns';

interface HeldBits {
  readonly rows: number;
  readonly buffers: readonly RowBuffer[];
}

/** Columns of bits on the device, cut at the same rows as all other columns. Owns the buffers. */
export class ResidentBits {
  readonly #device: Device;
  readonly #pool: BufferPool;
  readonly #bufferRows: number;
  readonly #held = new Map<BitsId, HeldBits>();

  /** `bufferRows` is a multiple of 32, so that every buffer begins with a whole word. */
  constructor(device: Device, pool: BufferPool, bufferRows: number) {
    this.#device = device;
    this.#pool = pool;
    this.#bufferRows = bufferRows;
  }

  /** Throws engine/internal for an id that is not resident. */
  get(id: BitsId): HeldBits {
    const held = this.#held.get(id);
    if (!held) throw unknownName('column', id);
    return held;
  }

  /** Uploads bits, in place of those of the same id. Rejects with gpu/unavailable when memory runs out. */
  async load({ id, rows, words }: BitColumn): Promise<void> {
    const buffers: RowBuffer[] = [];
    try {
      await this.#device.checked(['validation', 'out-of-memory'], () => {
        for (let start = 0; start < rows; start += this.#bufferRows) {
          const held = Math.min(this.#bufferRows, rows - start);
          const count = Math.ceil(held / 32);
          const buffer = this.#pool.take(4 * count, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST, `pika.bits.${id}`);
          buffers.push({ rows: held, buffer });
          this.#device.gpu.queue.writeBuffer(buffer, 0, words, start / 32, count);
        }
      }, (error) => outOfMemory(`bits "${id}"`, rows / 8, error));
    } catch (thrown) {
      buffers.forEach(({ buffer }) => this.#pool.discard(buffer));
      throw thrown;
    }
    this.unload(id);
    this.#held.set(id, { rows, buffers });
  }

  unload(id: BitsId): void {
    this.#held.get(id)?.buffers.forEach(({ buffer }) => this.#pool.give(buffer));
    this.#held.delete(id);
  }

  clear(): void {
    for (const id of [...this.#held.keys()]) this.unload(id);
  }
}
