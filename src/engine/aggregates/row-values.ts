import { laneOf, type ColumnMeta, type Keys } from '../columns/column';
import { keyAt, valueOf } from '../columns/keys';
import type { Backend } from '../frame/backend';

/** The most values to keep: more than all groups of one plot need. */
const MOST_KEPT = 200_000;

/**
 * The values of single rows of a resident column, in its ticks. It reads them from the backend and keeps them: while a
 * brush moves, most groups begin and end with rows that it has read before.
 */
export class RowValues {
  readonly #column: ColumnMeta;
  readonly #known = new Map<number, number>();

  constructor(column: ColumnMeta) {
    this.#column = column;
  }

  /** Reads the values of rows. Rejects as {@link Backend.readKeys}. */
  async read(backend: Backend, rows: Iterable<number>): Promise<void> {
    const wanted = new Set(rows);
    const unknown = Uint32Array.from([...wanted].filter((row) => !this.#known.has(row)));
    if (unknown.length === 0) return;
    const { id, encoding } = this.#column;
    const lane = laneOf(encoding);
    const words = await backend.readKeys(id, unknown);
    const keys: Keys = lane === 'f32' ? new Float32Array(words.buffer) : words;
    if (this.#known.size + unknown.length > MOST_KEPT)
      for (const row of this.#known.keys()) if (!wanted.has(row)) this.#known.delete(row);
    unknown.forEach((row, i) => {
      const key = keyAt(lane, keys, i);
      this.#known.set(row, key === null ? NaN : valueOf(encoding, key));
    });
  }

  /** The value of a row that has been read; NaN for NULL. */
  of(row: number): number {
    return this.#known.get(row) ?? NaN;
  }
}
