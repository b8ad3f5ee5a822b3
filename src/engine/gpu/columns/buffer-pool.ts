import type { Allocation, Owner } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';

/** Upper bound of free memory kept for reuse. */
const FREE_BYTES = 256 * 2 ** 20;

/**
 * GPU buffers by exact size and usage. Columns of one query are equally long, so a freed buffer fits the next column
 * without the waste of size classes. A reused buffer keeps its old contents.
 *
 *
 * Destroying a buffer that unsubmitted work references is an error; after submission it is allowed. So buffers returned
 * between {@link beginFrame} and {@link endFrame} are kept until the latter. The memory ledger evicts free buffers
 * first.
 */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #capBytes: number;
  readonly #free = new Map<string, GPUBuffer[]>();
  /**
   * The free buffers, longest free first. Over the cap these are destroyed first; otherwise unused sizes would fill the
   * pool forever.
   */
  readonly #byAge = new Set<GPUBuffer>();
  readonly #onDestroy: (buffer: GPUBuffer) => void;
  readonly #ledger: Allocation | undefined;
  #freeBytes = 0;
  #liveBytes = 0;
  #held: GPUBuffer[] | undefined;
  readonly #empty = new WeakSet<GPUBuffer>();
  #made: readonly { readonly buffer: GPUBuffer; readonly failed: Promise<GPUError | null> }[] = [];

  constructor(device: GPUDevice, onDestroy: (buffer: GPUBuffer) => void, memory?: Memory, capBytes = FREE_BYTES) {
    this.#device = device;
    this.#onDestroy = onDestroy;
    this.#capBytes = capBytes;
    this.#ledger = memory?.track('gpu', FREE_BUFFERS, 0, { restoreMs: 0, evict: () => this.trim() });
  }

  /** Bytes handed out, and bytes kept for reuse. */
  get bytes(): { readonly live: number; readonly free: number } {
    return { live: this.#liveBytes, free: this.#freeBytes };
  }

  acquire(sizeBytes: number, usage: GPUBufferUsageFlags, label: string): GPUBuffer {
    this.#liveBytes += sizeBytes;
    const reused = this.#free.get(`${sizeBytes}:${usage}`)?.pop();
    if (!reused) return this.#make(sizeBytes, usage, label);
    this.#byAge.delete(reused);
    this.#setFree(this.#freeBytes - sizeBytes);
    reused.label = label;
    return reused;
  }

  /** Whether there are new buffers that {@link missingBytes} has not checked yet. */
  get hasMade(): boolean {
    return this.#made.length > 0;
  }

  /**
   * Total size of the buffers, made since the last call, for which there was no memory. WebGPU reports that only later,
   * and it is an error to use such a buffer. So call this before using new buffers.
   */
  async missingBytes(): Promise<number> {
    const made = this.#made;
    const errors = await Promise.all(made.map(({ failed }) => failed));
    // Only now: another frame that names one of these buffers must wait for the same result.
    this.#made = this.#made.filter((each) => !made.includes(each));
    const missing = made.filter((_, i) => errors[i] !== null);
    for (const { buffer } of missing) this.#empty.add(buffer);
    return missing.reduce((sum, { buffer }) => sum + buffer.size, 0);
  }

  /** Whether a buffer is known to have no memory behind it. */
  isEmpty(buffer: GPUBuffer): boolean {
    return this.#empty.has(buffer);
  }

  /** Call it before a frame names its first buffer. */
  beginFrame(): void {
    this.#held ??= [];
  }

  /** Call it after the frame is submitted. */
  endFrame(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    held.forEach((buffer) => this.release(buffer));
  }

  release(buffer: GPUBuffer): void {
    if (this.#held) {
      this.#held.push(buffer);
      return;
    }
    this.#liveBytes -= buffer.size;
    if (buffer.size > this.#capBytes || this.#empty.has(buffer)) {
      this.#destroy(buffer);
      return;
    }
    const key = keyOf(buffer);
    const list = this.#free.get(key);
    if (list) list.push(buffer);
    else this.#free.set(key, [buffer]);
    this.#byAge.add(buffer);
    let freeBytes = this.#freeBytes + buffer.size;
    for (const oldest of this.#byAge) {
      if (freeBytes <= this.#capBytes) break;
      freeBytes -= oldest.size;
      this.#forget(oldest);
    }
    this.#setFree(freeBytes);
  }

  /** Gives back a buffer that must not be reused, because its allocation or upload failed or was aborted. */
  discard(buffer: GPUBuffer): void {
    this.#liveBytes -= buffer.size;
    this.#destroy(buffer);
  }

  /** Destroys all free buffers. Buffers in use stay with their owners. */
  trim(): void {
    for (const buffer of this.#byAge) this.#forget(buffer);
    this.#setFree(0);
  }

  dispose(): void {
    this.trim();
    this.#ledger?.release();
  }

  #make(sizeBytes: number, usage: GPUBufferUsageFlags, label: string): GPUBuffer {
    this.#device.pushErrorScope('out-of-memory');
    const buffer = this.#device.createBuffer({ label, size: sizeBytes, usage });
    const failed = this.#device.popErrorScope().catch(() => null); // Device loss is reported elsewhere.
    this.#made = [...this.#made, { buffer, failed }];
    return buffer;
  }

  /** The longest free buffer comes first in its list, too. */
  #forget(buffer: GPUBuffer): void {
    const list = this.#free.get(keyOf(buffer))!;
    list.splice(list.indexOf(buffer), 1);
    if (list.length === 0) this.#free.delete(keyOf(buffer));
    this.#byAge.delete(buffer);
    this.#destroy(buffer);
  }

  #setFree(sizeBytes: number): void {
    this.#freeBytes = sizeBytes;
    this.#ledger?.resize(sizeBytes);
  }

  #destroy(buffer: GPUBuffer): void {
    this.#onDestroy(buffer);
    buffer.destroy();
  }
}

function keyOf({ size, usage }: GPUBuffer): string {
  return `${size}:${usage}`;
}

const FREE_BUFFERS: Owner = { module: 'gpu', part: 'free buffers' };
