import type { ColumnType } from '../columns/column';
import type { Scale } from './scale';
import { scaleFor } from './scale-for';
import type { Span } from './scale-methods';

/**
 * How large a value is between nothing and the greatest one, for size and opacity. Numbers start from 0; numbers with
 * negative ones, and times, from the least. Categories are equal steps, the first of them above nothing.
 */
export class Magnitude {
  readonly isCategory: boolean;
  readonly #scale: Scale;

  /** @param extent the least and the greatest value in ticks of the type; null if there is none */
  constructor(type: ColumnType, extent: Span | null) {
    this.isCategory = type.kind === 'category';
    this.#scale = scaleFor(type, domainOf(type, extent));
  }

  /** From 0 to 1; NaN for NaN. */
  shareOf(value: number): number {
    const share = this.#scale.position(this.isCategory ? value + 1 : value);
    return Math.max(0, Math.min(1, share));
  }

  /** About `count` round values above nothing, and their texts; all categories. */
  samples(count: number): { readonly values: readonly number[]; readonly labels: readonly string[] } {
    const set = this.#scale.ticks(count);
    const values = this.isCategory ? set.values : set.values.filter((value) => value > this.#scale.domain[0]);
    return { values, labels: set.labels(values) };
  }
}

function domainOf(type: ColumnType, extent: Span | null): Span {
  if (type.kind === 'category') return [0, Math.max(1, type.labels.length)];
  const [least, greatest] = extent ?? [0, 1];
  const lo = type.kind === 'number' ? Math.min(0, least) : least;
  return lo < greatest ? [lo, greatest] : [lo, lo < 0 ? lo / 2 : lo + 1];
}
