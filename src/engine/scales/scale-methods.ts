/** From ≤ … < to. */
export type Span = readonly [lo: number, hi: number];

/** What every kind offers. Its unit is a number, a tick of a time, or a place in the order of a band's labels. */
export interface ScaleMethods {
  /** What is shown, [lo, hi), in the scale's unit. Finite, lo < hi. */
  readonly domain: Span;
  /** Equal steps take equal room everywhere. */
  readonly isProportional: boolean;
  /** Where a value lies: 0 at the start of the domain, 1 at its end, and beyond these outside the domain. */
  position(value: number): number;
  /** The value at a position; positions outside 0…1 give the ends. Exact at both ends. */
  invert(fraction: number): number;
  /** A value's place where equal steps take equal room; the value itself on a scale that is in proportion. */
  toUniform(value: number): number;
  fromUniform(place: number): number;
  /** About `count` round values inside the domain. */
  ticks(count: number): TickSet;
  /** One value for a user: as precise as a pixel of this domain is wide. */
  format(value: number): string;
}

/** Round values of a scale, and what is written beside them. */
export interface TickSet {
  /** Ascending, in the scale's unit. */
  readonly values: readonly number[];
  /** The texts of some of them, in order: of times, each says what the one before it does not. */
  labels(values: readonly number[]): readonly string[];
  /** The first text says more than the others. */
  readonly firstIsLong: boolean;
  /** Which to keep where not all fit: the higher. */
  rank(value: number): number;
}

/** How many parts of its domain a scale writes apart: about the pixels of a plot. */
export const WRITTEN_PARTS = 500;
