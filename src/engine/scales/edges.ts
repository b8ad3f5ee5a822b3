/** The thresholds of bins over a scale's domain. */
export interface Edges {
  /**
   * In the scale's unit, ascending, one more than bins. Bins at the ends may reach beyond the domain; the last
   * threshold is Infinity where the largest double lies below it.
   */
  readonly thresholds: readonly number[];
  /** All bins are (nearly) equally long. */
  readonly uniform: boolean;
}

/** How to bin a domain. Calendar units are for times. */
export interface BinSpec {
  readonly maxBins: number;
  readonly step?: number | CalendarStep;
  /** A plane paints all bins equally long: none may be left out because no whole number lies in it. */
  readonly equalCells?: boolean;
}

export type CalendarStep = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A bin of which less than this shows is noise of the arithmetic. */
export const SLIVER = 1e-6;
