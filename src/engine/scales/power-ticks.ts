import type { TextLocale } from '../locale/text-locale';
import { log, logRatio } from './elementary';
import { numberLabels, numberText } from './number-label';
import { NiceStep } from './number-steps';
import { numberTicks } from './number-ticks';
import type { TickSet } from './scale-methods';

const POWER_RANK = 2;
const DIGIT_RANK = 1;

/**
 * Round values between two positive numbers, about `count`: powers of the base, with their multiples by 2 and 5, or by
 * all digits, if those fit. If space is short, only every second, fifth, tenth, … power. If the domain lies between two
 * powers, multiples of a round step.
 */
export function powerTicks(
  lo: number,
  hi: number,
  count: number,
  integer: boolean,
  base: number,
  locale?: TextLocale,
): TickSet {
  const ranks = powersBetween(lo, hi, count, base);
  const values = [...ranks.keys()].filter((value) => !integer || Number.isInteger(value));
  if (hi / lo < base && 2 * values.length < count) return numberTicks(lo, hi, count, integer, locale);
  return {
    values,
    labels: (some) => some.map((value) => powerLabel(value, base, locale)),
    firstIsLong: false,
    rank: (value) => ranks.get(value) ?? 0,
  };
}

/** Powers in ascending order, each with its rank. */
export function powersBetween(lo: number, hi: number, count: number, base: number): ReadonlyMap<number, number> {
  const powers = logRatio(lo, hi) / log(base);
  const every = powers <= count + 1 ? 1 : NiceStep.from(powers / (count + 1)).size;
  const digits = digitSets(base).find((set) => set.length * powers <= count) ?? [1];
  const ranks = new Map<number, number>();
  for (let k = Math.floor((log(lo) / log(base) - 1) / every) * every; powerOf(base, k) <= hi; k += every) {
    for (const digit of digits) {
      const value = base === 10 ? Number(`${digit}e${k}`) : digit * powerOf(base, k);
      const rank = digit === 1 ? POWER_RANK : digit === 2 || digit === 5 ? DIGIT_RANK : 0;
      if (value >= lo && value <= hi && value > 0) ranks.set(value, rank);
    }
  }
  return ranks;
}

/** A whole power, as exact as a double can be. */
export function powerOf(base: number, k: number): number {
  return base === 10 ? Number(`1e${k}`) : base ** k;
}

/** Labels a value with as many digits as it needs. Each value has its own format. */
export function powerLabel(value: number, base: number, locale?: TextLocale): string {
  if (value === 0) return '0';
  const step = Number(`1e${exponentOf(value)}`);
  return base === 10
    ? numberLabels([value], step, locale)[0]!
    : numberText(value, Math.abs(value), step * 1e-6, locale);
}

/** The k for which 10ᵏ ≤ |value| < 10ᵏ⁺¹. */
export function exponentOf(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}

/** From many to few. */
function digitSets(base: number): readonly (readonly number[])[] {
  if (!Number.isInteger(base)) return [[1]];
  const all = Array.from({ length: base - 1 }, (_, i) => i + 1);
  return base === 10 ? [all, [1, 2, 5], [1]] : [all, [1]];
}
