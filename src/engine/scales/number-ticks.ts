import { tickIncrement, ticks as roundValues } from 'd3-array';
import type { TextLocale } from '../locale/text-locale';
import { numberLabels } from './number-label';
import { NiceStep, spacingOf } from './number-steps';
import type { TickSet } from './scale-methods';

/** About `count` round numbers between lo and hi. */
export function numberTicks(lo: number, hi: number, count: number, integer: boolean, locale?: TextLocale): TickSet {
  const { step, values } = roundNumbers(lo, hi, count);
  const kept = integer ? values.filter(Number.isInteger) : values;
  const shown = integer ? Math.max(1, step) : step;
  return {
    firstIsLong: false,
    values: kept,
    labels: (some) => numberLabels(some, shown, locale),
    rank: (value) => rankOf(value, shown),
  };
}

/** Multiples of a step of 1, 2 or 5 × 10ᵏ between lo and hi, about `count`. */
export function roundNumbers(
  lo: number,
  hi: number,
  count: number,
): { readonly step: number; readonly values: readonly number[] } {
  const spacing = spacingOf(Math.max(Math.abs(lo), Math.abs(hi)));
  const length = hi - lo;
  if (length > 1e-290 && length < Infinity) {
    const increment = tickIncrement(lo, hi, count);
    const step = increment < 0 ? -1 / increment : increment;
    if (step >= 2 * spacing) return { step, values: roundValues(lo, hi, count) };
  }
  // The length overflows, or the steps are below the spacing of doubles.
  const step = NiceStep.from(Math.max(hi / count - lo / count, 2 * spacing));
  const [first, last] = [Math.ceil(lo / step.size), Math.floor(hi / step.size)];
  if (!(first <= last)) return { step: spacing, values: [lo] };
  return { step: step.size, values: Array.from({ length: last - first + 1 }, (_, i) => step.times(first + i)) };
}

/** 0 ranks highest, then multiples of ten steps, then of five. */
function rankOf(value: number, step: number): number {
  const i = Math.round(value / step);
  return i === 0 ? 3 : i % 10 === 0 ? 2 : i % 5 === 0 ? 1 : 0;
}
