import { wordsPerKey } from '../../columns/column';
import { BLOCK_ROWS, type BlocksCall, type RowsCall } from '../../frame/recording';
import { keyWordsOf, type StoredPage } from '../columns/stored-page';
import { formOf, lastPair, thresholdAt } from '../columns/thresholds';
import type { Mask } from './filter';

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
    this.#width = entryWords(call);
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
  const words = new Uint32Array(1 + Math.min(count, call.most) * entryWords(call));
  words[0] = count;
  let at = 1;
  for (const part of parts) {
    const entries = part.subarray(1, 1 + words.length - at);
    words.set(entries, at);
    at += entries.length;
  }
  return words;
}

function entryWords({ lane }: RowsCall): number {
  return 1 + wordsPerKey(lane);
}

/** Writes the listed rows of from ≤ row < to, in ascending order, and returns their number. */
type Listing = (from: number, to: number, rows: Uint32Array) => number;

function listing({ within }: BlocksCall | RowsCall, page: StoredPage, mask: Mask | null): Listing {
  if (within === null) return (from, to, rows) => (mask ? passing(mask, from, to, rows) : all(from, to, rows));
  const inRange = rangeListing(within, page);
  return (from, to, rows) => {
    const found = inRange(from, to, rows);
    return mask ? keep(mask, rows, found) : found;
  };
}

function rangeListing(within: NonNullable<RowsCall['within']>, page: StoredPage): Listing {
  if (page.lane === 'u64') {
    const [firstLow, firstHigh] = within;
    const [lastLow, lastHigh] = lastPair(within, 1);
    return (from, to, rows) => pairsWithin(page.data, from, to, [firstLow!, firstHigh!, lastLow, lastHigh], rows);
  }
  const form = formOf(page);
  const first = thresholdAt(form, within, 0, 'first');
  const last = thresholdAt(form, within, 1, 'last');
  switch (page.lane) {
    case 'f32':
      return (from, to, rows) => f32Within(page.data, from, to, first, last, rows);
    case 'u32':
      return (from, to, rows) => u32Within(page.data, from, to, first, last, rows);
    case 'f64':
      return (from, to, rows) => f64Within(page.data, from, to, first, last, rows);
  }
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

// One loop per lane, as in filter.ts. A row is written before it is known to be listed, so there is no branch.

function f32Within(data: Float32Array, from: number, to: number, first: number, last: number, rows: Uint32Array) {
  let found = 0;
  for (let row = from; row < to; row++) {
    const key = data[row]!;
    rows[found] = row;
    found += +(key >= first) & +(key <= last);
  }
  return found;
}

function u32Within(data: Uint32Array, from: number, to: number, first: number, last: number, rows: Uint32Array) {
  let found = 0;
  for (let row = from; row < to; row++) {
    const key = data[row]!;
    rows[found] = row;
    found += +(key >= first) & +(key <= last);
  }
  return found;
}

function f64Within(data: Float64Array, from: number, to: number, first: number, last: number, rows: Uint32Array) {
  let found = 0;
  for (let row = from; row < to; row++) {
    const key = data[row]!;
    rows[found] = row;
    found += +(key >= first) & +(key <= last);
  }
  return found;
}

function pairsWithin(
  data: Uint32Array,
  from: number,
  to: number,
  [firstLow, firstHigh, lastLow, lastHigh]: readonly [number, number, number, number],
  rows: Uint32Array,
): number {
  let found = 0;
  for (let row = from; row < to; row++) {
    const low = data[2 * row]!;
    const high = data[2 * row + 1]!;
    const reaches = +(high > firstHigh) | (+(high === firstHigh) & +(low >= firstLow));
    const stays = +(high < lastHigh) | (+(high === lastHigh) & +(low <= lastLow));
    rows[found] = row;
    found += reaches & stays;
  }
  return found;
}
