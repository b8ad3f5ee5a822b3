import { throwIfAborted } from '../abort';
import { columnBytes, laneOf, type Column, type ColumnId, type Encoding, type Page } from '../columns/column';
import type { PikaError } from '../errors';
import type { BufferPool } from './buffer-pool';
import type { Device } from './device';
import { outOfMemory, unknownName } from './failures';

/** What is uploaded at once: some milliseconds of copying, far longer than the word that it was well. */
const STEP_BYTES = 32 * 2 ** 20;

/** A run of rows in one GPU buffer. All columns of a query are cut at the same rows, so their buffers line up. */
export interface RowBuffer {
  readonly rows: number;
  readonly buffer: GPUBuffer;
}

export interface ResidentColumn {
  readonly rows: number;
  readonly encoding: Encoding;
  readonly buffers: readonly RowBuffer[];
}

/** The columns on the device, each in as few buffers as the device's limits allow. Owns the buffers. */
export class ResidentColumns {
  readonly #device: Device;
  readonly #pool: BufferPool;
  /** Rows in every buffer but a column's last. */
  readonly bufferRows: number;
  readonly #columns = new Map<ColumnId, ResidentColumn>();

  constructor(device: Device, pool: BufferPool, bufferRows: number) {
    this.#device = device;
    this.#pool = pool;
    this.bufferRows = bufferRows;
  }

  /** Throws engine/internal for an id that is not resident. */
  get(id: ColumnId): ResidentColumn {
    const column = this.#columns.get(id);
    if (!column) throw unknownName('column', id);
    return column;
  }

  /** Where the key of a row stands. Throws engine/internal for an id that is not resident. */
  keyOf(id: ColumnId, row: number): { readonly buffer: GPUBuffer; readonly firstWord: number; readonly words: number } {
    const { encoding, buffers } = this.get(id);
    const words = laneOf(encoding) === 'pair' ? 2 : 1;
    return { buffer: buffers[Math.floor(row / this.bufferRows)]!.buffer, firstWord: words * (row % this.bufferRows), words };
  }

  /**
   * Uploads a column, in place of one of the same id. A long one goes in steps, so that neither the page nor the wire to the GPU is held up,
   * and stops between two of them when `signal` fires. Rejects with gpu/out-of-memory or source/aborted, and has then freed what it took.
   */
  async load({ id, rows, encoding, pages }: Column, signal?: AbortSignal): Promise<void> {
    this.unload(id);
    const lane = laneOf(encoding);
    const rowBytes = lane === 'pair' ? 8 : 4;
    const [first = [], ...later] = stepsOf(pages);
    const failed = (cause?: unknown): PikaError => outOfMemory(`column "${id}"`, columnBytes(rows, lane), cause);
    const buffers: RowBuffer[] = [];
    let missing = Promise.resolve(0);
    let row = 0;
    const write = (step: readonly Page[]): void => { row = this.#write(step, rowBytes, buffers, row); };
    try {
      await this.#device.checked(['validation', 'out-of-memory'], () => {
        for (let start = 0; start < rows; start += this.bufferRows) {
          const held = Math.min(this.bufferRows, rows - start);
          buffers.push({ rows: held, buffer: this.#pool.take(columnBytes(held, lane), GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST, `pika.columns.${id}`) });
        }
        missing = this.#pool.missingBytes();
        write(first);
      }, failed);
      if (await missing > 0) throw failed();
      for (const step of later) {
        throwIfAborted(signal, `column "${id}"`);
        await this.#device.checked(['validation', 'out-of-memory'], () => write(step), failed);
      }
    } catch (thrown) {
      buffers.forEach(({ buffer }) => this.#pool.discard(buffer));
      throw thrown;
    }
    this.unload(id);
    this.#columns.set(id, { rows, encoding, buffers });
  }

  unload(id: ColumnId): void {
    this.#columns.get(id)?.buffers.forEach(({ buffer }) => this.#pool.give(buffer));
    this.#columns.delete(id);
  }

  clear(): void {
    for (const id of [...this.#columns.keys()]) this.unload(id);
  }

  /** Writes pages from a row of the column on, and returns the row after them. */
  #write(pages: readonly Page[], rowBytes: number, buffers: readonly RowBuffer[], firstRow: number): number {
    let row = firstRow;
    for (const { rows, keys } of pages) {
      for (let from = 0; from < rows;) {
        const within = row % this.bufferRows;
        const count = Math.min(rows - from, this.bufferRows - within);
        const target = buffers[Math.floor(row / this.bufferRows)]!;
        this.#device.gpu.queue.writeBuffer(
          target.buffer, within * rowBytes, keys.buffer, keys.byteOffset + from * rowBytes, count * rowBytes,
        );
        from += count;
        row += count;
      }
    }
    return row;
  }
}

function* stepsOf(pages: readonly Page[]): Generator<readonly Page[]> {
  let step: Page[] = [];
  let sizeBytes = 0;
  for (const page of pages) {
    step.push(page);
    sizeBytes += page.keys.byteLength;
    if (sizeBytes < STEP_BYTES) continue;
    yield step;
    [step, sizeBytes] = [[], 0];
  }
  if (step.length > 0) yield step;
}
