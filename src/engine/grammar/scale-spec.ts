import type { PerAxis } from './position-channel';

/** The scales that the author chose, by channel. */
export type ScaleSpecs = PerAxis<ScaleSpec>;

/** A scale for numbers other than linear. */
export type NumberScaleSpec =
  /** Logarithmic: equal factors have equal lengths. Values ≤ 0 have no position. */
  | { readonly kind: 'log'; readonly base: number }
  /** Logarithmic far from 0, linear within about ± `constant`; for both signs. */
  | { readonly kind: 'symlog'; readonly constant: number }
  /** The square root of the absolute value, with the value's sign. */
  | { readonly kind: 'sqrt' }
  /** A power of the absolute value, with the value's sign. */
  | { readonly kind: 'pow'; readonly exponent: number };

/** The scale of a channel. Default: numbers linear, times in UTC, labels in alphabetical order. */
export type ScaleSpec =
  | NumberScaleSpec
  /** One band for each of these labels, in this order, used or not; the others follow in alphabetical order. */
  | { readonly kind: 'band'; readonly order: readonly string[] };
