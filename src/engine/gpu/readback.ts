import type { Device } from './device';

const MOST_FREE = 8;

/** Copies words out of GPU buffers through a small ring of staging buffers. */
export class Readback {
  readonly #device: Device;
  readonly #free: GPUBuffer[] = [];

  constructor(device: Device) {
    this.#device = device;
  }

  async read(source: GPUBuffer, words: number): Promise<Uint32Array<ArrayBuffer>> {
    if (words === 0) return new Uint32Array(0);
    const { gpu } = this.#device;
    const sizeBytes = words * 4;
    const staging = this.#take(sizeBytes);
    const encoder = gpu.createCommandEncoder({ label: 'pika.gpu.read' });
    encoder.copyBufferToBuffer(source, 0, staging, 0, sizeBytes);
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
    if (this.#free.length > MOST_FREE) this.#free.shift()?.destroy();
    return copy;
  }

  dispose(): void {
    this.#free.splice(0).forEach((buffer) => buffer.destroy());
  }

  #take(sizeBytes: number): GPUBuffer {
    const at = this.#free.findIndex(({ size }) => size >= sizeBytes && size <= 4 * Math.max(sizeBytes, 1024));
    if (at >= 0) return this.#free.splice(at, 1)[0]!;
    return this.#device.gpu.createBuffer({
      label: 'pika.gpu.staging', size: Math.max(sizeBytes, 1024), usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }
}
