import { wordsPerKey, type ColumnId, type Keys, type Lane } from '../columns/column';
import type { IndexId, SlotId } from './ids';
import type { SurfacePaint } from './surface-paint';

/**
 * One frame's work as plain data: the kernels to run and the pictures to paint. It can be logged, compared, sent to a
 * worker, and executed by any backend. Kernels run in order, then the paints: one for each canvas that changes.
 */
export interface Recording {
  readonly kernels: readonly KernelCall[];
  readonly paints: readonly SurfacePaint[];
}

export type { IndexId, SlotId, SurfaceId } from './ids';

/**
 * Bins of one column, given by their thresholds in key space; the test is always exact. `keys` holds `count + 1` keys:
 * `keys[i]` (i < count) is the first key of bin i, ascending (equal neighbors make an empty bin); `keys[count]` is the
 * last key *inside* the last bin. A row is in bin i if keys[i] ≤ key < keys[i+1], and in the last bin if keys[count-1]
 * ≤ key ≤ keys[count]. NULL is in no bin. On a `u64` lane `keys` has 2 × (count + 1) words, low word first. `uniform`
 * promises (nearly) equal distances between thresholds in key space, so a bin can be estimated and then corrected.
 */
export interface Bins {
  readonly column: ColumnId;
  readonly lane: Lane;
  readonly count: number;
  readonly keys: Keys;
  readonly uniform: boolean;
}

/**
 * Rows with first ≤ key ≤ last; none if first > last. `keys` is [first, last] (four words on a `u64` lane). NULL never
 * passes.
 */
export interface RangeClause {
  readonly kind: 'range';
  readonly column: ColumnId;
  readonly lane: Lane;
  readonly keys: Keys;
}

/**
 * Rows whose key is in a set, on a `u32` lane: key k passes if bit k % 32 of words[⌊k / 32⌋] is 1. Keys beyond the
 * words do not pass, nor does NULL. For dictionary codes and other dense keys; for a few sparse keys use an {@link
 * AnyClause}.
 */
export interface SetClause {
  readonly kind: 'set';
  readonly column: ColumnId;
  readonly words: Uint32Array<ArrayBuffer>;
}

/**
 * Rows whose bin, or cell of two axes' bins, is marked: bit c % 32 of words[⌊c / 32⌋] for cell c = j × x.count + i.
 * Rows in no bin do not pass. A lasso marks cells of the plot's pixels (see rasterisePolygon); clicked bars mark their
 * bins. So a kernel only compares keys, regardless of the shape that the user drew. Both backends, and SQL with the
 * same thresholds, select exactly the same rows.
 */
export interface CellsClause {
  readonly kind: 'cells';
  readonly bins: readonly [Bins] | readonly [Bins, Bins];
  readonly words: Uint32Array<ArrayBuffer>;
}

/** Rows that pass at least one of these filters; no rows if the list is empty. */
export interface AnyClause {
  readonly kind: 'any';
  readonly of: readonly Filter[];
}

/** Rows that do not pass a filter, including those that fail it because of a NULL: SQL's `(…) IS NOT TRUE`. */
export interface NotClause {
  readonly kind: 'not';
  readonly of: Filter;
}

export type Clause = RangeClause | SetClause | CellsClause | AnyClause | NotClause;

/** The conjunction of its clauses; an empty one passes all rows. */
export type Filter = readonly Clause[];

export type KernelCall = ScanCall | IndexCall | SliceCall;

/** Kernels that read rows. */
export type ScanCall = AggregateCall | NearestCall | BlocksCall | RowsCall | RanksCall;

/**
 * aggregate: rows → accumulators. Groups the rows that pass the clauses into the cells of the dimensions; each
 * accumulator aggregates every cell. Overwrites the slot with the accumulators' words, one after the other in listed
 * order; `aggregates/` defines how many words each takes.
 */
export type AggregateCall = GroupedCall | TotalCall;

interface AggregateParts {
  readonly kernel: 'aggregate';
  readonly clauses: Filter;
  readonly sample?: Sample;
  readonly out: SlotId;
}

