import type { PikaError } from '../errors';
import type { Surface } from '../frame/backend';
import type { Layout } from '../guides/layout';
import type { LegendModel } from '../guides/legend';
import type { PlotHover } from '../inspect/hover';
import type { SelectedRange, SelectionClause } from '../grammar/selection-clause';
import type { Progress } from '../source/source';
import type { TextLabel } from './text-labels';
import type { SelectionShape } from '../select/view-selection';

/** What a plot selects. */
export interface PlotSelection {
  readonly from: string;
  /** The full clause; null if nothing is selected. */
  readonly clause: SelectionClause | null;
  /** One range per axis; empty for a lasso, several points, or no selection. */
  readonly ranges: readonly SelectedRange[];
}

/**
 * The numbers a plot shows. `edges` holds the bins' thresholds per axis, one more than bins, in the column's ticks
 * (codes for categories); in `counts` the bin of axis 0 runs fastest.
 */
export interface CountedBins {
  readonly edges: readonly (readonly number[])[];
  readonly counts: Uint32Array;
}

/**
 * A plot's visible domain, [lo, hi) per axis in data units: milliseconds since 1970 for times, positions in the order
 * of labels for categories. Null for an axis that counts rows.
 */
export interface PlotDomain {
  readonly x: readonly [lo: number, hi: number] | null;
  readonly y: readonly [lo: number, hi: number] | null;
}

/** Everything an element shows around the canvas. */
export type PlotModel = Readonly<
  | { phase: 'loading'; progress: Progress | null }
  | { phase: 'empty'; summary: string }
  /** The user stopped loading. */
  | { phase: 'stopped' }
  | { phase: 'error'; error: PikaError }
  | ReadyModel
>;

export interface ReadyModel {
  readonly phase: 'ready';
  readonly layout: Layout;
  /** The rows have changed; the picture of the new ones is pending. */
  readonly stale: boolean;
  /** The shape of the selection; null if nothing is selected. */
  readonly shape: SelectionShape | null;
  /** The selection in words; empty if nothing is selected. Updated when the user pauses. */
  readonly selectedText: string;
  /** Counts are estimated from a sample; the exact ones follow when the user pauses. */
  readonly approximate: boolean;
  /** The visible domain in words; empty if the plot is not zoomed. Updated when the user pauses. */
  readonly zoomText: string;
  /** What the plot shows, in words. Updated when the user pauses. */
  readonly summary: string;
  /** Anything unusual about the counts, e.g. `counted by SQL: 1.2 GB of columns do not fit in 1 GB`; else null. */
  readonly note: string | null;
  /** The texts of marks, above the canvas. */
  readonly texts: readonly TextLabel[];
  /** The legends of its layers. `layout.legend` places them; it is null if another element shows them. */
  readonly legend: readonly LegendModel[];
}

/** What a plot does when the user points at an entry of its legend, or selects it. `value` is the entry's. */
export interface LegendActions {
  /** Selects an entry alone, or clears it if it is selected alone. With `add`, adds it to the others, or removes it. */
  toggle(channel: LegendModel['channel'], value: number, add: boolean): void;
  /** Selects no entry of this channel. */
  clear(channel: LegendModel['channel']): void;
  /** Highlights the instances of an entry; null ends that. */
  highlight(channel: LegendModel['channel'], value: number | null): void;
}

/** The element a view lives in. */
export interface PlotHost {
  /** Creates a canvas without a context, not yet on the page. */
  readonly freshCanvas: () => Surface;
  /** Replaces the visible canvas. */
  readonly show: (canvas: Surface) => void;
  readonly render: (model: PlotModel) => void;
  /** The first picture after a load is painted, or there are no rows to draw. */
  readonly onPainted: () => void;
  readonly onSelected: (selection: PlotSelection) => void;
  /** The visible domain has changed. */
  readonly onZoomed: (domain: PlotDomain) => void;
  /** What lies under the pointer; null when the pointer has left. */
  readonly onHovered?: (hover: PlotHover | null) => void;
  /** The width of a label in CSS pixels; estimated if left out. */
  readonly measure?: (text: string) => number;
}
