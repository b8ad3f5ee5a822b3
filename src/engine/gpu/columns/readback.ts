import type { Allocation } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';
import type { Device } from '../device/device';
import { outOfMemory } from '../device/failures';

const MAX_FREE = 8;

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

  async read(source: GPUBuffer, words: number, firstWord = 0): Promise<Uint32Array<ArrayBuffer>> {
    if (words === 0) return new Uint32Array(0);
    const { gpu } = this.#device;
    const sizeBytes = words * 4;
    const staging = await this.#take(sizeBytes);
    const encoder = gpu.createCommandEncoder({ label: 'pika.gpu.read' });
    encoder.copyBufferToBuffer(source, 4 * firstWord, staging, 0, sizeBytes);
    gpu.queue.submit([encoder.finish()]);
    try {
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
