import type { Allocation } from '../../memory/allocation';
import type { Memory } from '../../memory/memory';
import type { BufferPool } from '../columns/buffer-pool';

const UNIFORM_ALIGNMENT_BYTES = 256;
const FIRST_SIZE_BYTES = 64 * 1024;

/**
 * Everything a frame sends to the GPU except columns (thresholds, clause keys, sizes, ramps), in one buffer, uploaded
 * in one write. Bindings address parts of it by dynamic offset, so bind groups outlive frames.
 */
export class FrameArena {
  readonly #device: GPUDevice;
  readonly #pool: BufferPool;
  readonly #ledger: Allocation | undefined;
  #words: Uint32Array<ArrayBuffer>;
  #floats: Float32Array<ArrayBuffer>;
  #usedWords = 0;
  readonly #shared = new Map<object, number>();
  #buffer: GPUBuffer | undefined;

  constructor(device: GPUDevice, pool: BufferPool, memory?: Memory) {
    this.#device = device;
    this.#pool = pool;
    this.#ledger = memory?.track('gpu', { module: 'gpu', part: 'frame data' });
    this.#words = new Uint32Array(FIRST_SIZE_BYTES / 4);
    this.#floats = new Float32Array(this.#words.buffer);
  }

  /** A view of the memory, valid until the next reservation. */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words;
  }

  get floats(): Float32Array<ArrayBuffer> {
    return this.#floats;
  }

  begin(): void {
    this.#usedWords = 0;
    this.#shared.clear();
  }

  /** Copies a table in. Returns the index of its first word. */
  put(table: ArrayLike<number>): number {
    const start = this.#reserve(table.length);
    this.#words.set(table, start);
    return start;
  }

  /** Copies a table in once a frame, however often its owner asks. Returns the index of its first word. */
  share(owner: object, table: ArrayLike<number>): number {
    let start = this.#shared.get(owner);
    if (start === undefined) this.#shared.set(owner, (start = this.put(table)));
    return start;
  }

  /** Reserves zeroed words for a uniform. Returns the index of the first, aligned for a dynamic offset. */
  putUniform(sizeBytes: number): number {
    this.#usedWords = Math.ceil((this.#usedWords * 4) / UNIFORM_ALIGNMENT_BYTES) * (UNIFORM_ALIGNMENT_BYTES / 4);
    const start = this.#reserve(sizeBytes / 4);
    this.#words.fill(0, start, start + sizeBytes / 4);
    return start;
  }

  /** Takes a buffer large enough for the frame. Call it after the last reservation. */
  prepare(): void {
    if (this.#buffer && this.#buffer.size >= this.#words.byteLength && !this.#pool.isEmpty(this.#buffer)) return;
    if (this.#buffer) this.#pool.release(this.#buffer);
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    this.#buffer = this.#pool.acquire(this.#words.byteLength, usage, 'pika.gpu.arena');
    this.#ledger?.resize(this.#buffer.size);
  }

  /**
   * Writes the frame's words to the GPU and returns the buffer. Call it once, after {@link prepare} and before making
   * bind groups.
   */
  upload(): GPUBuffer {
    if (this.#usedWords > 0) this.#device.queue.writeBuffer(this.#buffer!, 0, this.#words, 0, this.#usedWords);
    return this.#buffer!;
  }

  dispose(): void {
    if (this.#buffer) this.#pool.release(this.#buffer);
    this.#buffer = undefined;
    this.#ledger?.release();
  }

  #reserve(words: number): number {
    const start = this.#usedWords;
    this.#usedWords += words;
    if (this.#usedWords > this.#words.length) {
      const grown = new Uint32Array(Math.max(this.#usedWords, this.#words.length * 2));
      grown.set(this.#words.subarray(0, start));
      this.#words = grown;
      this.#floats = new Float32Array(grown.buffer);
    }
    return start;
  }
}
