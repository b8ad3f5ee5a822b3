import type { PositionChannel } from '../grammar/position-channel';
import type { RowValue } from '../source/source';

/** A place in a plot's box, in CSS pixels: x from its left, y from its bottom. */
export interface PlacePx {
  readonly x: number;
  readonly y: number;
}

/** One row of the query, as it stands. */
export interface HoverRow {
  /** From 0, in the order of the query's rows. */
  readonly number: number;
  /** Where it is drawn; null where a mark does not draw rows. */
  readonly place: PlacePx | null;
  readonly values: readonly RowValue[];
}

/** What lies at one place of a plot. */
export interface PlotHover {
  readonly from: string;
  readonly at: PlacePx;
  /** The bar or cell there, from and to in pixels of the box; y is null when it takes the whole height. */
  readonly cell: { readonly x: readonly [number, number]; readonly y: readonly [number, number] | null };
  /** What lies in it, axis by axis, in words. */
  readonly sides: readonly { readonly channel: PositionChannel; readonly title: string; readonly text: string }[];
  /** Its rows as they are counted now, and without any filter: null when nothing filters. */
  readonly count: number;
  readonly of: number | null;
  /**
   * The row nearest to the place among those that pass, on a plane; of a bar of one row that row; null when there is
   * none.
   */
  readonly row: HoverRow | null;
  /** The row is still being looked for. */
  readonly pending: boolean;
  /** Why the row can't be read. */
  readonly problem: string | null;
}
