import type { CalendarStep } from '../grammar/calendar-step';

/** The thresholds of bins over a scale's domain. */
export interface Edges {
  /**
   * In the scale's unit, ascending, one more than bins. Bins at the ends may reach beyond the domain; the last
   * threshold is Infinity if it would exceed the largest double.
   */
  readonly thresholds: readonly number[];
  /** All bins are (nearly) equally long. */
  readonly uniform: boolean;
}

/** How to bin a domain. Calendar units are for times. */
export interface BinSpec {
  readonly maxBins: number;
  readonly step?: number | CalendarStep;
  /** A plane paints all bins equally long, so bins without a whole number may not be dropped. */
  readonly equalCells?: boolean;
}

/** A visible fraction of a bin smaller than this is a rounding error. */
export const SLIVER = 1e-6;
