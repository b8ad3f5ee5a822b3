import { edgesOver } from '../edges-over';
import { scaleFor } from '../scale-for';
import type { Span } from '../scale-methods';
import { badColorAttribute } from './color-errors';
import type { ColorRequest } from './color-scale';
import { quantiles } from './quantiles';

/** The number of steps of a quantile or quantize scale, unless the author gives colors. */
const STEPS = 5;

/** The author's domain in ticks of the column; empty if there is none. Times are given in milliseconds. */
export function authorsTicks({ type, spec }: ColorRequest): readonly number[] {
  const { domain } = spec;
  if (domain === null) return [];
  if (domain.type === 'label' || (domain.type === 'time' && type.kind !== 'time')) {
    const [expected, example] =
      type.kind === 'time' ? ['dates', '2001-01-01, 2001-07-01'] : ['numbers, as in the column', '0, 50, 100'];
    const found = domain.type === 'time' ? 'dates' : domain.values.map((label) => `"${label}"`).join(', ');
    throw badColorAttribute('color-domain', expected, found, `Write for example color-domain="${example}".`);
  }
  const perUnit = type.kind === 'time' ? type.ticksPerMs : 1;
  return domain.values.map((value) => value * perUnit);
}

/** Two values, or one for each color of the author's. */
export function sequentialStops(request: ColorRequest): readonly number[] {
  const given = ascending(authorsTicks(request));
  return given.length >= 2 ? given : withLength(extentOr(request));
}

/**
 * The least value, the middle and the greatest. The middle is the author's, else 0 if there are values on both sides of
 * it, else the middle of the values. Without the author's ends, both are equally far from the middle, so that equally
 * strong colors mean equal distances.
 */
export function divergingStops(request: ColorRequest): readonly [number, number, number] {
  const given = ascending(authorsTicks(request));
  if (given.length === 3) return given as [number, number, number];
  if (given.length > 3) {
    throw badColorAttribute(
      'color-domain',
      'one to three values: the middle, both ends, or the lower end, the middle and the upper end',
      `${given.length} values`,
      'Write for example color-domain="-10, 0, 10".',
    );
  }
  const [lo, hi] = given.length === 2 ? (given as [number, number]) : withLength(extentOr(request));
  const halfway = lo / 2 + hi / 2;
  const middle = given.length === 1 ? given[0]! : lo < 0 && hi > 0 ? 0 : halfway;
  if (given.length === 2) return [lo, middle, hi];
  const length = Math.max(hi - middle, middle - lo);
  return [Math.max(-Number.MAX_VALUE, middle - length), middle, Math.min(Number.MAX_VALUE, middle + length)];
}

/**
 * Where steps meet, ascending. Thresholds are the author's; quantiles hold equally many values each; a quantize scale
 * has equally long steps, with round ends unless the author gives domain or colors.
 * @param colors the number of the author's colors; null if there are none
 */
export function thresholdsOf(
  request: ColorRequest,
  kind: 'quantile' | 'quantize' | 'threshold',
  colors: number | null,
): readonly number[] {
  const given = ascending(authorsTicks(request));
  switch (kind) {
    case 'threshold':
      if (given.length > 0) return given;
      throw badColorAttribute(
        'color-domain',
        'the thresholds between colors, because color-scale is "threshold"',
        'none',
        'Write for example color-domain="0, 50, 100".',
      );
    case 'quantile':
      return quantiles(given.length > 0 ? given : (request.values ?? []), colors ?? STEPS);
    case 'quantize': {
      const [lo, hi] = given.length >= 2 ? [given[0]!, given.at(-1)!] : withLength(extentOr(request));
      if (given.length < 2 && colors === null) {
        const { thresholds } = edgesOver(scaleFor(request.type, [lo, hi]), { maxBins: STEPS }, null);
        return thresholds.slice(1, -1).filter((threshold) => threshold <= hi);
      }
      const count = colors ?? STEPS;
      return Array.from({ length: count - 1 }, (_, i) => (lo * (count - 1 - i) + hi * (i + 1)) / count);
    }
  }
}

/** The domain; around a single value, one that has a length. */
export function withLength([lo, hi]: Span): Span {
  if (lo < hi) return [lo, hi];
  const margin = Math.max(Number.MIN_VALUE, Math.abs(lo) / 2) || 1;
  return lo === 0 ? [-1, 1] : [Math.max(-Number.MAX_VALUE, lo - margin), Math.min(Number.MAX_VALUE, lo + margin)];
}

function extentOr({ extent }: ColorRequest): Span {
  return extent ?? [0, 1];
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
