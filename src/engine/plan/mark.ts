import type { BinnedAxis } from '../scales/binned-axis';
import type { Box } from '../frame/box';
import type { Rgba } from '../frame/colour';
import type { SlotId } from '../frame/ids';
import type { BinOptions } from '../grammar/channel';
import type { PlotSpec } from '../grammar/plot-spec';
import type { Paint } from '../paints/index';

/**
 * A kind of plot. One file in `plan/marks/` defines one; adding it to the list in `marks/index.ts` makes it known.
 * A mark is stateless: it says what to bin, and how counts become pixels.
 */
export interface Mark {
  /** What is filtered away stands behind unless the author says otherwise. */
  readonly showsContext: boolean;
  readonly name: string;
  /** The attributes of <pika-plot> that it uses; others on a plot of this mark are answered with a note. */
  readonly attributes: readonly string[];
  /**
   * The axes to bin, x first. One axis gives counts along it, two give a grid.
   * @throws PikaError `spec/missing-channel` or `plan/unsupported` when the channels do not fit the mark
   */
  axes(spec: PlotSpec): readonly [AxisRequest] | readonly [AxisRequest, AxisRequest];
  /** What the panel shows, in painter's order: a later paint covers an earlier one. */
  paint(scene: Scene): readonly Paint[];
  /** A short sentence saying what the counts show, for those who don't see it. */
  describe(reading: Reading): string;
}

export interface AxisRequest {
  readonly channel: 'x' | 'y';
  /** DuckDB scalar expression. */
  readonly expression: string;
  readonly options: BinOptions;
  /** Bins when the author names none. `pixels` means one for so many CSS pixels of the axis. */
  readonly fallback: { readonly maxBins: number } | { readonly pixels: number };
}

/** What a mark needs to paint one plot. Lengths are device pixels. */
export interface Scene {
  /** The panel's box on the canvas. Paints count from its corner. */
  readonly box: Box;
  readonly axes: readonly BinnedAxis[];
  readonly counts: SlotId;
  /** The unfiltered counts, to stand behind; null when nothing is filtered, or they are not asked for. */
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
  /** The same of what is filtered away. */
  readonly contextRamp: Uint8ClampedArray<ArrayBuffer>;
}

export interface Reading {
  readonly axes: readonly BinnedAxis[];
  /** As the kernel of the mark's dimension lays them out. */
  readonly counts: Uint32Array;
}

/** What an axis is called: its expression, a quoted name without its quotes. */
export function titleOf({ expression }: AxisRequest): string {
  return /^"(?:[^"]|"")+"$/.test(expression) ? expression.slice(1, -1).replaceAll('""', '"') : expression;
}