/**
 * Accumulates by cell. With bins i, j, k, … of dimensions x, y, z, …, x is fastest: cell = i + x.count × (j + y.count ×
 * (k + …)). A row outside the bins of any dimension is in no cell. All dimensions and accumulated columns belong to one
 * relation.
 */
export interface GroupedCall extends AggregateParts {
  readonly dimensions: Dimensions;
  readonly accumulators: readonly [CellAccumulator, ...CellAccumulator[]];
}

/** Accumulators over all rows that pass: one cell. */
export interface TotalCall extends AggregateParts {
  readonly dimensions: readonly [];
  /** Any resident column of the relation. Needed because there are no dimensions to identify the relation. */
  readonly rows: ColumnId;
  readonly accumulators: readonly [Accumulator, ...Accumulator[]];
}

/** Grouping by one to four binned columns. */
export type Dimensions =
  readonly [Bins] | readonly [Bins, Bins] | readonly [Bins, Bins, Bins] | readonly [Bins, Bins, Bins, Bins];

export type Accumulator = CellAccumulator | Extent;

/** Accumulators that also work cell by cell. NULL and NaN add nothing to any of them, except to a count of rows. */
export type CellAccumulator = Count | CountOf | Sum | Least | Greatest | Bits;

/** The number of rows of a cell. */
export interface Count {
  readonly op: 'count';
}

/** The number of rows whose value is not NULL. */
export interface CountOf {
  readonly op: 'count-of';
  readonly column: ColumnId;
  readonly lane: Lane;
}

/**
 * The exact integer sum of a column's {@link Summand}s: 96 bits in two's complement, in three words, the lowest first.
 * It cannot overflow with less than 2³¹ rows, and no order of rows changes it. Infinite values add nothing.
 */
export interface Sum {
  readonly op: 'sum';
  readonly column: ColumnId;
  readonly of: Summand;
}

/**
 * The integer that a row adds to a sum: its key on an integer encoding, otherwise value × 2^shift without its fraction
 * (rounded towards zero). Each is less than 2^bits in size. `aggregates/fixed-point.ts` chooses shift and bits.
 */
export type Summand =
  | { readonly lane: 'u32' | 'u64'; readonly shift: null; readonly bits: number }
  | { readonly lane: 'f32' | 'u64'; readonly shift: number; readonly bits: number };

/** The smallest key of each cell, infinities included; NULL words (all bits 1) if no row has a key. */
export interface Least {
  readonly op: 'min';
  readonly column: ColumnId;
  readonly lane: Lane;
}

/** The largest key of each cell, infinities included; NULL words (all bits 1) if no row has a key. */
export interface Greatest {
  readonly op: 'max';
  readonly column: ColumnId;
  readonly lane: Lane;
}

/**
 * The binary digits that the values of a column use, in two words: {@link BITS_BIAS} − the exponent of the lowest 1,
 * and BITS_BIAS + the exponent above the highest 1. Both are 0 if no row has a finite value other than 0. On integer
 * encodings these are the digits of the keys. `isFloat` says whether a `u64` lane holds doubles.
 */
export interface Bits {
  readonly op: 'bits';
  readonly column: ColumnId;
  readonly lane: Lane;
  readonly isFloat: boolean;
}

/** Makes the exponents of every double positive. */
export const BITS_BIAS = 1100;

/**
 * The smallest and the largest key of a column, ignoring infinities: [min, max] as Keys of its lane. If no row has a
 * key, min > max: (f32) +Infinity and -Infinity, (words) 0xffffffff… and 0.
 */
export interface Extent {
  readonly op: 'extent';
  readonly column: ColumnId;
  readonly lane: Lane;
}

/** The accumulators of a call that only counts. */
export const COUNT: readonly [Count] = [{ op: 'count' }];

/**
 * A sample reads every `stride`-th block of rows and counts each of their rows `stride` times; stride 1 reads all rows.
 * A block is {@link SAMPLE_BLOCK_ROWS} rows, short enough that a sample of sorted rows has no visible gaps. The next
 * frame will have other bins and clauses: a backend caches nothing for a sample.
 */
export interface Sample {
  readonly stride: number;
}

/** Rows of one block of a sample: row r is in block ⌊r / 1024⌋. */
export const SAMPLE_BLOCK_ROWS = 1024;

