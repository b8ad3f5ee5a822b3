import { domainOf } from './edges-over';
import { log } from './elementary';
import { numberEdges } from './number-edges';
import { powerOf } from './power-ticks';
import type { Scale } from './scale';
import type { Span } from './scale-methods';
import { timeEdges } from './time-edges';

/** A log domain shorter than this factor is rounded like a linear one: a whole power would leave it little space. */
const SHORT = 3;

/**
 * The domain rounded outwards to round values, for about `count` ticks. An end that is round stays: values from 0 to
 * 100 need no more. Log domains end on powers of the base, as in d3, all other numbers on round ones. Bands keep their
 * domain.
 */
export function niceDomain(scale: Scale, count: number): Span {
  const { domain } = scale;
  const [lo, hi] = domain;
  switch (scale.kind) {
    case 'band':
      return domain;
    case 'time': {
      const clip: Span = [lo / scale.ticksPerMs, hi / scale.ticksPerMs];
      return holding(domain, domainOf(timeEdges(scale.ticksPerMs, lo, hi, { maxBins: count }, clip, scale.show)));
    }
    case 'log':
      if (hi / lo > SHORT) return betweenPowers(domain, scale.base);
  }
  const [first, last] = domainOf(numberEdges(scale.integer, lo, hi, { maxBins: count }, domain));
  return holding(domain, [scale.kind === 'log' && !(first > 0) ? lo : first, last]);
}

/** Rounded ends next to the largest doubles may lie inside. */
function holding([lo, hi]: Span, [first, last]: Span): Span {
  return [Math.min(lo, first), Math.max(hi, last)];
}

/** An end stays if the next power is no double. */
function betweenPowers([lo, hi]: Span, base: number): Span {
  const powersNear = (value: number): readonly number[] => {
    const k = Math.floor(log(value) / log(base));
    return [k - 1, k, k + 1, k + 2].map((n) => powerOf(base, n));
  };
  return [
    powersNear(lo).findLast((power) => power > 0 && power <= lo) ?? lo,
    powersNear(hi).find((power) => power >= hi && power < Infinity) ?? hi,
  ];
}
