/** How much freed memory is kept for reuse. */
const FREE_BYTES = 256 * 2 ** 20;

/**
 * GPU buffers by exact size and usage. Columns of one query are equally long, so a freed buffer fits the next column without
 * the waste of size classes. Contents of a reused buffer are whatever they were.
 * Destroying a buffer that unsubmitted work names is an error, after submit it is legal: what is given back between
 * {@link hold} and {@link settle} waits until the latter.
 */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #capBytes: number;
  readonly #free = new Map<string, GPUBuffer[]>();
  readonly #onDestroy: (buffer: GPUBuffer) => void;
  #freeBytes = 0;
  #liveBytes = 0;
  #held: GPUBuffer[] | undefined;

  constructor(device: GPUDevice, onDestroy: (buffer: GPUBuffer) => void, capBytes = FREE_BYTES) {
    this.#device = device;
    this.#onDestroy = onDestroy;
    this.#capBytes = capBytes;
  }

  /** Bytes handed out, and bytes kept for reuse. */
  get bytes(): { readonly live: number; readonly free: number } {
    return { live: this.#liveBytes, free: this.#freeBytes };
  }

  take(sizeBytes: number, usage: GPUBufferUsageFlags, label: string): GPUBuffer {
    this.#liveBytes += sizeBytes;
    const reused = this.#free.get(`${sizeBytes}:${usage}`)?.pop();
    if (!reused) return this.#device.createBuffer({ label, size: sizeBytes, usage });
    this.#freeBytes -= sizeBytes;
    reused.label = label;
    return reused;
  }

  /** Call before a frame's first buffer is named. */
  hold(): void {
    this.#held ??= [];
  }

  /** Call after submit. */
  settle(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    held.forEach((buffer) => this.give(buffer));
  }

  give(buffer: GPUBuffer): void {
    if (this.#held) {
      this.#held.push(buffer);
      return;
    }
    this.#liveBytes -= buffer.size;
    if (this.#freeBytes + buffer.size > this.#capBytes) {
      this.#destroy(buffer);
      return;
    }
    this.#freeBytes += buffer.size;
    const key = `${buffer.size}:${buffer.usage}`;
    const list = this.#free.get(key);
    if (list) list.push(buffer);
    else this.#free.set(key, [buffer]);
  }

  /** Gives back a buffer that must not be reused: one whose making or filling failed. */
  discard(buffer: GPUBuffer): void {
    this.#liveBytes -= buffer.size;
    this.#destroy(buffer);
  }

  /** Destroys what waits for reuse; buffers handed out are their takers' to give back. */
  trim(): void {
    for (const list of this.#free.values()) list.forEach((buffer) => this.#destroy(buffer));
    this.#free.clear();
    this.#freeBytes = 0;
  }

  #destroy(buffer: GPUBuffer): void {
    this.#onDestroy(buffer);
    buffer.destroy();
  }
}
