import { PAGE_ROWS } from '../columns/column';
import type { CellTable } from './addends';
import type { Mask } from '../cpu/kernels/filter';
import type { Axis, PageRows } from '../cpu/kernels/row-pass';

/**
 * The data that answers any brush over one view, for the rows of one worker. There is a table for each of the view's
 * {@link Addend}s.
 *
 * `tile`: addends by (active pixel, passive cell), summed over pixels. Any slice is a difference of rows of a table.
 * Source: Moritz et al. 2019, "Falcon: balancing interactive latency and resolution sensitivity for scalable linked
 * visualizations"; with two active axes, a summed-area table (Crow 1984).
 *
 * `delta`: the rows' passive cells and addends, bucketed by active pixel. A move adds or subtracts only the rows it
 * covers or uncovers: the idea of crossfilter.js, at pixel steps. `full` are the tables of all rows.
 */
export type ViewPart =
  | { readonly kind: 'tile'; readonly tables: readonly CellTable[] }
  | {
      readonly kind: 'delta';
      readonly starts: Uint32Array<ArrayBuffer>;
      readonly cells: CellArray;
      /** The addend of each row, in the order of `cells`; null if every row adds 1. */
      readonly addends: readonly (Float64Array<ArrayBuffer> | null)[];
      readonly full: readonly CellTable[];
    };

export type CellArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** An array of the narrowest integer type that can number this many cells. */
export function cellArray(cellCount: number, length: number): CellArray {
  if (cellCount <= 1 << 8) return new Uint8Array(length);
  return cellCount <= 1 << 16 ? new Uint16Array(length) : new Uint32Array(length);
}

/** Lets pending messages be handled. Resolves with false if the index is no longer needed. */
export type YieldToEventLoop = () => Promise<boolean>;

/** Builds the part of one view: receives every page, then returns the part, or null if the build was abandoned. */
export interface PartBuilder {
  add(page: PageRows): void;
  finish(yieldToEventLoop: YieldToEventLoop): Promise<ViewPart | null>;
}

/** Substitutes for a missing axis of a view or brush: a single bin that holds every row. */
export const NO_AXIS: Axis = { count: 1, codes: new Uint16Array(PAGE_ROWS) };

/** The mask of a view without clauses, for loops that need a mask. */
export const ALL_ROWS: Mask = new Uint8Array(PAGE_ROWS).fill(1);
