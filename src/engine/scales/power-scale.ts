import { DirectedScale } from './directed-scale';
import { expm1, log1p, logRatio, power } from './elementary';
import { formatNearby } from './format-nearby';
import { numberTicks } from './number-ticks';
import type { ScaleMethods, Span, TickSet } from './scale-methods';
import type { Presentation } from './presentation';

/** Ends closer than this factor are compared by their ratio: the difference of their powers would lose bits. */
const NEAR = 4;

/** sign(v) × |v|^exponent; 'sqrt' has the exponent 1/2. */
export class PowerScale extends DirectedScale implements ScaleMethods {
  readonly kind: 'sqrt' | 'pow';
  readonly isLinear = false;
  readonly domain: Span;
  readonly integer: boolean;
  readonly exponent: number;
  /** The largest magnitude in the domain. Powers are taken of values in this unit, so that none overflows. */
  readonly #unit: number;

  constructor(
    kind: 'sqrt' | 'pow',
    domain: Span,
    integer: boolean,
    exponent: number,
    reversed = false,
    show?: Presentation,
  ) {
    super(reversed, show);
    this.kind = kind;
    this.domain = domain;
    this.integer = integer;
    this.exponent = exponent;
    this.#unit = Math.max(Math.abs(domain[0]), Math.abs(domain[1])) || 1;
  }

  over(domain: Span): PowerScale {
    return new PowerScale(this.kind, domain, this.integer, this.exponent, this.reversed, this.show);
  }

  protected placeOf(value: number): number {
    const [lo, hi] = this.domain;
    if (lo > 0 && hi / lo < NEAR && value > 0) return this.#above(lo, value) / this.#above(lo, hi);
    if (hi < 0 && lo / hi < NEAR && value < 0) return 1 - this.#above(-hi, -value) / this.#above(-hi, -lo);
    const first = this.toUniform(lo);
    return (this.toUniform(value) - first) / (this.toUniform(hi) - first);
  }

  protected valueAt(fraction: number): number {
    const [lo, hi] = this.domain;
    if (fraction <= 0) return lo;
    if (fraction >= 1) return hi;
    const value =
      lo > 0 && hi / lo < NEAR
        ? this.#beyond(lo, fraction * this.#above(lo, hi))
        : hi < 0 && lo / hi < NEAR
          ? -this.#beyond(-hi, (1 - fraction) * this.#above(-hi, -lo))
          : this.fromUniform(this.toUniform(lo) * (1 - fraction) + this.toUniform(hi) * fraction);
    return Math.max(lo, Math.min(hi, value));
  }

  /** In units of the domain's largest magnitude: not comparable between domains. */
  toUniform(value: number): number {
    return Math.sign(value) * power(Math.abs(value) / this.#unit, this.exponent);
  }

  fromUniform(place: number): number {
    return Math.sign(place) * (this.#unit * power(Math.abs(place), 1 / this.exponent));
  }

  ticks(count: number): TickSet {
    return numberTicks(...this.domain, count, this.integer, this.show.locale);
  }

  textOf(value: number): string {
    return formatNearby(this, value);
  }

  /** By which fraction the power of a value exceeds that of `from`. Both are positive. */
  #above(from: number, value: number): number {
    return expm1(this.exponent * logRatio(from, value));
  }

  /** The positive value whose power exceeds that of `from` by this fraction. */
  #beyond(from: number, above: number): number {
    return from + from * expm1(log1p(above) / this.exponent);
  }
}
