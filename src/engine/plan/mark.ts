import type { BinnedAxis } from '../scales/binned-axis';
import type { Box } from '../frame/box';
import type { Rgba } from '../frame/colour';
import type { SlotId } from '../frame/ids';
import type { BinOptions } from '../grammar/channel';
import type { ByChannel, ChannelName } from '../grammar/channel-name';
import type { LayerSpec } from '../grammar/plot-spec';
import type { PositionChannel } from '../grammar/position-channel';
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
   * The columns that the mark reads, and how it counts their rows.
   * @throws PikaError `spec/missing-channel` or `plan/unsupported` when the channels do not fit the mark
   */
  needs(layer: LayerSpec): MarkNeeds;
  /** What the panel shows, in painter's order: a later paint covers an earlier one. */
  paint(scene: Scene): readonly Paint[];
  /** A short sentence that describes the counts, for screen readers. */
  describe(reading: Reading): string;
}

export interface MarkNeeds {
  /** DuckDB scalar expressions. */
  readonly expressions: ByChannel<string>;
  /** Each is one of the columns. The order is that of the counts: the bin of the first dimension runs fastest. */
  readonly dimensions: readonly Dimension[];
}

/** A column to bin, and the bins that the mark chooses if the author specifies none. */
export type Dimension = CountedDimension | MeasuredDimension;

interface BinnedChannel {
  /** Null where the author wrote no `bin(…)`. */
  readonly options: BinOptions | null;
}

interface CountedDimension extends BinnedChannel {
  readonly channel: ChannelName;
  readonly defaultBins: number;
}

interface MeasuredDimension extends BinnedChannel {
  readonly channel: PositionChannel;
  /** The width of a bin in CSS pixels along the axis. */
  readonly defaultBinCss: number;
}

/** What a mark needs to paint one plot. Lengths are device pixels. */
export interface Scene {
  /** The panel's box on the canvas. Paints count from its corner. */
  readonly box: Box;
  /** Of every dimension. */
  readonly axes: ByChannel<BinnedAxis>;
  readonly counts: SlotId;
  /** The unfiltered counts, drawn behind the others; null if nothing is filtered or the plot shows no context. */
  readonly context: SlotId | null;
  /** The largest unfiltered count. */
  readonly largest: number;
  readonly theme: Theme;
}

export interface Theme {
  /** The page is dark. */
  readonly dark: boolean;
  readonly accent: Rgba;
  readonly context: Rgba;
  /** 256 colours, low to high, RGBA bytes. */
  readonly ramp: Uint8ClampedArray<ArrayBuffer>;
  /** The same, for rows that are filtered out. */
  readonly contextRamp: Uint8ClampedArray<ArrayBuffer>;
}

export interface Reading {
  /** Of every dimension. */
  readonly axes: ByChannel<BinnedAxis>;
  /** One count for each cell of the dimensions, the bin of the first running fastest. */
  readonly counts: Uint32Array;
}
