import { BLOCK_ROWS, rowWords, type BlocksCall, type RowsCall } from '../../frame/recording';
import { keyWordsOf, type StoredPage } from '../columns/stored-page';
import type { Mask } from './filter';
import { rowsWithin, type Listing } from './rows-within';

/** Counts the listed rows of each block. Pages may come in any order. */
export class BlockCounts {
  readonly #call: BlocksCall;
  readonly #found = new Uint32Array(BLOCK_ROWS);
  #counts: number[] = [];

  constructor(call: BlocksCall) {
    this.#call = call;
  }

  add(first: number, page: StoredPage, mask: Mask | null): void {
    const listed = listing(this.#call, page, mask);
    for (let from = 0, block = first / BLOCK_ROWS; from < page.rows; from += BLOCK_ROWS, block++)
      this.#counts[block] = listed(from, Math.min(page.rows, from + BLOCK_ROWS), this.#found);
  }

  /** 0 for the blocks of other workers. */
  words(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#counts, (count) => count ?? 0);
  }
}

/** Finds the listed rows of an interval. */
export class FoundRows {
  readonly #call: RowsCall;
  readonly #width: number;
  #rows = new Uint32Array(0);
  #entries: Uint32Array<ArrayBuffer>;
  #count = 0;

  constructor(call: RowsCall) {
    this.#call = call;
    this.#width = rowWords(call.lane);
    this.#entries = new Uint32Array(call.most * this.#width);
  }

  add(first: number, page: StoredPage, mask: Mask | null): void {
    const from = Math.max(0, this.#call.from - first);
    const to = Math.min(page.rows, this.#call.to - first);
    if (from >= to) return;
    if (this.#rows.length < to - from) this.#rows = new Uint32Array(to - from);
    const found = listing(this.#call, page, mask)(from, to, this.#rows);
    const kept = Math.min(found, this.#call.most - Math.min(this.#call.most, this.#count));
    for (let i = 0; i < kept; i++) {
      const row = this.#rows[i]!;
      const at = (this.#count + i) * this.#width;
      this.#entries[at] = first + row;
      this.#entries.set(keyWordsOf(page, row), at + 1);
    }
    this.#count += found;
  }

  words(): Uint32Array<ArrayBuffer> {
    const kept = Math.min(this.#count, this.#call.most) * this.#width;
    const words = new Uint32Array(1 + kept);
    words[0] = this.#count;
    words.set(this.#entries.subarray(0, kept), 1);
    return words;
  }
}

/** Adds the counts of several workers. */
export function addCounts(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(Math.max(...parts.map(({ length }) => length)));
  for (const part of parts) for (let block = 0; block < part.length; block++) counts[block]! += part[block]!;
  return counts;
}

/** Joins the rows of several workers. */
export function mergeRows(call: RowsCall, parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const count = parts.reduce((sum, part) => sum + part[0]!, 0);
  const words = new Uint32Array(1 + Math.min(count, call.most) * rowWords(call.lane));
  words[0] = count;
  let at = 1;
  for (const part of parts) {
    const entries = part.subarray(1, 1 + words.length - at);
    words.set(entries, at);
    at += entries.length;
  }
  return words;
}

function listing({ within }: BlocksCall | RowsCall, page: StoredPage, mask: Mask | null): Listing {
  if (within === null) return (from, to, rows) => (mask ? passing(mask, from, to, rows) : all(from, to, rows));
  const inRange = rowsWithin(within, page);
  return (from, to, rows) => {
    const found = inRange(from, to, rows);
    return mask ? keep(mask, rows, found) : found;
  };
}

function all(from: number, to: number, rows: Uint32Array): number {
  for (let row = from; row < to; row++) rows[row - from] = row;
  return to - from;
}

function passing(mask: Mask, from: number, to: number, rows: Uint32Array): number {
  let found = 0;
  for (let row = from; row < to; row++) {
    rows[found] = row;
    found += mask[row]!;
  }
  return found;
}

/** Keeps those of the first `count` rows that pass. */
function keep(mask: Mask, rows: Uint32Array, count: number): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    rows[kept] = row;
    kept += mask[row]!;
  }
  return kept;
}
