import type { NumberScaleSpec } from './scale-spec';

/**
 * What somebody selected, in data units, as plain JSON: it outlives sizes, zooms, reloads and pages. Every kind says of
 * which query's rows it speaks (`from`), and can be written as SQL over them (see {@link clauseSql}).
 */
export type SelectionClause = IntervalClause | PointsClause | PolygonClause | NearestClause | SqlClause;

/** A brush: rows inside every range. */
export interface IntervalClause {
  readonly kind: 'interval';
  readonly from: string;
  readonly ranges: readonly SelectedRange[];
}

/** Clicked bars, cells or categories: rows inside every range of one of the boxes. */
export interface PointsClause {
  readonly kind: 'points';
  readonly from: string;
  readonly boxes: readonly (readonly SelectedRange[])[];
}

/**
 * A lasso: rows in the cells of a grid whose centres lie inside the polygon (even-odd rule). The grid is the plot's
 * pixels at the time it was drawn, so that the curve means the same rows for ever, to the last one.
 */
export interface PolygonClause {
  readonly kind: 'polygon';
  readonly from: string;
  readonly x: GridSide;
  readonly y: GridSide;
  /** In cells of the grid, not rounded. */
  readonly vertices: readonly (readonly [x: number, y: number])[];
}

/**
 * The values of the row nearest to the pointer, and so every row that has them: `lo` of each range is the value, `hi`
 * the next one that there can be.
 */
export interface NearestClause {
  readonly kind: 'nearest';
  readonly from: string;
  readonly ranges: readonly SelectedRange[];
}

/** A condition of the author's own. */
export interface SqlClause {
  readonly kind: 'sql';
  readonly from: string;
  readonly predicate: string;
}

/** What the numbers of a range are. */
export type ValueKind = 'number' | 'integer' | 'time' | 'category';

/** One side of a selection: lo ≤ expression < hi. */
export interface SelectedRange {
  readonly channel: 'x' | 'y';
  readonly expression: string;
  readonly kind: ValueKind;
  /** Data units: milliseconds since 1970 for times, places in the order of labels for categories. */
  readonly lo: number;
  readonly hi: number;
  /** Categories: those inside. */
  readonly labels?: readonly string[];
  /**
   * Integers and times: the same to the last bit, as whole ticks of the column in decimal; an open end is `-Infinity`
   * or `Infinity`.
   */
  readonly ticks?: readonly [lo: string, hi: string];
  /** Times: how many of the column's ticks are a millisecond. */
  readonly ticksPerMs?: number;
}

/** One side of a lasso's grid: `lo` to `hi` in ticks of the column, in `count` cells that look equally long. */
export interface GridSide {
  readonly expression: string;
  readonly kind: ValueKind;
  readonly lo: number;
  readonly hi: number;
  readonly count: number;
  /** The scale of numbers that were not drawn in proportion. */
  readonly scale?: NumberScaleSpec;
  readonly labels?: readonly string[];
  readonly ticksPerMs?: number;
}
