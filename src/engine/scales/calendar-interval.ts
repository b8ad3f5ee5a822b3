import {
  timeInterval,
  utcDay,
  utcFriday,
  utcHour,
  utcMinute,
  utcMonday,
  utcMonth,
  utcSaturday,
  utcSecond,
  utcSunday,
  utcThursday,
  utcTuesday,
  utcWednesday,
  utcYear,
} from 'd3-time';
import type { CountableTimeInterval, TimeInterval } from 'd3-time';
import { CALENDAR_UNITS, partsOf, type CalendarStep, type CalendarUnit } from '../grammar/calendar-step';

export const DAY_MS = 86_400_000;
export const YEAR_MS = 365.2425 * DAY_MS;

const INTERVALS: Readonly<Record<Exclude<CalendarUnit, 'quarter' | 'week'>, CountableTimeInterval>> = {
  second: utcSecond,
  minute: utcMinute,
  hour: utcHour,
  day: utcDay,
  month: utcMonth,
  year: utcYear,
};
const LENGTHS_MS: Readonly<Record<CalendarUnit, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: YEAR_MS / 12,
  quarter: YEAR_MS / 4,
  year: YEAR_MS,
};
const MONTHS: Partial<Readonly<Record<CalendarUnit, number>>> = { month: 1, quarter: 3, year: 12 };

/** The mean length of a step. */
export function lengthMsOf(step: CalendarStep): number {
  const { every, unit } = partsOf(step);
  return every * LENGTHS_MS[unit];
}

/** Whole months of a step; null for steps of a fixed length. */
export function monthsOf(step: CalendarStep): number | null {
  const { every, unit } = partsOf(step);
  const months = MONTHS[unit];
  return months === undefined ? null : every * months;
}

/** Weeks by their first day, from Sunday. */
const WEEKS = [utcSunday, utcMonday, utcTuesday, utcWednesday, utcThursday, utcFriday, utcSaturday] as const;

export function weeksFrom(firstWeekday: number): CountableTimeInterval {
  return WEEKS[firstWeekday]!;
}

/**
 * The time from which steps of fixed length are counted: 1970, or for weeks the first day of 1970's first whole week.
 */
export function originMsOf(step: CalendarStep, firstWeekday = 0): number {
  const { unit, weekStart } = partsOf(step);
  // 1 January 1970 was a Thursday.
  return unit === 'week' ? (((weekStart ?? firstWeekday) + 3) % 7) * DAY_MS : 0;
}

/** The step itself and coarser units, from fine to coarse. */
export function coarserSteps(step: CalendarStep): readonly CalendarStep[] {
  return [step, ...CALENDAR_UNITS.filter((unit) => LENGTHS_MS[unit] > lengthMsOf(step))];
}

/**
 * The interval of a step, in UTC. Multiples start at 1970, and multiples of months at the year 0. So all bins have
 * equal length, and 15 minutes, 6 hours or 4 months start with the hour, the day or the year.
 * @param firstWeekday the first day of the week if the author names none: 0 is Sunday
 */
export function calendarInterval(step: CalendarStep, firstWeekday = 0): TimeInterval {
  const { every, unit, weekStart } = partsOf(step);
  if (every === 1 && unit === 'week') return weeksFrom(weekStart ?? firstWeekday);
  if (every === 1 && unit !== 'quarter' && unit !== 'week') return INTERVALS[unit];
  const months = monthsOf(step);
  return months === null ? fixedInterval(lengthMsOf(step), originMsOf(step, firstWeekday)) : monthsInterval(months);
}

function fixedInterval(lengthMs: number, originMs: number): TimeInterval {
  return timeInterval(
    (date) => date.setTime(Math.floor((date.getTime() - originMs) / lengthMs) * lengthMs + originMs),
    (date, count) => date.setTime(date.getTime() + count * lengthMs),
  );
}

function monthsInterval(months: number): TimeInterval {
  return timeInterval(
    (date) => {
      const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
      date.setUTCHours(0, 0, 0, 0);
      date.setUTCFullYear(0, Math.floor(month / months) * months, 1);
    },
    (date, count) => date.setUTCMonth(date.getUTCMonth() + count * months),
  );
}
