/** As many as a category axis may have; a bin each. */
export const MOST_AXIS_BINS = 65_536;
/** While the user zooms, an author's step holds until there are more bins than a screen has pixels. */
export const MOST_WINDOW_BINS = 4096;

/**
 * Thrown when an author's step cuts an axis into more than {@link MOST_AXIS_BINS} bins; `bin-axes` turns it into a
 * PikaError that names the plot.
 */
export class TooManyBins extends Error {
  /** How many it would be, or about so many; Infinity where a double can't say. */
  readonly count: number;
  /** The smallest step of the same kind that works, as an author writes it; null where none does. */
  readonly smallestStep: string | null;

  constructor(count: number, smallestStep: string | null) {
    super(`${count} bins`);
    this.count = Number.isNaN(count) ? Infinity : count;
    this.smallestStep = smallestStep;
  }
}
