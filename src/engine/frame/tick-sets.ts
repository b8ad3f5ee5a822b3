import { tickIncrement, ticks as roundValues } from 'd3-array';
import { utcTicks } from 'd3-time';
import { dayOfMonthStart } from '../columns/civil-date';
import { numberLabels } from './number-label';
import { NiceStep, spacingOf } from './number-steps';
import { timeLabels, timeRank } from './time-label';

/** Round values of an axis, and what is written beside them. */
export interface TickSet {
  /** Ascending, in ticks of the column. */
  readonly values: readonly number[];
  /** The texts of some of them, in order: of times, each says what the one before it does not. */
  labels(values: readonly number[]): readonly string[];
  /** The first text says more than the others. */
  readonly firstIsLong: boolean;
  /** Which to keep where not all fit: the higher. */
  rank(value: number): number;
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365.2425 * DAY_MS;
const DATE_MS = 8.64e15;

/** About `count` round numbers between lo and hi. */
export function numberTicks(lo: number, hi: number, count: number, integer: boolean): TickSet {
  const { step, values } = roundNumbers(lo, hi, count);
  const kept = integer ? values.filter(Number.isInteger) : values;
  const shown = integer ? Math.max(1, step) : step;
  return {
    firstIsLong: false,
    values: kept,
    labels: (some) => numberLabels(some, shown),
    rank: (value) => rankOf(value, shown),
  };
}

/**
 * About `count` times between lo and hi, in ticks, at calendar units or, within a second, at fixed lengths no shorter
 * than a tick.
 */
export function timeTicks(lo: number, hi: number, count: number, ticksPerMs: number): TickSet {
  const [fromMs, toMs] = [lo / ticksPerMs, hi / ticksPerMs];
  const lengthMs = toMs - fromMs;
  const most = Math.max(1, Math.min(count, lengthMs * ticksPerMs));
  const isNear = fromMs > -DATE_MS && toMs < DATE_MS;
  const timesMs =
    lengthMs < most * 5 || !isNear
      ? evenTimes(fromMs, toMs, most, isNear)
      : utcTicks(new Date(fromMs), new Date(toMs), most).map(Number);
  const stepMs = timesMs.length > 1 ? timesMs[1]! - timesMs[0]! : lengthMs;
  return {
    firstIsLong: true,
    values: timesMs.map((ms) => ms * ticksPerMs),
    labels: (some) =>
      timeLabels(
        some.map((value) => value / ticksPerMs),
        stepMs,
      ),
    rank: (value) => timeRank(value / ticksPerMs),
  };
}

function roundNumbers(
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
  // Longer than the largest double, or of steps that no double can tell from one another.
  const step = NiceStep.from(Math.max(hi / count - lo / count, 2 * spacing));
  const [first, last] = [Math.ceil(lo / step.size), Math.floor(hi / step.size)];
  if (!(first <= last)) return { step: spacing, values: [lo] };
  return { step: step.size, values: Array.from({ length: last - first + 1 }, (_, i) => step.times(first + i)) };
}

/** 0 above all, then the multiples of ten steps, then of five. */
function rankOf(value: number, step: number): number {
  const i = Math.round(value / step);
  return i === 0 ? 3 : i % 10 === 0 ? 2 : i % 5 === 0 ? 1 : 0;
}

/** Fractions of a second; years beyond the range of Date. */
function evenTimes(fromMs: number, toMs: number, count: number, isNear: boolean): number[] {
  if (isNear || (toMs - fromMs) / YEAR_MS < count) return [...roundNumbers(fromMs, toMs, count).values];
  const years = roundNumbers(1970 + fromMs / YEAR_MS, 1970 + toMs / YEAR_MS, count).values.filter(Number.isInteger);
  return years.map((year) => dayOfMonthStart(year, 1) * DAY_MS).filter((ms) => ms >= fromMs && ms <= toMs);
}
