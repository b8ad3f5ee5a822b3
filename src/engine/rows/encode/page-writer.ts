import { NULL_KEY, PAGE_ROWS, wordsPerKey, type Keys, type Lane, type Page } from '../../columns/column';

/** An interval of rows with a validity bitmap, or null if no row is NULL. */
export interface RowInterval {
  readonly rows: number;
  readonly validity: Uint8Array | null;
  /** The memory of all its values and nothing else, if the encoder may overwrite and keep it. */
  readonly owned?: ArrayBuffer;
}

/**
 * Writes rows `from` to `to` (exclusive) of a chunk into `keys`, from row `at` on. Rows that are NULL get anything:
 * they are overwritten afterwards. `keys` may be the memory of the values, so each row is read before it is written.
 */
export type WriteRows<C, K extends Keys> = (chunk: C, from: number, to: number, keys: K, at: number) => void;

/**
 * Writes chunks of any length into pages of a fixed number of rows. A chunk that owns its memory becomes a page in
 * place if it fills one and its keys are as wide as its values: memory that is used for the first time costs more than
 * the keys.
 */
export class PageWriter<K extends Keys> {
  readonly #pages: { rows: number; readonly keys: K }[] = [];
  readonly #make: MakeKeys<K>;
  readonly #width: number;
  readonly #expectedRows: number;
  #rows = 0;

  /** `expectedRows` may be wrong: it saves copying a last page that is not full. */
  constructor(lane: Lane, make: MakeKeys<K>, expectedRows: number) {
    this.#make = make;
    this.#width = wordsPerKey(lane);
    this.#expectedRows = expectedRows;
  }

  get rows(): number {
    return this.#rows;
  }

  append<C extends RowInterval>(chunk: C, write: WriteRows<C, K>): void {
    const width = this.#width;
    for (let from = 0; from < chunk.rows;) {
      const page = this.#open(chunk);
      const at = page.rows;
      const to = Math.min(chunk.rows, from + page.keys.length / width - at);
      write(chunk, from, to, page.keys, at);
      if (chunk.validity) eraseNulls(chunk.validity, from, to, page.keys, at * width, width);
      page.rows += to - from;
      this.#rows += to - from;
      from = to;
    }
  }

  /** Finishes writing. Owns: the pages are the caller's, each in a buffer of its own. */
  finish(): Page[] {
    const last = this.#pages.pop();
    if (last)
      this.#pages.push({
        rows: last.rows,
        keys: (last.keys.length === last.rows * this.#width
          ? last.keys
          : last.keys.slice(0, last.rows * this.#width)) as K,
      });
    return this.#pages;
  }

  /** The page being filled; if there is none, a new one, in the memory of the chunk if that fits. */
  #open({ owned }: RowInterval): { rows: number; readonly keys: K } {
    const last = this.#pages.at(-1);
    if (last && last.rows < last.keys.length / this.#width) return last;
    const left = this.#expectedRows - this.#rows;
    const words = (left > 0 && left < PAGE_ROWS ? left : PAGE_ROWS) * this.#width;
    const page = { rows: 0, keys: this.#make(owned?.byteLength === 4 * words ? owned : words) };
    if (last && last.rows < PAGE_ROWS) {
      // More rows arrived than expected: only the last page may be short.
      page.keys.set(last.keys);
      page.rows = last.rows;
      this.#pages.pop();
    }
    this.#pages.push(page);
    return page;
  }
}

/** Writes chunks that are all available. */
export function writePages<C extends RowInterval, K extends Keys>(
  chunks: readonly C[],
  lane: Lane,
  make: MakeKeys<K>,
  write: WriteRows<C, K>,
): Page[] {
  const writer = new PageWriter(
    lane,
    make,
    chunks.reduce((sum, { rows }) => sum + rows, 0),
  );
  for (const chunk of chunks) writer.append(chunk, write);
  return writer.finish();
}

/** Makes keys in new memory of so many words, or in memory that is there. */
type MakeKeys<K extends Keys> = (memory: number | ArrayBuffer) => K;

export const makeWords: MakeKeys<Uint32Array<ArrayBuffer>> = (memory) => new Uint32Array(memory as ArrayBuffer);
export const makeFloats: MakeKeys<Float32Array<ArrayBuffer>> = (memory) => new Float32Array(memory as ArrayBuffer);

function eraseNulls(validity: Uint8Array, from: number, to: number, keys: Keys, at: number, width: number): void {
  const nothing = keys instanceof Float32Array ? NaN : NULL_KEY;
  for (let row = from; row < to; row++) {
    // Eight valid rows at once are the common case.
    if ((row & 7) === 0 && validity[row >> 3] === 0xff) {
      row += 7;
      continue;
    }
    if ((validity[row >> 3]! >> (row & 7)) & 1) continue;
    const word = at + (row - from) * width;
    keys[word] = nothing;
    if (width === 2) keys[word + 1] = nothing;
  }
}
