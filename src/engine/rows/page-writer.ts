import { NULL_KEY, PAGE_ROWS, type Keys, type Lane, type Page } from '../columns/column';

/** A stretch of rows whose validity is a bitmap, or null when no row is NULL. */
export interface Stretch {
  readonly rows: number;
  readonly validity: Uint8Array | null;
}

/**
 * Rows `from` to `to` (exclusive) of a chunk into `keys`, from row `at` on. Writes anything under NULLs, they are erased after.
 */
export type WriteRows<C, K extends Keys> = (chunk: C, from: number, to: number, keys: K, at: number) => void;

/** Chunks of any length into pages of a fixed number of rows. */
export function writePages<C extends Stretch, K extends Keys>(chunks: readonly C[], lane: Lane, make: (words: number) => K, write: WriteRows<C, K>): Page[] {
  const total = chunks.reduce((sum, { rows }) => sum + rows, 0);
  const width = lane === 'pair' ? 2 : 1;
  const pages: (Page & { readonly keys: K })[] = [];
  for (let first = 0; first < total; first += PAGE_ROWS) {
    const rows = Math.min(PAGE_ROWS, total - first);
    pages.push({ rows, keys: make(rows * width) });
  }
  let row = 0;
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.rows;) {
      const page = pages[Math.floor(row / PAGE_ROWS)]!;
      const at = row % PAGE_ROWS;
      const to = Math.min(chunk.rows, from + page.rows - at);
      write(chunk, from, to, page.keys, at);
      if (chunk.validity) eraseNulls(chunk.validity, from, to, page.keys, at * width, width);
      row += to - from;
      from = to;
    }
  }
  return pages;
}

export const makeWords = (words: number): Uint32Array<ArrayBuffer> => new Uint32Array(words);
export const makeFloats = (words: number): Float32Array<ArrayBuffer> => new Float32Array(words);

function eraseNulls(validity: Uint8Array, from: number, to: number, keys: Keys, at: number, width: number): void {
  const nothing = keys instanceof Float32Array ? NaN : NULL_KEY;
  for (let row = from; row < to; row++) {
    // Eight valid rows at once are the usual case.
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
