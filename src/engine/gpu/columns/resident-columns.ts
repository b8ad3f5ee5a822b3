import type { BufferPart } from './readback';
import { throwIfAborted } from '../../abort';
import {
  columnBytes,
  laneOf,
  wordsPerKey,
  type Column,
  type ColumnId,
  type Encoding,
  type Page,
} from '../../columns/column';
import type { PikaError } from '../../errors';
import type { BufferPool } from './buffer-pool';
import type { Device } from '../device/device';
import { outOfMemory, unknownName } from '../device/failures';
import { UploadWindow } from './upload-window';

/**
 * Upper bound of one upload step, over all columns: it blocks the main thread for 4 ms in Chromium on a fast GPU; twice
 * the size took 17 ms.
 */
const STEP_BYTES = 8 * 2 ** 20;

/** NULL on every lane. Kernels read four rows at a time, so NULLs fill up the last four. */
const NULL_WORDS = new Uint32Array(8).fill(0xffff_ffff);

/** A range of rows in one GPU buffer. All columns of a query are split at the same rows, so their buffers line up. */
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
  /** Rows in every buffer of a column except the last. */
  readonly bufferRows: number;
  readonly #columns = new Map<ColumnId, ResidentColumn>();
  readonly #uploads = new UploadWindow(STEP_BYTES);

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

  /** Throws engine/internal if the column is not resident. */
  wordsPerKey(id: ColumnId): 1 | 2 {
    return wordsPerKey(laneOf(this.get(id).encoding));
  }

  /** Location of a row's key. Throws engine/internal if the column is not resident. */
  keyOf(id: ColumnId, row: number): BufferPart {
    const { buffers } = this.get(id);
    const words = this.wordsPerKey(id);
    return {
      buffer: buffers[Math.floor(row / this.bufferRows)]!.buffer,
      firstWord: words * (row % this.bufferRows),
      words,
    };
  }

  /**
   * Uploads a column and replaces one of the same id. A long column is uploaded in steps, to block neither the page nor
   * the connection to the GPU. Stops before the next step when `signal` aborts. Rejects with gpu/out-of-memory or
   * source/aborted, after freeing its buffers.
   */
  async load({ id, rows, encoding, pages }: Column, signal?: AbortSignal): Promise<void> {
    this.unload(id);
    const lane = laneOf(encoding);
    const rowBytes = 4 * wordsPerKey(lane);
    const failed = (cause?: unknown): PikaError => outOfMemory(`column "${id}"`, columnBytes(rows, lane), cause);
    const buffers: RowBuffer[] = [];
    let missing = Promise.resolve(0);
    let row = 0;
    const take = (): void => {
      for (let start = 0; start < rows; start += this.bufferRows) {
        const held = Math.min(this.bufferRows, rows - start);
        buffers.push({
          rows: held,
          buffer: this.#pool.acquire(
            columnBytes(held, lane),
            GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
            `pika.columns.${id}`,
          ),
        });
      }
      missing = this.#pool.missingBytes();
    };
    try {
      for (const [i, step] of stepsOf(pages).entries()) {
        const leave = await this.#uploads.enter(sizeOf(step));
        try {
          throwIfAborted(signal, `column "${id}"`);
          await this.#device.checked(
            ['validation', 'out-of-memory'],
            () => {
              if (i === 0) {
                take();
                this.#pad(buffers, rowBytes);
              }
              row = this.#write(step, rowBytes, buffers, row);
            },
            failed,
          );
        } finally {
          leave();
        }
        if ((await missing) > 0) throw failed();
      }
    } catch (thrown) {
      buffers.forEach(({ buffer }) => this.#pool.discard(buffer));
      throw thrown;
    }
    this.unload(id);
    this.#columns.set(id, { rows, encoding, buffers });
  }

  unload(id: ColumnId): void {
    this.#columns.get(id)?.buffers.forEach(({ buffer }) => this.#pool.release(buffer));
    this.#columns.delete(id);
  }

  clear(): void {
    for (const id of [...this.#columns.keys()]) this.unload(id);
  }

  /** Fills the last four rows of each buffer. */
  #pad(buffers: readonly RowBuffer[], rowBytes: number): void {
    for (const { rows, buffer } of buffers) {
      const missing = (4 - (rows % 4)) % 4;
      const words = missing * (rowBytes / 4);
      if (words > 0) this.#device.gpu.queue.writeBuffer(buffer, rows * rowBytes, NULL_WORDS, 0, words);
    }
  }

  /** Writes pages, starting at row `firstRow` of the column. Returns the row after the last. */
  #write(pages: readonly Page[], rowBytes: number, buffers: readonly RowBuffer[], firstRow: number): number {
    let row = firstRow;
    for (const { rows, keys } of pages) {
      for (let from = 0; from < rows;) {
        const within = row % this.bufferRows;
        const count = Math.min(rows - from, this.bufferRows - within);
        const target = buffers[Math.floor(row / this.bufferRows)]!;
        this.#device.gpu.queue.writeBuffer(
          target.buffer,
          within * rowBytes,
          keys.buffer,
          keys.byteOffset + from * rowBytes,
          count * rowBytes,
        );
        from += count;
        row += count;
      }
    }
    return row;
  }
}

/** Groups pages into steps of at most {@link STEP_BYTES}. Returns at least one step, possibly empty. */
function stepsOf(pages: readonly Page[]): Page[][] {
  const steps: Page[][] = [[]];
  for (const page of pages) {
    const last = steps[steps.length - 1]!;
    if (last.length > 0 && sizeOf(last) + page.keys.byteLength > STEP_BYTES) steps.push([page]);
    else last.push(page);
  }
  return steps;
}

function sizeOf(pages: readonly Page[]): number {
  return pages.reduce((sum, { keys }) => sum + keys.byteLength, 0);
}
