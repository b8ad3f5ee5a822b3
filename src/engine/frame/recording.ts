import type { ColumnId, Keys, Lane } from '../columns/column';
import type { IndexId, SlotId } from './ids';
import type { SurfacePaint } from './surface-paint';

/**
 * One frame's work as plain data: which kernels to run and what to paint. It can be logged, compared, sent to a worker,
 * and executed by any backend. Kernels run in order, then paints: one for each canvas that shows something new.
 */
export interface Recording {
  readonly kernels: readonly KernelCall[];
  readonly paints: readonly SurfacePaint[];
}

export type { IndexId, SlotId, SurfaceId } from './ids';

/**
 * Bins of one column, given by their thresholds in key space; the test is always exact. `keys` holds `count + 1` keys:
 * `keys[i]` (i < count) is the first key of bin i, ascending (equal neighbours make an empty bin); `keys[count]` is the
 * last key *inside* the last bin. A row is in bin i when keys[i] ≤ key < keys[i+1], and in the last bin when
 * keys[count-1] ≤ key ≤ keys[count]. NULL is in no bin. On a `u64` lane `keys` has 2 × (count + 1) words, low word
 * first. `even` promises that thresholds stand (nearly) evenly in key space, so that an index may be estimated and then
 * corrected.
 */
export interface Bins {
  readonly column: ColumnId;
  readonly lane: Lane;
  readonly count: number;
  readonly keys: Keys;
  readonly uniform: boolean;
}

/**
 * Rows whose key lies in first ≤ key ≤ last; empty when first > last. `keys` is [first, last] (four words on a `u64`
 * lane). NULL never passes.
 */
export interface RangeClause {
  readonly kind: 'range';
  readonly column: ColumnId;
  readonly lane: Lane;
  readonly keys: Keys;
}

/**
 * Rows whose key is in a set, on a `u32` lane: key k passes when bit k % 32 of words[⌊k / 32⌋] is 1. Keys beyond the
 * words do not pass, nor does NULL. For dictionary codes, and any keys that lie close together; a few keys far apart
 * are an {@link AnyClause}.
 */
export interface SetClause {
  readonly kind: 'set';
  readonly column: ColumnId;
  readonly words: Uint32Array<ArrayBuffer>;
}

/**
 * Rows whose bin, or cell of two axes' bins, is marked: bit c % 32 of words[⌊c / 32⌋] for cell c = j × x.count + i.
 * Rows in no bin do not pass. A lasso is one over the plot's pixels (see rasterisePolygon), clicked bars one over its
 * bins: so whatever curve the author drew, a kernel only compares keys, and both backends and SQL with the same
 * thresholds agree to the last row.
 */
export interface CellsClause {
  readonly kind: 'cells';
  readonly bins: readonly [Bins] | readonly [Bins, Bins];
  readonly words: Uint32Array<ArrayBuffer>;
}

/** Rows that pass at least one of these filters; none when there is none. */
export interface AnyClause {
  readonly kind: 'any';
  readonly of: readonly Filter[];
}

/** Rows that do not pass a filter, those it refuses for a NULL among them: SQL's `(…) IS NOT TRUE`. */
export interface NotClause {
  readonly kind: 'not';
  readonly of: Filter;
}

export type Clause = RangeClause | SetClause | CellsClause | AnyClause | NotClause;

/** The conjunction of its clauses; all rows pass an empty one. */
export type Filter = readonly Clause[];

export type KernelCall = ScanCall | IndexCall | SliceCall;

/** Kernels that read rows. */
export type ScanCall = ExtentCall | Bin1dCall | Bin2dCall | NearestCall;

/**
 * extent: Column[n] → the smallest and the largest key among rows that pass, infinities left out. The slot holds Keys
 * of the column's lane: [min, max] (four words on a `u64` lane); when no row counts, min > max (f32: +Infinity,
 * -Infinity; words: 0xffffffff…, 0).
 */
export interface ExtentCall {
  readonly kernel: 'extent';
  readonly column: ColumnId;
  readonly lane: Lane;
  readonly clauses: Filter;
  readonly out: SlotId;
}

/**
 * Rows of blocks whose number is a multiple of `every` are counted, as `every` each; all rows when it is 1. A block is
 * {@link SAMPLE_BLOCK_ROWS} rows, so that a sample of sorted rows has no gaps a reader could see. Bins and clauses that
 * are glanced at will be others in the next frame: a backend keeps nothing for them.
 */
export interface Sample {
  readonly stride: number;
}

/** Rows of one block of a sample: row ⌊r / 1024⌋. */
export const SAMPLE_BLOCK_ROWS = 1024;

/** bin1d: Column[n] → Counts[x.count]. The slot holds a Uint32Array, overwritten. */
export interface Bin1dCall {
  readonly kernel: 'bin1d';
  readonly x: Bins;
  readonly clauses: Filter;
  readonly sample?: Sample;
  readonly out: SlotId;
}

/**
 * bin2d: Column[n] × Column[n] → Counts[x.count × y.count], cell (i, j) at j × x.count + i. The slot holds a
 * Uint32Array, overwritten.
 */
export interface Bin2dCall {
  readonly kernel: 'bin2d';
  readonly x: Bins;
  readonly y: Bins;
  readonly clauses: Filter;
  readonly sample?: Sample;
  readonly out: SlotId;
}

/**
 * nearest: Column[n] (× Column[n]) → the row that passes and whose bins are nearest to the cell `at`, by the squared
 * distance in whole bins; of several the one of the smallest number. Bins are pixels, mostly; y is null where only x
 * counts. The slot holds [distance², row, x's bin, y's bin], all four {@link NO_ROW} when no row is within `radius` (at
 * most 2¹⁵ bins).
 */
export interface NearestCall {
  readonly kernel: 'nearest';
  readonly x: Bins;
  readonly y: Bins | null;
  readonly at: readonly [x: number, y: number];
  readonly radius: number;
  readonly clauses: Filter;
  readonly out: SlotId;
}

/** What a nearest slot holds instead of a row. */
export const NO_ROW = 0xffff_ffff;

/**
 * index: prepares the answers to every brush over one view (the active one). `active` holds one or two Bins whose bins
 * are the brush's pixels. A later {@link SliceCall} names a rectangle of pixels and fills the slot of every view. Each
 * view's counts honour its own `clauses` (the other brushes that stand still).
 */
export interface IndexCall {
  readonly kernel: 'index';
  readonly id: IndexId;
  readonly active: readonly [Bins] | readonly [Bins, Bins];
  readonly views: readonly IndexedView[];
}

export interface IndexedView {
  readonly bins: readonly [Bins] | readonly [Bins, Bins];
  readonly clauses: Filter;
  readonly out: SlotId;
}

/**
 * slice: fills the slots of every view of an index with the counts of rows whose active pixels lie in from ≤ pixel <
 * to, per axis.
 */
export interface SliceCall {
  readonly kernel: 'slice';
  readonly id: IndexId;
  /** One [from, to) per active axis, in pixels of the active Bins. */
  readonly pixels: readonly (readonly [from: number, to: number])[];
}
