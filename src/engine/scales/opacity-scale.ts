import type { ColumnType } from '../columns/column';
import { Magnitude } from './magnitude';
import type { Span } from './scale-methods';

/** The least value stays visible. */
const OPACITIES: Span = [0.2, 1];

/** Maps values to opacities; see {@link Magnitude}. */
export class OpacityScale {
  readonly magnitude: Magnitude;

  /** @param extent the least and the greatest value in ticks of the type; null if there is none */
  constructor(type: ColumnType, extent: Span | null) {
    this.magnitude = new Magnitude(type, extent);
  }

  /** From 0.2 to 1; 0 for NaN, which is not drawn. */
  opacityOf(value: number): number {
    if (Number.isNaN(value)) return 0;
    const [from, to] = OPACITIES;
    const share = this.magnitude.shareOf(value);
    return from * (1 - share) + to * share;
  }
}
