import type { Presentation } from './presentation';
import type { ScaleMethods, Span, TickSet } from './scale-methods';
import { shortTimeText, timeText } from './time-label';
import { timeTicks } from './time-ticks';
import { UniformScale } from './uniform-scale';

/** The length of the domain decides which parts of a time to write. */
const SHORT_MS = 86_400_000 * 3;
const YEAR_MS = 86_400_000 * 400;

/** Times, in ticks since 1970. Ticks and texts are in the scale's time zone. */
export class TimeScale extends UniformScale implements ScaleMethods {
  readonly kind = 'time';
  readonly ticksPerMs: number;

  constructor(domain: Span, ticksPerMs: number, reversed = false, show?: Presentation) {
    super(domain, reversed, show);
    this.ticksPerMs = ticksPerMs;
  }

  over(domain: Span): TimeScale {
    return new TimeScale(domain, this.ticksPerMs, this.reversed, this.show);
  }

  ticks(count: number): TickSet {
    return timeTicks(...this.domain, count, this.ticksPerMs, this.show);
  }

  /** The domain is so long that texts name months, not days. */
  get isInMonths(): boolean {
    return this.#lengthMs > YEAR_MS;
  }

  textOf(value: number): string {
    const ms = value / this.ticksPerMs;
    return this.#lengthMs <= SHORT_MS
      ? shortTimeText(ms, this.show)
      : timeText(ms, this.isInMonths ? 'month' : 'day', this.show);
  }

  get #lengthMs(): number {
    const [lo, hi] = this.domain;
    return (hi - lo) / this.ticksPerMs;
  }
}
