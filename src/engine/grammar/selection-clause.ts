import type { ChannelName } from './channel-name';
import type { PositionChannel } from './position-channel';
import type { NumberScaleSpec } from './scale-spec';

/**
 * What the user selected, in data units, as plain JSON: independent of size and zoom, and valid after a reload or on
 * another page. Every kind names the query that it applies to (`from`), and translates to SQL (see {@link clauseSql}).
 */
export type SelectionClause = ChannelClause | SqlClause;

/** A clause about values on channels. */
export type ChannelClause = IntervalClause | PointsClause | PolygonClause | NearestClause;

/** The current form of clauses. {@link migrateClause} reads the earlier ones. */
export const CLAUSE_VERSION = 2;

interface Versioned {
  /** Plots always write it. Absent in clauses of the first form. */
  readonly version?: typeof CLAUSE_VERSION;
}

/** A brush: rows inside every range. */
export interface IntervalClause extends Versioned {
  readonly kind: 'interval';
  readonly from: string;
  readonly ranges: readonly SelectedRange[];
}

/** Clicked bars, cells or categories: rows inside every range of one of the boxes. */
export interface PointsClause extends Versioned {
  readonly kind: 'points';
  readonly from: string;
  readonly boxes: readonly (readonly SelectedRange[])[];
}

/**
 * A lasso: rows in the cells of a grid whose centers lie inside the polygon (even-odd rule). The grid is the plot's
 * pixels at the time of drawing, so the curve always selects exactly the same rows.
 */
export interface PolygonClause extends Versioned {
  readonly kind: 'polygon';
  readonly from: string;
  /** Two different channels. */
  readonly sides: readonly [GridSide, GridSide];
  /** In cells of the two sides, not rounded. */
  readonly vertices: readonly (readonly [first: number, second: number])[];
  /** Ranges that the rows must also be in: the facet values of the panel. Default: none. */
  readonly within?: readonly SelectedRange[];
}

/**
 * The values of the row nearest to the pointer, which selects every row with these values: `lo` of each range is the
 * value, `hi` the next possible one.
 */
export interface NearestClause extends Versioned {
  readonly kind: 'nearest';
  readonly from: string;
  readonly ranges: readonly SelectedRange[];
}

/** A condition that the author wrote. */
export interface SqlClause {
  readonly kind: 'sql';
  readonly from: string;
  readonly predicate: string;
}

/** The kind of values in a range. */
export type ValueKind = 'number' | 'integer' | 'time' | 'category';

/** A category by its label; null for NULL. */
export type Category = string | null;

/** The channel of a plot; `filter` for what a control selects, `key` for rows of a table. */
export type RangeChannel = ChannelName | 'filter' | 'key';

/** One side of a selection: lo ≤ expression < hi. */
export interface SelectedRange {
  readonly channel: RangeChannel;
  readonly expression: string;
  readonly kind: ValueKind;
  /** Data units: milliseconds since 1970 for times, indices in the order of labels for categories. */
  readonly lo: number;
  readonly hi: number;
  /** Categories: the labels inside the range; null is NULL, whose index follows those of all labels. */
  readonly labels?: readonly Category[];
  /**
   * Integers and times: the same interval exactly, as whole ticks of the column in decimal; an open end is `-Infinity`
   * or `Infinity`.
   */
  readonly ticks?: readonly [lo: string, hi: string];
  /** Times: the column's ticks per millisecond. */
  readonly ticksPerMs?: number;
}

/** One side of a lasso's grid: `lo` to `hi` in ticks of the column, in `count` cells that look equally long. */
export interface GridSide {
  readonly channel: PositionChannel;
  readonly expression: string;
  readonly kind: ValueKind;
  readonly lo: number;
  readonly hi: number;
  readonly count: number;
  /** The scale, if numbers and not linear. */
  readonly scale?: NumberScaleSpec;
  readonly labels?: readonly string[];
  readonly ticksPerMs?: number;
}
