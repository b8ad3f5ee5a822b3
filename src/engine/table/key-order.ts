import { laneOf, type ColumnId, type Lane } from '../columns/column';
import type { ColumnLease } from '../columns/column-cache';
import { ceilKey } from '../columns/keys';
import { keysBetween, ordinalOf, spanOf } from '../columns/ordinals';
import { computeOnce, type Kernels } from '../frame/compute-once';
import type { Filter } from '../frame/recording';
import { concatenated, type RowOrder } from './row-order';
import { MOST_ENTRIES, sortEntries } from './sort-entries';
import { SourceOrder } from './source-order';

/** An interval is counted by so many bits of its keys: each worker has a table of 128 KiB. */
const PART_BITS = 15;
/** Neighboring parts are sorted together, so that a scroll of some screens reads nothing. */
const RUN_ROWS = 2 ** 14;
/** Runs of parts that are kept. */
const MOST_KEPT = 8;

/** What an order is about. */
interface Sorted {
  readonly kernels: Kernels;
  readonly column: ColumnId;
  readonly lane: Lane;
  readonly clauses: Filter;
  readonly descending: boolean;
}

/** Ordinals of keys, both inside. */
interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * The rows that pass, by the keys of a column, and in the order of the source where keys are equal. Rows without a key
 * (NULL and NaN) are not among them.
 *
 * Rows are counted by the leading bits of their keys, once. Those at a place are then found by sorting one part of the
 * keys, so only the rows of a few parts are ever materialized. A part of too many rows is counted by its next bits,
 * down to a single key, whose rows are listed in the order of the source.
 */
export class KeyOrder implements RowOrder {
  readonly #sorted: Sorted;
  readonly #interval: Interval;
  readonly #shift: number;
  /** How many rows come before each part in the order of the table, and the number of all. */
  readonly #before: Uint32Array;
  /** By the first part of a run; the least recently used first. */
  readonly #runs = new Map<number, Promise<RowOrder>>();

