import type { PikaError } from '../errors';
import type { Surface } from '../frame/backend';
import type { Layout } from '../guides/layout';
import type { PlotHover } from '../inspect/hover';
import type { SelectedRange, SelectionClause } from '../grammar/selection-clause';
import type { Progress } from '../source/source';
import type { SelectionShape } from '../select/view-selection';

/** What a plot selects. */
export interface PlotSelection {
  readonly from: string;
  /** What is selected, in full; null when nothing is. */
  readonly clause: SelectionClause | null;
  /** Its sides, where each is one range; empty for a lasso, several points, or nothing. */
  readonly ranges: readonly SelectedRange[];
}

/**
 * The numbers a plot shows. `edges` holds the bins' thresholds per axis, one more than bins, in the column's ticks
 * (codes for categories); `counts` has the bin of axis 0 run fastest.
 */
export interface CountedBins {
  readonly edges: readonly (readonly number[])[];
  readonly counts: Uint32Array;
}

/**
 * The part of its axes that a plot shows, [lo, hi) in data units: milliseconds since 1970 for times, places in the
 * order of labels for categories. Null for an axis that counts rows.
 */
export interface PlotDomain {
  readonly x: readonly [lo: number, hi: number] | null;
  readonly y: readonly [lo: number, hi: number] | null;
}

/** Everything an element shows around the canvas. */
export type PlotModel = Readonly<
  | { phase: 'loading'; progress: Progress | null }
  | { phase: 'empty'; summary: string }
  /** Loading was stopped by the reader. */
  | { phase: 'stopped' }
  | { phase: 'error'; error: PikaError }
  | ReadyModel
>;

export interface ReadyModel {
  readonly phase: 'ready';
  readonly layout: Layout;
  /** The rows have changed; the picture of the new ones is on its way. */
  readonly stale: boolean;
  /** What is selected here; null when nothing is. */
  readonly shape: SelectionShape | null;
  /** The same in words; empty when nothing is. Follows at rest. */
  readonly selectedText: string;
  /** Counts are of a sample of rows; the exact ones follow at rest. */
  readonly approximate: boolean;
  /** The part that is zoomed to, in words; empty at home. Follows at rest. */
  readonly zoomText: string;
  /** What the plot shows, in words; follows the picture at rest. */
  readonly summary: string;
  /**
   * How the counts came about where that is not as usual, e.g. `counted by SQL: 1.2 GB of columns do not fit in 1 GB`;
   * else null.
   */
  readonly note: string | null;
}

/** The element a view lives in. */
export interface PlotHost {
  /** A canvas that never had a context, not yet on the page. */
  readonly freshCanvas: () => Surface;
  /** Puts a fresh canvas in the place of the one before. */
  readonly show: (canvas: Surface) => void;
  readonly render: (model: PlotModel) => void;
  /** The first picture after a load stands on the canvas, or it is known that there are no rows to draw. */
  readonly onPainted: () => void;
  readonly onSelected: (selection: PlotSelection) => void;
  /** Another part of the axes is shown. */
  readonly onZoomed: (domain: PlotDomain) => void;
  /** What lies where somebody points; null when nobody does any more. */
  readonly onHovered?: (hover: PlotHover | null) => void;
  /** How wide it writes a label, in CSS pixels; estimated when left out. */
  readonly measure?: (text: string) => number;
}
