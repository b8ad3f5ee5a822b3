import type { Allocation } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';
import type { SurfaceStep } from './paint-steps';

/** Makes the images of a frame, one after the other in the same memory, and sends each to its buffer. */
export class ImageUploads {
  readonly #device: GPUDevice;
  readonly #ledger: Allocation | undefined;
  #words = new Uint32Array(0);

  constructor(device: GPUDevice, memory?: Memory) {
    this.#device = device;
    this.#ledger = memory?.track('js', { module: 'gpu', part: 'images' }, 0, {
      restoreMs: 0,
      evict: () => this.#keep(0),
    });
  }

  /** Call it before the frame is submitted, and after its buffers are known to have memory. */
  upload(surfaces: readonly SurfaceStep[]): void {
    for (const { draws } of surfaces) {
      for (const { image } of draws) {
        if (!image) continue;
        const { buffer, pixels } = image;
        if (this.#words.length < pixels.words) this.#keep(pixels.words);
        const words = this.#words.subarray(0, pixels.words);
        pixels.write(words);
        this.#device.queue.writeBuffer(buffer, 0, words);
      }
    }
  }

  dispose(): void {
    this.#words = new Uint32Array(0);
    this.#ledger?.release();
  }

  #keep(words: number): void {
    this.#words = new Uint32Array(words);
    this.#ledger?.resize(this.#words.byteLength);
  }
}
