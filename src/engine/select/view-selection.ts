import type { Key } from '../columns/keys';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Filter } from '../frame/recording';
import type { PositionChannel } from '../grammar/position-channel';
import type { SelectedRange, SelectionClause } from '../grammar/selection-clause';

export type Range = readonly [from: number, to: number];
/** Thresholds in a column's ticks, with every bit. */
export type Ticks = readonly [from: Key, to: Key];

/** A side of a plot that something is selected on. */
export interface SelectAxis {
  readonly channel: PositionChannel;
  readonly expression: string;
  readonly axis: BinnedAxis;
  readonly lengthCss: number;
}

/** Thresholds on one side of a plot: lo ≤ value < hi. */
export interface SideRange {
  readonly side: SelectAxis;
  readonly values: Ticks;
}

/**
 * A rectangle in pixels of the plot's box: x from its left, y from its bottom; null where it reaches over the whole
 * side.
 */
export interface BrushPx {
  readonly x: Range | null;
  readonly y: Range | null;
}

/** What stands over the picture, in pixels of the plot's box, y from its bottom. */
export type SelectionShape =
  | { readonly kind: 'brush'; readonly px: BrushPx }
  /** The values of the row nearest to the pointer. */
  | { readonly kind: 'nearest'; readonly px: BrushPx }
  | { readonly kind: 'picked'; readonly boxes: readonly BrushPx[] }
  | { readonly kind: 'lasso'; readonly corners: readonly (readonly [x: number, y: number])[] };

/** What is selected on one plot, as the kernels, the link, the element and the page's author each need it. */
export interface ViewSelection {
  readonly clause: (from: string) => SelectionClause;
  /** Over the columns of the axes it was drawn on. */
  readonly filter: Filter;
  /** Whole pixels of the brush's axes; null when it is no brush, or was set by value and may end between pixels. */
  readonly pixels: readonly Range[] | null;
  readonly shape: SelectionShape;
  /** For those who have only one range a side; empty for a lasso or several points. */
  readonly ranges: readonly SelectedRange[];
  readonly text: string;
  /**
   * The same selection over axes cut anew: for another size or domain, or over more rows; null when they can't show it.
   */
  readonly redraw: (axes: readonly SelectAxis[]) => ViewSelection | null;
}
