/** From fine to coarse. */
export const CALENDAR_UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/** In the order of Date's weekday numbers. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
type Weekday = (typeof WEEKDAYS)[number];

/**
 * The width of a bin of times: one unit, or a multiple: `day`, `15 minutes`. Weeks start on the locale's first day of
 * the week, unless the author names one: `week(monday)`.
 */
export type CalendarStep =
  CalendarUnit | `${number} ${CalendarUnit}s` | `week(${Weekday})` | `${number} weeks(${Weekday})`;

const MAX_MULTIPLE = 10_000;

const STEP = /^(?:(\d+)\s*)?([a-z]+?)s?(?:\s*\(\s*([a-z]{3,})\s*\))?$/;

/** Parses `day`, `days`, `15 minutes`, `15minutes`, `week(monday)` or `2 weeks(mon)`; null for anything else. */
export function parseCalendarStep(text: string): CalendarStep | null {
  const [, multiple, word, start] = STEP.exec(text.trim().toLowerCase()) ?? [];
  const unit = CALENDAR_UNITS.find((known) => known === word);
  const every = Number(multiple ?? 1);
  if (!unit || every < 1 || every > MAX_MULTIPLE) return null;
  if (start === undefined) return every === 1 ? unit : `${every} ${unit}s`;
  const weekday = WEEKDAYS.find((day) => day.startsWith(start));
  if (unit !== 'week' || !weekday) return null;
  return every === 1 ? `week(${weekday})` : `${every} weeks(${weekday})`;
}

export interface StepParts {
  /** The number of units. */
  readonly every: number;
  readonly unit: CalendarUnit;
  /** The first day of the week as the author names it: 0 is Sunday. Null for the locale's. */
  readonly weekStart: number | null;
}

export function partsOf(step: CalendarStep): StepParts {
  const [, multiple, unit, start] = STEP.exec(step)!;
  return {
    every: Number(multiple ?? 1),
    unit: unit as CalendarUnit,
    weekStart: start === undefined ? null : WEEKDAYS.findIndex((day) => day === start),
  };
}
