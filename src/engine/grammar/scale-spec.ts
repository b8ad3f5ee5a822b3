/** The scales that an author chose, by channel. */
export interface ScaleSpecs {
  readonly x?: ScaleSpec;
  readonly y?: ScaleSpec;
}

/** How an author wants the numbers of a channel drawn, when not in proportion. */
export type NumberScaleSpec =
  /** By the ratio of values: equal factors take equal room. Values ≤ 0 have no place. */
  | { readonly kind: 'log'; readonly base: number }
  /** Like log far from 0, and in proportion up to about ± `constant`: both signs have a place. */
  | { readonly kind: 'symlog'; readonly constant: number }
  /** By the square root, with its sign. */
  | { readonly kind: 'sqrt' }
  /** By a power, with the sign of the value. */
  | { readonly kind: 'pow'; readonly exponent: number };

/** How an author wants a channel drawn. Left out: numbers in proportion, times in UTC, labels in alphabetical order. */
export type ScaleSpec =
  | NumberScaleSpec
  /** Labels in this order, with a band for each, used or not; the others follow in alphabetical order. */
  | { readonly kind: 'band'; readonly order: readonly string[] };
