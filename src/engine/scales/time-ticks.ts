import { utcTicks } from 'd3-time';
import { dayOfMonthStart } from '../columns/civil-date';
import { roundNumbers } from './number-ticks';
import type { TickSet } from './scale-methods';
import { timeLabels, timeRank } from './time-label';

const DAY_MS = 86_400_000;
const YEAR_MS = 365.2425 * DAY_MS;
const DATE_MS = 8.64e15;

/**
 * About `count` times between lo and hi, in ticks: at calendar units, or within a second at fixed steps of at least a
 * tick.
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

/** Fractions of a second; years beyond the range of Date. */
function evenTimes(fromMs: number, toMs: number, count: number, isNear: boolean): number[] {
  if (isNear || (toMs - fromMs) / YEAR_MS < count) return [...roundNumbers(fromMs, toMs, count).values];
  const years = roundNumbers(1970 + fromMs / YEAR_MS, 1970 + toMs / YEAR_MS, count).values.filter(Number.isInteger);
  return years.map((year) => dayOfMonthStart(year, 1) * DAY_MS).filter((ms) => ms >= fromMs && ms <= toMs);
}
