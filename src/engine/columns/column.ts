/**
 * The data model of a resident column: how pages encode values. Pure types and constants; any module may import them.
 *
 * A page holds *sort keys* ("keys" for short): unsigned integers, or f32 values, in the order of the values they
 * encode. Kernels only compare keys and never round, so both backends and SQL agree to the last row.
 */

/** Rows per page, except a column's last. Fixed, so that a pool can reuse buffers of equal size. */
export const PAGE_ROWS = 1 << 18;

/** NULL in a `u32` page. A NULL in a `u64` page has it in both words; in an `f32` page NULL is NaN. */
export const NULL_KEY = 0xffff_ffff;

export type ColumnId = string & { readonly __column: never };

/**
 * How a page's words encode values.
 *
 * - `f32`: the value itself, in a Float32Array. NULL and NaN are both NaN and are never inside a range, as in SQL's
 *   `x >= lo AND x < hi` (DuckDB orders NaN above everything). -0 is stored as +0.
 * - `u32`: value = origin + key × step. Integers, timestamps on a regular step, dictionary codes, booleans. NULL is
 *   {@link NULL_KEY}.
 * - `fixed64`: value = origin + key × step with a 64-bit key in two words. Long integers and fine timestamps.
 * - `float64`: the key is the order-preserving image of the double's bits (sign flipped, negatives inverted), in two
 *   words. For doubles that f32 cannot represent. NaN is NULL; -0 is stored as +0.
 *
 * Two-word pages are interleaved, low word first: `[lo₀, hi₀, lo₁, hi₁, …]`; a NULL has both words {@link NULL_KEY}.
 * `origin` and `step` are in the column's ticks (see {@link ColumnType}); `step` ≥ 1.
 */
export type Encoding =
  | { readonly kind: 'f32' }
  | { readonly kind: 'u32'; readonly origin: bigint; readonly step: bigint }
  | { readonly kind: 'fixed64'; readonly origin: bigint; readonly step: bigint }
  | { readonly kind: 'float64' };

/** The layout a kernel sees: `fixed64` and `float64` are both `u64` and differ only in the meaning of a key. */
export type Lane = 'f32' | 'u32' | 'u64';

export function laneOf(encoding: Encoding): Lane {
  return encoding.kind === 'fixed64' || encoding.kind === 'float64' ? 'u64' : encoding.kind;
}

/** How many 32-bit words a key takes. */
export function wordsPerKey(lane: Lane): 1 | 2 {
  return lane === 'u64' ? 2 : 1;
}

/** Bytes of a resident column: rows are padded to a multiple of four, for the GPU. */
export function columnBytes(rows: number, lane: Lane): number {
  return Math.ceil(rows / 4) * 4 * 4 * wordsPerKey(lane);
}

/** What the values mean. */
export type ColumnType =
  | { readonly kind: 'number'; readonly integer: boolean }
  /**
   * Ticks since 1970-01-01T00:00Z; `ticksPerMs` is 1/86400000 for days, 0.001 for seconds, 1000 for microseconds, 1e6
   * for nanoseconds.
   */
  | {
      readonly kind: 'time';
      readonly ticksPerMs: number;
      /** Values are instants (TIMESTAMPTZ), shown in a time zone. All other times are wall-clock times. */
      readonly isInstant?: true;
    }
  /** `u32` codes into `labels`, which are sorted, or in the order of an axis: codes and labels have the same order. */
  | {
      readonly kind: 'category';
      readonly labels: readonly string[];
      /** The labels are `false` and `true`, and their codes the numbers 0 and 1. */
      readonly isBoolean?: true;
    };

/** The keys of one page: `rows` long, or twice that for a `u64` lane. */
export type Keys = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

export interface Page {
  readonly rows: number;
  readonly keys: Keys;
}

/** A column's description without its data. */
export interface ColumnMeta {
  readonly id: ColumnId;
  readonly rows: number;
  readonly encoding: Encoding;
  readonly type: ColumnType;
  /**
   * Number of ±infinity values; none if left out. They are in no bin and outside the extent. Infinite floats have keys,
   * so that a range unbounded on their side includes them; infinite dates and timestamps are NULL.
   */
  readonly infinite?: number;
  /** Number of rows without a value: NULL and NaN; none if left out. Infinite times are not among them. */
  readonly nulls?: number;
  /**
   * The key that NULL has instead of its word, above the keys of all finite values, so that kernels find its rows in a
   * bin. Left out: NULL is in no bin.
   */
  readonly nullKey?: number | bigint;
}

/** The smallest and largest finite value of a column, in its ticks; null without one. */
export type Extent = readonly [min: number, max: number] | null;

/** A column on its way to a backend, which takes ownership of the pages (they may be transferred away). */
export interface Column extends ColumnMeta {
  readonly pages: readonly Page[];
  /** Left out if it is not known. */
  readonly extent?: Extent;
}
