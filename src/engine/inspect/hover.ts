import type { FacetChannel } from '../grammar/facet-channel';
import type { PositionChannel } from '../grammar/position-channel';
import type { RowValue } from '../source/source';

/** A place in the box of a panel, in CSS pixels: x from its left, y from its bottom. */
export interface PointPx {
  readonly x: number;
  readonly y: number;
  /** The panel of the place. Default: the first. */
  readonly panel?: number;
}

/** The value of a facet, in words. */
export interface FacetText {
  readonly channel: FacetChannel;
  readonly title: string;
  readonly text: string;
}

/** One row of the query. */
export interface HoverRow {
  /** From 0, in the order of the query's rows. */
  readonly number: number;
  /** Where it is drawn; null if the mark does not draw rows. */
  readonly place: PointPx | null;
  readonly values: readonly RowValue[];
}

/** The bar or cell at one place of a plot, and its nearest row. */
export interface PlotHover {
  readonly from: string;
  readonly at: PointPx;
  /** The bar or cell there, from and to in pixels of the box; y is null if it takes the whole height. */
  readonly cell: { readonly x: readonly [number, number]; readonly y: readonly [number, number] | null };
  /** Its interval on each axis, in words, after the values of its panel. */
  readonly sides: readonly {
    readonly channel: PositionChannel | FacetChannel;
    readonly title: string;
    readonly text: string;
  }[];
  /** Its rows that pass the filter, and all its rows (`of`): null if there is no filter. */
  readonly count: number;
  readonly of: number | null;
  /** What the author's title of the axis calls these rows. */
  readonly countTitle?: string;
  /** The values of one instance of a table, shown in place of a count. */
  readonly values?: readonly HoverValue[];
  /** On a plane the nearest row that passes the filter; for a bar with a single row, that row; else null. */
  readonly row: HoverRow | null;
  /** The search for the row is pending. */
  readonly pending: boolean;
  /** Why the row can't be read. */
  readonly problem: string | null;
}

/** A value of the instance under the pointer. */
export interface HoverValue {
  readonly title: string;
  readonly text: string;
  /** The color of the instance, as CSS, where the value decides it; else null. */
  readonly color: string | null;
}
