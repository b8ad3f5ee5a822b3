import { DirectedScale } from './directed-scale';
import { exp, expm1, log, log1p } from './elementary';
import { formatNearby } from './format-nearby';
import type { ScaleMethods, Span, TickSet } from './scale-methods';
import { symlogTicks } from './symlog-ticks';
import type { Presentation } from './presentation';

/**
 * The constant is capped at this multiple of the domain's magnitude: a larger one changes nothing, except that
 * quotients leave the range of doubles.
 */
const MAX_SIZES = 2 ** 60;

/** sign(v) × log(1 + |v| / constant): logarithmic far from 0, linear near it, for both signs. */
export class SymlogScale extends DirectedScale implements ScaleMethods {
  readonly kind = 'symlog';
  readonly isLinear = false;
  readonly domain: Span;
  readonly integer: boolean;
  readonly constant: number;
  /** The capped constant. */
  readonly #constant: number;
  readonly #length: number;

  constructor(domain: Span, integer: boolean, constant: number, reversed = false, show?: Presentation) {
    super(reversed, show);
    this.domain = domain;
    this.integer = integer;
    this.constant = constant;
    this.#constant = Math.min(constant, MAX_SIZES * Math.max(Math.abs(domain[0]), Math.abs(domain[1])) || constant);
    this.#length = this.#distance(...domain);
  }

  over(domain: Span): SymlogScale {
    return new SymlogScale(domain, this.integer, this.constant, this.reversed, this.show);
  }

  protected placeOf(value: number): number {
    return this.#distance(this.domain[0], value) / this.#length;
  }

  protected valueAt(fraction: number): number {
    const [lo, hi] = this.domain;
    if (fraction <= 0) return lo;
    if (fraction >= 1) return hi;
    const value =
      lo >= 0
        ? this.#beyond(lo, fraction * this.#length)
        : hi <= 0
          ? -this.#beyond(-hi, (1 - fraction) * this.#length)
          : this.fromUniform(this.toUniform(lo) + fraction * this.#length);
    return Math.max(lo, Math.min(hi, value));
  }

  toUniform(value: number): number {
    const size = Math.abs(value);
    const ratio = size / this.#constant;
    return Math.sign(value) * (ratio < Infinity ? log1p(ratio) : log(size) - log(this.#constant));
  }

  fromUniform(place: number): number {
    const size = this.#constant * expm1(Math.abs(place));
    return Math.sign(place) * (size < Infinity ? size : exp(Math.abs(place) + log(this.#constant)));
  }

  ticks(count: number): TickSet {
    return symlogTicks(this, count);
  }

  textOf(value: number): string {
    return formatNearby(this, value);
  }

  /** toUniform(b) − toUniform(a), accurate for close values far from 0. */
  #distance(a: number, b: number): number {
    if (a > b) return -this.#distance(b, a);
    if (a < 0 && b <= 0) return this.#distance(-b, -a);
    const share = a >= 0 ? (b - a) / (this.#constant + a) : Infinity;
    return share < Infinity ? log1p(share) : this.toUniform(b) - this.toUniform(a);
  }

  /** The value at this distance above a nonnegative one. */
  #beyond(value: number, distance: number): number {
    const more = (this.#constant + value) * expm1(distance);
    return more < Infinity ? value + more : this.fromUniform(this.toUniform(value) + distance);
  }
}
