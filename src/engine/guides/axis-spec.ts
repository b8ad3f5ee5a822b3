import type { Scale } from '../scales/scale';

/** One axis of a plot, before it is laid out. Null and left out are alike: the layout decides. */
export interface AxisSpec {
  readonly scale: Scale;
  readonly title: string;
  /** The color of the title, as CSS; default: that of the page's text. */
  readonly color?: string | null;
  /** The axis shows a count or another aggregate, not a column. */
  readonly isMeasure?: boolean;
  /** The domain ends with a bin of times: its end belongs to no bin, and has no tick. */
  readonly isOpen?: boolean;
  /** Its bins are whole numbers, which have their ticks in the middle of their bins. */
  readonly isCentered?: boolean;
  /** Whether its ticks have lines across the plot. Default: on a measure, or on both axes if neither is one. */
  readonly grid?: boolean | null;
  /**
   * About how many labels to show, or the values to label, in data units: milliseconds since 1970 for times, labels for
   * categories. Values outside the domain are left out.
   */
  readonly ticks?: AxisTicks | null;
}

export type AxisTicks = { readonly count: number } | { readonly values: readonly (number | string)[] };

/** The axes of a plot, by side. The layers of a plot share them. */
export interface PlotAxes {
  /** At the bottom. */
  readonly x: AxisSpec;
  /** At the left. */
  readonly y: AxisSpec;
  /** A second y axis, at the right. */
  readonly right?: AxisSpec | null;
}