/**
 * nearest: Column[n] (× Column[n]) → the row that passes and whose bins are nearest to the cell `at`, by squared
 * distance in whole bins. Ties go to the smallest row number. Bins are usually pixels; y is null if only x matters. The
 * slot holds [distance², row, x's bin, y's bin], all four {@link NO_ROW} if no row is within `radius` (at most 2¹⁵
 * bins).
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

/** Rows of a relation, as a table lists them: those that pass, and whose key of one column is in a range. */
export interface ListedRows {
  /** Any resident column of the relation: `within` is about its keys. */
  readonly column: ColumnId;
  readonly lane: Lane;
  /** [first, last], as in a {@link RangeClause}. Null: rows with any key, and those with NULL. */
  readonly within: Keys | null;
  readonly clauses: Filter;
}

/**
 * blocks: Column[n] → Counts[⌈n / BLOCK_ROWS⌉]: how many rows of each block are listed. Finds the row of any rank, in
 * row order, by reading a single block.
 */
export interface BlocksCall extends ListedRows {
  readonly kernel: 'blocks';
  readonly out: SlotId;
}

/** Rows of a block: row r is in block ⌊r / 4096⌋. A page has a whole number of blocks. */
export const BLOCK_ROWS = 4096;

/**
 * rows: Column[n] → the listed rows among from ≤ row < to, with their keys. The slot holds their number, then for each,
 * in no particular order, its row number and its key (one word, or two, low word first). There may be words after
 * those. If there are more than `most` rows, `most` of them follow; which ones is not defined.
 */
export interface RowsCall extends ListedRows {
  readonly kernel: 'rows';
  readonly from: number;
  readonly to: number;
  readonly most: number;
  readonly out: SlotId;
}

/** The words of a row in the slot of a {@link RowsCall}: its number and its key. */
export function rowWords(lane: Lane): number {
  return 1 + wordsPerKey(lane);
}

/**
 * ranks: Column[n] → Counts[⌊(last − first) / 2^shift⌋ + 1]: how many rows that pass have a key of each part of an
 * interval. A key is in part ⌊(o − first) / 2^shift⌋ where o is its ordinal (see `columns/ordinals.ts`), from `first`
 * to `last`. Finds the row of any rank, in the order of the keys, by reading a single part.
 */
export interface RanksCall {
  readonly kernel: 'ranks';
  readonly column: ColumnId;
  readonly lane: Lane;
  readonly first: bigint;
  readonly last: bigint;
  readonly shift: number;
  readonly clauses: Filter;
  readonly out: SlotId;
}

/** The number of parts that a {@link RanksCall} counts. */
export function partsOf({ first, last, shift }: Pick<RanksCall, 'first' | 'last' | 'shift'>): number {
  return Number((last - first) >> BigInt(shift)) + 1;
}

/** Fills a nearest slot when there is no row. */
export const NO_ROW = 0xffff_ffff;

/**
 * index: prepares the aggregates for every brush over one view (the active one). `active` holds one or two Bins whose
 * bins are the brush's pixels. A later {@link SliceCall} gives a rectangle of pixels and fills the slot of every view.
 * Each view is filtered by its own `clauses` (the brushes that do not move).
 */
export interface IndexCall {
  readonly kernel: 'index';
  readonly id: IndexId;
  readonly active: readonly [Bins] | readonly [Bins, Bins];
  readonly views: readonly IndexedView[];
}

/** An aggregate by the cells of up to four dimensions; without dimensions, of all rows that pass. */
export interface IndexedView {
  readonly bins: readonly [] | Dimensions;
  /** A backend need not support accumulators other than counts and sums. See {@link Capabilities.prefersIndex}. */
  readonly accumulators: readonly [CellAccumulator, ...CellAccumulator[]];
  readonly clauses: Filter;
  readonly out: SlotId;
}

/**
 * slice: fills the slots of every view of an index with the aggregates of rows whose active pixels are in from ≤ pixel
 * < to, per axis.
 */
export interface SliceCall {
  readonly kernel: 'slice';
  readonly id: IndexId;
  /** One [from, to) per active axis, in pixels of the active Bins. */
  readonly pixels: readonly (readonly [from: number, to: number])[];
}
