import { PAGE_ROWS } from '../columns/column';
import type { Mask } from '../cpu/kernels/filter';
import type { Axis, PageRows } from '../cpu/kernels/row-pass';

/**
 * The answers to every brush over one view, over the rows of one worker.
 *
 * `tile`: counts by (active pixel, passive cell), summed over pixels, so that any slice is a difference of rows of the
 * table (Falcon, Moritz et al. 2019, "Falcon: balancing interactive latency and resolution sensitivity for scalable
 * linked visualizations"; with two active axes a summed-area table, Crow 1984). `delta`: the rows' passive cells,
 * bucketed by active pixel, so that a move adds and subtracts only the rows it uncovers or covers (crossfilter.js's
 * idea, at pixel steps).
 */
export type ViewPart =
  | { readonly kind: 'tile'; readonly sums: Uint32Array<ArrayBuffer> }
  | {
      readonly kind: 'delta';
      readonly starts: Uint32Array<ArrayBuffer>;
      readonly cells: CellArray;
      readonly full: Uint32Array<ArrayBuffer>;
    };

export type CellArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Lets other messages in; false when the index being built is no longer wanted. */
export type Breathe = () => Promise<boolean>;

/** Builds one view's part: takes every page, then answers; null when it gave up. */
export interface PartBuilder {
  add(page: PageRows): void;
  finish(breathe: Breathe): Promise<ViewPart | null>;
}

/** The axis that a view or a brush lacks: a single bin with every row in it. */
export const NO_AXIS: Axis = { count: 1, codes: new Uint16Array(PAGE_ROWS) };

/** The mask of a view without clauses, where a loop wants one. */
export const ALL_ROWS: Mask = new Uint8Array(PAGE_ROWS).fill(1);
