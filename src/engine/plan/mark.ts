import type { BinnedAxis } from '../scales/binned-axis';
import type { Box } from '../frame/box';
import type { Rgba } from '../frame/colour';
import type { SlotId } from '../frame/ids';
import type { BinOptions } from '../grammar/channel';
import type { PlotSpec } from '../grammar/plot-spec';
import type { Paint } from '../paints/index';

/**
 * A kind of plot, defined by one file in `plan/marks/` and registered in `marks/index.ts`. A mark is stateless: it
 * says what to bin, and how counts become paints.
 */
export interface Mark {
  /** Rows that are filtered out are drawn behind the others, unless the author says otherwise. */
  readonly showsContext: boolean;
  readonly name: string;
  /** The attributes of <pika-plot> that it uses; a plot of this mark notes any others. */
  readonly attributes: readonly string[];
  /**
   * The axes to bin, x first. One axis gives counts along it, two give counts in a grid.
   * @throws PikaError `spec/missing-channel` or `plan/unsupported` when the channels do not fit the mark
   */
  axes(spec: PlotSpec): readonly [AxisRequest] | readonly [AxisRequest, AxisRequest];
  /** What the panel shows, in painter's order: a later paint covers an earlier one. */
  paint(scene: Scene): readonly Paint[];
  /** A short sentence that describes the counts, for screen readers. */
  describe(reading: Reading): string;
}

export interface AxisRequest {
  readonly channel: 'x' | 'y';
  /** DuckDB scalar expression. */
  readonly expression: string;
  readonly options: BinOptions;
  /** The bins if the author specifies none. `pixels`: the width of a bin in CSS pixels of the axis. */
  readonly fallback: { readonly maxBins: number } | { readonly pixels: number };
}

/** What a mark needs to paint one plot. Lengths are device pixels. */
export interface Scene {
  /** The panel's box on the canvas. Paints count from its corner. */
  readonly box: Box;
  readonly axes: readonly BinnedAxis[];
  readonly counts: SlotId;
  /** The unfiltered counts, drawn behind the others; null if nothing is filtered or the plot shows no context. */
  readonly context: SlotId | null;
  /** The largest unfiltered count. */
  readonly largest: number;
  readonly theme: Theme;
}

export interface Theme {
  readonly accent: Rgba;
  readonly context: Rgba;
  /** 256 colours, low to high, RGBA bytes. */
  readonly ramp: Uint8ClampedArray<ArrayBuffer>;
  /** The same, for rows that are filtered out. */
  readonly contextRamp: Uint8ClampedArray<ArrayBuffer>;
}

export interface Reading {
  readonly axes: readonly BinnedAxis[];
  /** In the layout of the kernel: one count per bin, or per cell with the bin of x running fastest. */
  readonly counts: Uint32Array;
}

/** The title of an axis: its expression; a quoted name loses its quotes. */
export function titleOf({ expression }: AxisRequest): string {
  return /^"(?:[^"]|"")+"$/.test(expression) ? expression.slice(1, -1).replaceAll('""', '"') : expression;
}
