import { thresholdBetween } from '../columns/keys';
import { DirectedScale } from './directed-scale';
import type { Span } from './scale-methods';
import type { Presentation } from './presentation';

/** The base of linear scales. Accurate from the smallest double to the largest. */
export abstract class UniformScale extends DirectedScale {
  readonly isLinear = true;
  readonly domain: Span;

  constructor(domain: Span, reversed: boolean, show?: Presentation) {
    super(reversed, show);
    this.domain = domain;
  }

  protected placeOf(value: number): number {
    const [lo, hi] = this.domain;
    const length = hi - lo;
    return Number.isFinite(length) ? (value - lo) / length : (value / 2 - lo / 2) / (hi / 2 - lo / 2);
  }

  protected valueAt(fraction: number): number {
    return thresholdBetween(...this.domain, fraction);
  }

  toUniform(value: number): number {
    return value;
  }

  fromUniform(place: number): number {
    return place;
  }
}
