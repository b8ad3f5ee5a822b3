/** The maximum number of bins, and so of categories, which have one bin each. */
export const MAX_AXIS_BINS = 65_536;
/** While the user zooms, the author's step applies until it makes more bins than a screen has pixels. */
export const MAX_WINDOW_BINS = 4096;

/**
 * Thrown when an author's step cuts an axis into more than {@link MAX_AXIS_BINS} bins; `bin-axes` turns it into a
 * PikaError that names the plot.
 */
export class TooManyBins extends Error {
  /** The number of bins, perhaps approximate; Infinity on overflow. */
  readonly count: number;
  /** The smallest step of the same kind that works, as an author writes it; null if none does. */
  readonly smallestStep: string | null;

  constructor(count: number, smallestStep: string | null) {
    super(`${count} bins`);
    this.count = Number.isNaN(count) ? Infinity : count;
    this.smallestStep = smallestStep;
  }
}
