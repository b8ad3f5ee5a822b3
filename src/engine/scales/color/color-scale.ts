import type { ColumnType } from '../../columns/column';
import type { ColorScaleSpec } from '../../grammar/scale-spec';
import type { Span } from '../scale-methods';
import type { CategoryColors } from './category-colors';
import type { RampColors } from './ramp-colors';
import type { StepColors } from './step-colors';

/** Which color shows which value. Immutable. */
export type ColorScale = CategoryColors | RampColors | StepColors;

/** The part of a plot's theme that colors depend on. */
export interface ColorTheme {
  /** The page is dark. */
  readonly dark: boolean;
  /** The name of the ramp that sequential scales have by default; for an unknown one, that of counts. */
  readonly ramp: string;
  /** Omitted or empty: the default colors of categories. */
  readonly categories?: readonly (readonly [r: number, g: number, b: number, a: number])[];
}

/** What a color scale is made from. */
export interface ColorRequest {
  readonly type: ColumnType;
  /** The least and the greatest value, in ticks; null if there is none. Not used for categories. */
  readonly extent: Span | null;
  /**
   * The values themselves, in ticks: for quantiles, and for numbers and times that the author wants as categories.
   */
  readonly values?: ArrayLike<number>;
  /** How large each category is, by code. Where there are more categories than colors, the largest get one. */
  readonly weights?: ArrayLike<number>;
  readonly spec: ColorScaleSpec;
  readonly theme: ColorTheme;
}
