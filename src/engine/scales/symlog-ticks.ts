import { numberTicks } from './number-ticks';
import { powerLabel, powersBetween } from './power-ticks';
import type { ScaleMethods, TickSet } from './scale-methods';

type Symlog = ScaleMethods & { readonly integer: boolean; readonly constant: number };

const ZERO_RANK = 3;

/** 0, and powers of ten on both sides of it; round steps if the domain is nearly linear. */
export function symlogTicks(scale: Symlog, count: number): TickSet {
  const {
    domain: [lo, hi],
    constant,
    integer,
    show: { locale },
  } = scale;
  const ranks = new Map<number, number>();
  for (const [value, rank] of powersOnSide(scale, -1, count)) ranks.set(-value, rank);
  if (lo <= 0 && hi >= 0) ranks.set(0, ZERO_RANK);
  for (const [value, rank] of powersOnSide(scale, 1, count)) ranks.set(value, rank);
  const values = [...ranks.keys()].filter((value) => !integer || Number.isInteger(value)).sort((a, b) => a - b);
  const isNarrow = lo > 0 ? hi / lo < 10 : hi < 0 ? lo / hi < 10 : Math.max(-lo, hi) <= constant;
  if (isNarrow && 2 * values.length < count) return numberTicks(lo, hi, count, integer, locale);
  return {
    values,
    labels: (some) => some.map((value) => powerLabel(value, 10, locale)),
    firstIsLong: false,
    rank: (value) => ranks.get(value) ?? 0,
  };
}

/** The magnitudes of one sign, from the constant on. Their number is that side's share of `count`. */
function powersOnSide(scale: Symlog, sign: 1 | -1, count: number): ReadonlyMap<number, number> {
  const ends = scale.domain.map((end) => Math.max(0, end * sign));
  const [near, far] = [Math.min(...ends), Math.max(...ends)];
  const from = Math.max(near, scale.constant);
  if (!(far > from)) return new Map();
  const share = Math.abs(scale.position(sign * far) - scale.position(sign * from));
  return powersBetween(from, far, Math.max(1, Math.floor(share * count)), 10);
}
