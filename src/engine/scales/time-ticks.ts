import { utcTickInterval, utcWeek } from 'd3-time';
import { dayOfMonthStart } from '../columns/civil-date';
import { weeksFrom } from './calendar-interval';
import { roundNumbers } from './number-ticks';
import { PLAIN, type Presentation } from './presentation';
import type { TickSet } from './scale-methods';
import { timeLabels, timeRank } from './time-label';
import { intervalStarts } from './zoned-interval';

const DAY_MS = 86_400_000;
const YEAR_MS = 365.2425 * DAY_MS;
const DATE_MS = 8.64e15;

/**
 * About `count` times between lo and hi, in ticks: at calendar units, or within a second at fixed steps of at least a
 * tick.
 * @param show the time zone and the locale in which units begin
 */
export function timeTicks(
  lo: number,
  hi: number,
  count: number,
  ticksPerMs: number,
  show: Presentation = PLAIN,
): TickSet {
  const [fromMs, toMs] = [lo / ticksPerMs, hi / ticksPerMs];
  const lengthMs = toMs - fromMs;
  const most = Math.max(1, Math.min(count, lengthMs * ticksPerMs));
  const isNear = fromMs > -DATE_MS && toMs < DATE_MS;
  const timesMs =
    lengthMs < most * 5 || !isNear ? evenTimes(fromMs, toMs, most, isNear) : calendarTimes(fromMs, toMs, most, show);
  const stepMs = timesMs.length > 1 ? timesMs[1]! - timesMs[0]! : lengthMs;
  return {
    firstIsLong: true,
    values: timesMs.map((ms) => ms * ticksPerMs),
    labels: (some) =>
      timeLabels(
        some.map((value) => value / ticksPerMs),
        stepMs,
        show,
      ),
    rank: (value) => timeRank(value / ticksPerMs, show),
  };
}

/** The starts of a calendar unit that lie inside. */
function calendarTimes(fromMs: number, toMs: number, count: number, { zone, locale }: Presentation): number[] {
  const interval = utcTickInterval(new Date(fromMs), new Date(toMs), count);
  if (!interval) return [];
  const unit = interval === utcWeek ? weeksFrom(locale.firstWeekday) : interval;
  return intervalStarts(unit, fromMs, toMs, zone).filter((ms) => ms >= fromMs && ms <= toMs);
}

/** Fractions of a second; years beyond the range of Date. */
function evenTimes(fromMs: number, toMs: number, count: number, isNear: boolean): number[] {
  if (isNear || (toMs - fromMs) / YEAR_MS < count) return [...roundNumbers(fromMs, toMs, count).values];
  const years = roundNumbers(1970 + fromMs / YEAR_MS, 1970 + toMs / YEAR_MS, count).values.filter(Number.isInteger);
  return years.map((year) => dayOfMonthStart(year, 1) * DAY_MS).filter((ms) => ms >= fromMs && ms <= toMs);
}
