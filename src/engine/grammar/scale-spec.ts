import type { Values } from './attributes/list-types';

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

/** The scale of x or y. Default: numbers linear, times in UTC, labels in bands in alphabetical order. */
export type ScaleSpec =
  | NumberScaleSpec
  | { readonly kind: 'linear' | 'time' }
  /** One place for each of these labels, in this order, used or not; the others follow in alphabetical order. */
  | { readonly kind: 'band' | 'point'; readonly order: readonly string[] };

/** The author's order of labels; null for the alphabet's. */
export function labelOrder(scale: ScaleSpec | null): readonly string[] | null {
  return scale && 'order' in scale && scale.order.length > 0 ? scale.order : null;
}

/** The scale, if it is one of numbers other than linear. */
export function numberScaleSpec(scale: ScaleSpec | null): NumberScaleSpec | null {
  switch (scale?.kind) {
    case 'log':
    case 'symlog':
    case 'sqrt':
    case 'pow':
      return scale;
    default:
      return null;
  }
}

export const COLOR_SCALE_KINDS = ['category', 'sequential', 'diverging', 'quantile', 'quantize', 'threshold'] as const;
/**
 * - `category`: a color for each category, or each distinct number or time.
 * - `sequential`: a ramp from the least value to the greatest.
 * - `diverging`: a ramp to both sides of a middle.
 * - `quantile`: steps that hold equally many values each.
 * - `quantize`: steps of equal length.
 * - `threshold`: steps between the author's thresholds.
 */
export type ColorScaleKind = (typeof COLOR_SCALE_KINDS)[number];

/** The scale of color; null for what the author left out. */
export interface ColorScaleSpec {
  readonly scale: ColorScaleKind | null;
  /** The name of a scheme, by d3 or by Vega. */
  readonly scheme: string | null;
  /** Ends, middle or thresholds, in data units, times in milliseconds since 1970; or categories in their order. */
  readonly domain: Values | null;
  /** CSS colors. */
  readonly range: readonly string[] | null;
  /** Takes the colors from last to first. */
  readonly reverse: boolean | null;
}