  private constructor(sorted: Sorted, interval: Interval, shift: number, counts: Uint32Array) {
    this.#sorted = sorted;
    this.#interval = interval;
    this.#shift = shift;
    if (sorted.descending) counts.reverse();
    this.#before = new Uint32Array(counts.length + 1);
    counts.forEach((count, part) => (this.#before[part + 1] = this.#before[part]! + count));
  }

  /** Orders all rows that have a key. */
  static of(
    kernels: Kernels,
    { meta, extent }: Pick<ColumnLease, 'meta' | 'extent'>,
    clauses: Filter,
    descending: boolean,
    signal: AbortSignal,
  ): Promise<KeyOrder> {
    const lane = laneOf(meta.encoding);
    const [first, last] = spanOf(lane);
    // Infinities are outside of the extent.
    const ends = meta.infinite ? null : extent?.map((value) => ordinalOf(lane, ceilKey(meta.encoding, value)));
    const slack = meta.encoding.kind === 'fixed64' ? ROUNDING : 0n;
    const interval = {
      first: larger(first, (ends?.[0] ?? first) - slack),
      last: smaller(last, (ends?.[1] ?? last) + slack),
    };
    return KeyOrder.#count({ kernels, column: meta.id, lane, clauses, descending }, interval, signal);
  }

  static async #count(sorted: Sorted, interval: Interval, signal: AbortSignal): Promise<KeyOrder> {
    const { kernels, column, lane, clauses } = sorted;
    const length = interval.last - interval.first + 1n;
    const shift = Math.max(0, (length - 1n).toString(2).length - PART_BITS);
    const [counts] = await computeOnce(
      kernels,
      [{ kernel: 'ranks', column, lane, ...interval, shift, clauses }],
      signal,
    );
    return new KeyOrder(sorted, interval, shift, counts!);
  }

  get rowCount(): number {
    return this.#before.at(-1)!;
  }

  async rowsAt(from: number, to: number, signal: AbortSignal): Promise<Uint32Array<ArrayBuffer>> {
    const found: Uint32Array[] = [];
    for (let place = from; place < to;) {
      const [firstPart, endPart] = this.#runAt(place);
      const [start, end] = [this.#before[firstPart]!, this.#before[endPart]!];
      const order = await this.#orderOf(firstPart, endPart, signal);
      found.push(await order.rowsAt(place - start, Math.min(to, end) - start, signal));
      place = end;
    }
    return concatenated(found);
  }

  /** The parts that are sorted together with that of a place: neighbors of few rows, or one of many. */
  #runAt(place: number): readonly [firstPart: number, endPart: number] {
    const before = this.#before;
    const part = lastAtMost(before, place);
    const isLarge = (one: number): boolean => before[one + 1]! - before[one]! > MOST_ENTRIES;
    if (isLarge(part)) return [part, part + 1];
    const run = Math.floor(before[part]! / RUN_ROWS) * RUN_ROWS;
    const firstPart = firstAtLeast(before, run);
    const endPart = Math.min(before.length - 1, firstAtLeast(before, run + RUN_ROWS));
    // Only the last part of a run can be large.
    return [firstPart, endPart > part + 1 && isLarge(endPart - 1) ? endPart - 1 : endPart];
  }

  #orderOf(firstPart: number, endPart: number, signal: AbortSignal): Promise<RowOrder> {
    const order = this.#runs.get(firstPart) ?? this.#read(firstPart, endPart, signal);
    this.#runs.delete(firstPart);
    this.#runs.set(firstPart, order);
    order.catch(() => this.#runs.delete(firstPart));
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size <= MOST_KEPT) break;
      this.#runs.delete(oldest);
    }
    return order;
  }

  async #read(firstPart: number, endPart: number, signal: AbortSignal): Promise<RowOrder> {
    const { kernels, column, lane, clauses, descending } = this.#sorted;
    const interval = this.#intervalOf(firstPart, endPart);
    const rowCount = this.#before[endPart]! - this.#before[firstPart]!;
    const isSingle = interval.first === interval.last;
    if (rowCount > MOST_ENTRIES && !isSingle) return KeyOrder.#count(this.#sorted, interval, signal);
    const within = keysBetween(lane, interval.first, interval.last);
    const listed = { column, lane, within, clauses };
    if (isSingle) return SourceOrder.of(kernels, listed, signal);
    const call = { kernel: 'rows', ...listed, from: 0, to: NO_END, most: rowCount } as const;
    const [list] = await computeOnce(kernels, [call], signal);
    return new SortedRows(sortEntries(lane, list!, rowCount, descending));
  }

  /** The keys of parts, which are numbered in the order of the table. */
  #intervalOf(firstPart: number, endPart: number): Interval {
    const { first, last } = this.#interval;
    const count = this.#before.length - 1;
    const [from, to] = this.#sorted.descending ? [count - endPart, count - firstPart] : [firstPart, endPart];
    const shift = BigInt(this.#shift);
    return { first: first + (BigInt(from) << shift), last: smaller(last, first + (BigInt(to) << shift) - 1n) };
  }
}

/** An extent is in doubles, which round long integers. */
const ROUNDING = 2048n;
/** Row numbers are words. */
const NO_END = 0xffff_ffff;

class SortedRows implements RowOrder {
  readonly #rows: Uint32Array<ArrayBuffer>;

  constructor(rows: Uint32Array<ArrayBuffer>) {
    this.#rows = rows;
  }

  get rowCount(): number {
    return this.#rows.length;
  }

  rowsAt(from: number, to: number): Promise<Uint32Array<ArrayBuffer>> {
    return Promise.resolve(this.#rows.slice(from, to));
  }
}

/** The last index of ascending values whose value is at most `value`, and is not the last of all. */
function lastAtMost(values: Uint32Array, value: number): number {
  return firstAtLeast(values, value + 1) - 1;
}

/** The first index of ascending values whose value is at least `value`. */
function firstAtLeast(values: Uint32Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
