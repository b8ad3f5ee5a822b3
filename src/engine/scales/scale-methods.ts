import type { Presentation } from './presentation';

/** The interval lo ≤ value < hi. */
export type Span = readonly [lo: number, hi: number];

/**
 * The methods of every scale. Its unit is a number, a tick of a time, or a position in the order of a band's labels.
 */
export interface ScaleMethods {
  /** The domain [lo, hi) in the scale's unit. Finite, lo < hi. */
  readonly domain: Span;
  /** The scale is linear: equal steps have equal length. */
  readonly isLinear: boolean;
  /** The end of the domain is at position 0, and its start at 1. */
  readonly reversed: boolean;
  /** The position of a value: 0 at the start of the domain, 1 at its end, and beyond these outside the domain. */
  position(value: number): number;
  /** The value at a position; positions outside 0…1 give the ends. Exact at both ends. */
  invert(fraction: number): number;
  /** A value in uniform units, in which equal steps have equal length; the value itself on a linear scale. */
  toUniform(value: number): number;
  fromUniform(place: number): number;
  /** About `count` round values inside the domain. */
  ticks(count: number): TickSet;
  /** How the plot formats the values. */
  readonly show: Presentation;
  /**
   * The text of a value for the user: in the author's format, or else precise to a pixel of this domain.
   * @throws PikaError `spec/bad-format`
   */
  format(value: number): string;
}

/** Round values of a scale, and their labels. */
export interface TickSet {
  /** Ascending, in the scale's unit. */
  readonly values: readonly number[];
  /** The labels of some of them, in order. A label of a time omits what it shares with the previous one. */
  labels(values: readonly number[]): readonly string[];
  /** The first label is longer than the others. */
  readonly firstIsLong: boolean;
  /** If not all fit, keep those with the higher rank. */
  rank(value: number): number;
}

/** How many values across its domain a scale formats distinctly: about one per pixel of a plot. */
export const WRITTEN_PARTS = 500;
