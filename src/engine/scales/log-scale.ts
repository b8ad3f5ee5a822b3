import { DirectedScale } from './directed-scale';
import { exp, expm1, log, logRatio } from './elementary';
import { formatNearby } from './format-nearby';
import { powerTicks } from './power-ticks';
import type { ScaleMethods, Span, TickSet } from './scale-methods';
import type { Presentation } from './presentation';

/** Positive numbers: equal factors have equal length. Values ≤ 0 lie infinitely far below. */
export class LogScale extends DirectedScale implements ScaleMethods {
  readonly kind = 'log';
  readonly isLinear = false;
  readonly domain: Span;
  readonly integer: boolean;
  readonly base: number;
  readonly #length: number;

  constructor(domain: Span, integer: boolean, base: number, reversed = false, show?: Presentation) {
    super(reversed, show);
    this.domain = domain;
    this.integer = integer;
    this.base = base;
    this.#length = logRatio(...domain);
  }

  over(domain: Span): LogScale {
    return new LogScale(domain, this.integer, this.base, this.reversed, this.show);
  }

  protected placeOf(value: number): number {
    return value > 0 ? logRatio(this.domain[0], value) / this.#length : -Infinity;
  }

  protected valueAt(fraction: number): number {
    const [lo, hi] = this.domain;
    if (fraction <= 0) return lo;
    if (fraction >= 1) return hi;
    const power = fraction * this.#length;
    const value =
      power < 0.5 ? lo + lo * expm1(power) : power < 700 ? lo * exp(power) : lo * exp(power / 2) * exp(power / 2);
    return Math.max(lo, Math.min(hi, value));
  }

  toUniform(value: number): number {
    return value > 0 ? log(value) : -Infinity;
  }

  fromUniform(place: number): number {
    return exp(place);
  }

  ticks(count: number): TickSet {
    return powerTicks(...this.domain, count, this.integer, this.base, this.show.locale);
  }

  textOf(value: number): string {
    return formatNearby(this, value);
  }
}
