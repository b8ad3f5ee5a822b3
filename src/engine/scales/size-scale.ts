import type { ColumnType } from '../columns/column';
import { Magnitude, type MagnitudeKind } from './magnitude';
import type { Span } from './scale-methods';

/** The areas of symbols in square CSS pixels. */
const AREAS: Span = [0, 400];
/** The smallest area that a user can see. */
const LEAST_AREA = 4;

/** Maps values to areas, so that twice the value has twice the area; see {@link Magnitude}. */
export class SizeScale {
  readonly magnitude: Magnitude;
  readonly #range: Span;

  /**
   * @param extent the least and the greatest value in ticks of the type; null if there is none
   * @param range the areas of nothing and of the greatest value; the greater one first makes large values small
   * @param kind how areas grow with numbers; default: linear
   */
  constructor(
    type: ColumnType,
    extent: Span | null,
    range: readonly number[] | null = null,
    kind: MagnitudeKind | null = null,
  ) {
    this.magnitude = new Magnitude(type, extent, kind);
    this.#range = (range as Span | null) ?? AREAS;
  }

  /** The area in square CSS pixels; 0 for NaN, which is not drawn. */
  areaOf(value: number): number {
    if (Number.isNaN(value)) return 0;
    const [from, to] = this.#range;
    const share = this.magnitude.shareOf(value);
    return Math.max(LEAST_AREA, from * (1 - share) + to * share);
  }
}
