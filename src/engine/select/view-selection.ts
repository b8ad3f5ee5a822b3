import type { Key } from '../columns/keys';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Filter } from '../frame/recording';
import type { PositionChannel } from '../grammar/position-channel';
import type { SelectedRange, SelectionClause } from '../grammar/selection-clause';

export type Range = readonly [from: number, to: number];
/** Thresholds in a column's ticks, exact. */
export type Ticks = readonly [from: Key, to: Key];

/** An axis of a plot on which values can be selected. */
export interface SelectAxis {
  readonly channel: PositionChannel;
  readonly expression: string;
  /** For texts. */
  readonly title: string;
  readonly axis: BinnedAxis;
  readonly lengthCss: number;
}

/** Thresholds on one side of a plot: lo ≤ value < hi. */
export interface SideRange {
  readonly side: SelectAxis;
  readonly values: Ticks;
}

/**
 * A rectangle in pixels of the plot's box: x from its left, y from its bottom; null if it covers the full length of an
 * axis.
 */
export interface BrushPx {
  readonly x: Range | null;
  readonly y: Range | null;
}

/** The shape drawn over the picture, in pixels of the plot's box, y from its bottom. */
export type SelectionShape =
  | { readonly kind: 'brush'; readonly px: BrushPx }
  /** The values of the row nearest to the pointer. */
  | { readonly kind: 'nearest'; readonly px: BrushPx }
  | { readonly kind: 'picked'; readonly boxes: readonly BrushPx[] }
  | { readonly kind: 'lasso'; readonly corners: readonly (readonly [x: number, y: number])[] };

/** A plot's selection in the forms needed by the kernels, the linked views, the element and the author. */
export interface ViewSelection {
  readonly clause: (from: string) => SelectionClause;
  /** A filter on the columns of the axes. */
  readonly filter: Filter;
  /** Whole pixels of the brush's axes; null if it is not a brush, or was set by value and may end between pixels. */
  readonly pixels: readonly Range[] | null;
  readonly shape: SelectionShape;
  /** One range per axis; empty for a lasso or several points. */
  readonly ranges: readonly SelectedRange[];
  readonly text: string;
  /** The same selection on new axes: for another size or domain, or over new rows; null if they can't show it. */
  readonly redraw: (axes: readonly SelectAxis[]) => ViewSelection | null;
}
