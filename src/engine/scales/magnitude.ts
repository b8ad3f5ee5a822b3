import type { ColumnType } from '../columns/column';
import type { NumberScaleSpec } from '../grammar/scale-spec';
import type { Scale } from './scale';
import { scaleFor } from './scale-for';
import type { Span } from './scale-methods';
import { tickLabels } from './tick-labels';

/** The scales of sizes that an author can choose. */
export type MagnitudeKind = 'linear' | 'sqrt' | 'log' | 'symlog';

const SPECS: Readonly<Record<MagnitudeKind, NumberScaleSpec | null>> = {
  linear: null,
  sqrt: { kind: 'sqrt' },
  log: { kind: 'log', base: 10 },
  symlog: { kind: 'symlog', constant: 1 },
};

/**
 * The magnitude of a value between zero and the greatest one, for size and opacity. Numbers are measured from 0; times,
 * and numbers with negative values or on a log scale, are measured from the least value. Categories are equal steps
 * above zero.
 */
export class Magnitude {
  readonly isCategory: boolean;
  readonly #scale: Scale;

  /** @param extent the least and the greatest value in ticks of the type; null if there is none */
  constructor(type: ColumnType, extent: Span | null, kind: MagnitudeKind | null = null) {
    this.isCategory = type.kind === 'category';
    this.#scale = scaleFor(type, domainOf(type, extent, kind), kind && SPECS[kind]);
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
    return { values, labels: tickLabels(this.#scale, set, values) };
  }
}

function domainOf(type: ColumnType, extent: Span | null, kind: MagnitudeKind | null): Span {
  if (type.kind === 'category') return [0, Math.max(1, type.labels.length)];
  if (type.kind === 'number' && kind === 'log') {
    const [least, greatest] = extent && extent[0] > 0 ? extent : [1, 10];
    return least < greatest ? [least, greatest] : [least / 10, least];
  }
  const [least, greatest] = extent ?? [0, 1];
  const lo = type.kind === 'number' ? Math.min(0, least) : least;
  return lo < greatest ? [lo, greatest] : [lo, lo < 0 ? lo / 2 : lo + 1];
}
