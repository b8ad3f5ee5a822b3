import type { Allocation } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';
import type { Device } from '../device/device';
import { outOfMemory } from '../device/failures';

const MAX_FREE = 8;

/** Words of a buffer. */
export interface BufferPart {
  readonly buffer: GPUBuffer;
  readonly firstWord: number;
  readonly words: number;
}

/** Copies words out of GPU buffers through a small ring of staging buffers. */
export class Readback {
  readonly #device: Device;
  readonly #free: GPUBuffer[] = [];
  readonly #ledger: Allocation | undefined;

  constructor(device: Device, memory?: Memory) {
    this.#device = device;
    this.#ledger = memory?.track('gpu', { module: 'gpu', part: 'read-back' }, 0, {
      restoreMs: 0,
      evict: () => this.trim(),
    });
  }

  read(buffer: GPUBuffer, words: number): Promise<Uint32Array<ArrayBuffer>> {
    return this.readParts(words, () => [{ buffer, firstWord: 0, words }]);
  }

  /**
   * Copies parts of buffers, one after the other.
   * @param words of all parts
   * @param parts called when the copy is encoded: the buffers must exist then, not before
   */
  async readParts(words: number, parts: () => readonly BufferPart[]): Promise<Uint32Array<ArrayBuffer>> {
    if (words === 0) return new Uint32Array(0);
    const { gpu } = this.#device;
    const sizeBytes = words * 4;
    const staging = await this.#take(sizeBytes);
    const encoder = gpu.createCommandEncoder({ label: 'pika.gpu.read' });
    try {
      let atByte = 0;
      for (const { buffer, firstWord, words } of parts()) {
        encoder.copyBufferToBuffer(buffer, 4 * firstWord, staging, atByte, 4 * words);
        atByte += 4 * words;
      }
      gpu.queue.submit([encoder.finish()]);
      await this.#device.untilLost(staging.mapAsync(GPUMapMode.READ, 0, sizeBytes));
    } catch (thrown) {
      staging.destroy();
      throw thrown;
    }
    const copy = new Uint32Array(staging.getMappedRange(0, sizeBytes).slice(0));
    staging.unmap();
    this.#free.push(staging);
    if (this.#free.length > MAX_FREE) this.#free.shift()?.destroy();
    this.#book();
    return copy;
  }

  trim(): void {
    this.#free.splice(0).forEach((buffer) => buffer.destroy());
    this.#book();
  }

  dispose(): void {
    this.trim();
    this.#ledger?.release();
  }

  #book(): void {
    this.#ledger?.resize(this.#free.reduce((sum, { size }) => sum + size, 0));
  }

  async #take(sizeBytes: number): Promise<GPUBuffer> {
    const at = this.#free.findIndex(({ size }) => size >= sizeBytes && size <= 4 * Math.max(sizeBytes, 1024));
    if (at >= 0) return this.#free.splice(at, 1)[0]!;
    return this.#device.checked(
      ['out-of-memory'],
      () =>
        this.#device.gpu.createBuffer({
          label: 'pika.gpu.staging',
          size: Math.max(sizeBytes, 1024),
          usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
        }),
      (error) => outOfMemory('reading counts back', sizeBytes, error),
    );
  }
}
