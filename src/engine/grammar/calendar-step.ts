/** From fine to coarse. */
export const CALENDAR_UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/** The width of a bin of times: one unit, or a multiple: `day`, `15 minutes`. */
export type CalendarStep = CalendarUnit | `${number} ${CalendarUnit}s`;

const MAX_MULTIPLE = 10_000;

/** Parses `day`, `days`, `15 minutes` or `15minutes`; null for anything else. */
export function parseCalendarStep(text: string): CalendarStep | null {
  const [, multiple, word] = /^(?:(\d+)\s*)?([a-z]+?)s?$/.exec(text.trim().toLowerCase()) ?? [];
  const unit = CALENDAR_UNITS.find((known) => known === word);
  const every = Number(multiple ?? 1);
  if (!unit || every < 1 || every > MAX_MULTIPLE) return null;
  return every === 1 ? unit : `${every} ${unit}s`;
}

/** The number of units in a step, and the unit. */
export function partsOf(step: CalendarStep): { readonly every: number; readonly unit: CalendarUnit } {
  const [multiple, units] = step.split(' ');
  return units === undefined
    ? { every: 1, unit: step as CalendarUnit }
    : { every: Number(multiple), unit: units.slice(0, -1) as CalendarUnit };
}
