import { integerText, numberText } from './number-label';
import { numberTicks } from './number-ticks';
import { WRITTEN_PARTS, type ScaleMethods, type Span, type TickSet } from './scale-methods';
import { UniformScale } from './uniform-scale';
import type { Presentation } from './presentation';

/** Numbers on a linear scale. */
export class LinearScale extends UniformScale implements ScaleMethods {
  readonly kind = 'linear';
  /** Values are whole numbers, and so are ticks. */
  readonly integer: boolean;

  constructor(domain: Span, integer: boolean, reversed = false, show?: Presentation) {
    super(domain, reversed, show);
    this.integer = integer;
  }

  over(domain: Span): LinearScale {
    return new LinearScale(domain, this.integer, this.reversed, this.show);
  }

  ticks(count: number): TickSet {
    return numberTicks(...this.domain, count, this.integer, this.show.locale);
  }

  textOf(value: number): string {
    const { locale } = this.show;
    if (this.integer && Number.isInteger(value)) return integerText(value, locale);
    const [lo, hi] = this.domain;
    return numberText(value, Math.max(Math.abs(lo), Math.abs(hi)), hi / WRITTEN_PARTS - lo / WRITTEN_PARTS, locale);
  }
}
