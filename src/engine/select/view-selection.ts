import type { Key } from '../columns/keys';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Scale } from '../scales/scale';
import type { Filter } from '../frame/recording';
import type { FacetChannel } from '../grammar/facet-channel';
import type { PositionChannel } from '../grammar/position-channel';
import type { SelectedRange, SelectionClause } from '../grammar/selection-clause';

export type Range = readonly [from: number, to: number];
/** Thresholds in a column's ticks, exact. */
export type Ticks = readonly [from: Key, to: Key];

/** An axis of a plot on which values can be selected. */
export interface SelectAxis<C extends SelectChannel = SelectChannel> {
  readonly channel: C;
  readonly expression: string;
  /** The title of the axis in texts. */
  readonly title: string;
  readonly axis: BinnedAxis;
  readonly lengthCss: number;
  /** The axis of each panel, if panels have free scales. */
  readonly ofPanels?: readonly BinnedAxis[];
  /** What a band with a limit shows; omitted for all other axes. */
  readonly band?: SelectBand;
  /** Where the values of its bins lie; omitted if they lie anywhere. */
  readonly grain?: Grain;
  /** For a facet: the values of its panels, in order, and the number of panels from one value to the next. */
  readonly facet?: { readonly values: readonly Ticks[]; readonly stride: number };
}

/** The labels that a band shows, in slots of length 1: the code of each, and the scale of the slots. */
export interface SelectBand {
  readonly codes: readonly number[];
  readonly scale: Scale;
}

/** Equal distances between values, in ticks: no value lies between two lines of this grid. */
export interface Grain {
  readonly origin: number;
  readonly spacing: number;
}

/** `color` selects slices of a pie, which has no positions. */
export type SelectChannel = PositionChannel | FacetChannel | 'color';

/** The axis that a panel shows. */
export function axisIn({ axis, ofPanels }: SelectAxis, panel: number | undefined): BinnedAxis {
  return ofPanels?.[panel ?? 0] ?? axis;
}

/** The facet values of a panel. */
export function facetRanges(axes: readonly SelectAxis[], panel: number): readonly SideRange[] {
  return axes.flatMap((side) => {
    const values = side.facet?.values[Math.floor(panel / side.facet.stride) % side.facet.values.length];
    return values ? [{ side, values }] : [];
  });
}

/**
 * The panel that these ranges select; `all` if they don't select a single value of each facet, `hidden` if the plot
 * has no panel for one of these values.
 */
export type SelectedPanel = number | 'all' | 'hidden';

export function panelOf(ranges: readonly SideRange[], axes: readonly SelectAxis[]): SelectedPanel {
  const facets = axes.flatMap(({ channel, facet }) => {
    if (!facet) return [];
    const range = ranges.find(({ side }) => side.channel === channel);
    const indices = [...facet.values.keys()].filter((i) => !range || contains(range, facet.values[i]!));
    return [{ indices, stride: facet.stride }];
  });
  if (facets.some(({ indices }) => indices.length === 0)) return 'hidden';
  if (facets.length === 0 || facets.some(({ indices }) => indices.length > 1)) return 'all';
  return facets.reduce((panel, { indices, stride }) => panel + indices[0]! * stride, 0);
}

function contains({ values: [lo, hi] }: SideRange, [least]: Ticks): boolean {
  return lo <= least && least < hi;
}

/** The ranges on facets. */
export function facetsAmong(ranges: readonly SideRange[]): readonly SideRange[] {
  return ranges.filter(({ side }) => side.facet !== undefined);
}

/** Thresholds on one side of a plot: lo ≤ value < hi. */
export interface SideRange {
  readonly side: SelectAxis;
  readonly values: Ticks;
}

/**
 * A rectangle in pixels of a panel: x from its left, y from its bottom; null if it covers the full length of an
 * axis.
 */
export interface BrushPx {
  readonly x: Range | null;
  readonly y: Range | null;
  /** The panel that the brush is in; omitted for all panels. */
  readonly panel?: number;
}

/** The shape drawn over the picture, in pixels of a panel, y from its bottom. */
export type SelectionShape =
  | { readonly kind: 'brush'; readonly px: BrushPx }
  /** The values of the row nearest to the pointer. */
  | { readonly kind: 'nearest'; readonly px: BrushPx }
  | { readonly kind: 'picked'; readonly boxes: readonly BrushPx[] }
  | { readonly kind: 'lasso'; readonly corners: readonly (readonly [x: number, y: number])[]; readonly panel?: number }
  /** In a panel that the plot has no room for. */
  | { readonly kind: 'hidden' };

/** A plot's selection in the forms needed by the kernels, the linked views, the element and the author. */
export interface ViewSelection {
  readonly clause: (from: string) => SelectionClause;
  /** A filter on the columns of the axes. */
  readonly filter: Filter;
  /** Whole pixels of the brush's axes; null if it is not a brush, or was set by value and may end between pixels. */
  readonly pixels: readonly Range[] | null;
  readonly shape: SelectionShape;
  /** Values of facets, in any of which the selected rows are; none if they are in all panels. */
  readonly facets: readonly SideRange[];
  /** One range per axis; empty for a lasso or several points. */
  readonly ranges: readonly SelectedRange[];
  readonly text: string;
  /** The same selection on new axes: for another size or domain, or over new rows; null if they can't show it. */
  readonly redraw: (axes: readonly SelectAxis[]) => ViewSelection | null;
}
