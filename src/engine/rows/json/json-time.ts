/** A date, or a date and a time, from JSON text: in UTC, with its offset applied. */
export interface TextTime {
  readonly isDate: boolean;
  /** Seconds since 1970. */
  readonly seconds: number;
  /** Fraction of the second, 0 to 999,999,999. */
  readonly nanoseconds: number;
}

/**
 * Also accepts a space instead of the T, and one-digit months and days. These are not ISO 8601, but common, and DuckDB
 * reads them.
 */
const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?)?)?$/;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
const DAY_SECONDS = 86_400;
/** Shorter or longer strings are not times. */
const SHORTEST = '2024-1-1'.length;
const LONGEST = '2024-01-01T10:00:00.123456789+05:30:15'.length;

/** Parses a time; null for all other strings, including 31 February and 24:00. A time without an offset is in UTC. */
export function readTime(text: string): TextTime | null {
  if (text.length < SHORTEST || text.length > LONGEST || text.charCodeAt(4) !== 0x2d) return null;
  const parts = TIME.exec(text);
  if (!parts) return null;
  const [
    ,
    years,
    months,
    ofMonth,
    hours,
    minutes = '0',
    wholeSeconds = '0',
    fraction = '',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
    offsetSeconds = '0',
  ] = parts;
  const [year, month, day] = [Number(years), Number(months), Number(ofMonth)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  const [hour, minute, second] = [Number(hours ?? 0), Number(minutes), Number(wholeSeconds)];
  if (hour > 23 || minute > 59 || second > 59 || Number(offsetMinutes) > 59 || Number(offsetSeconds) > 59) return null;
  const offset = 3600 * Number(offsetHours) + 60 * Number(offsetMinutes) + Number(offsetSeconds);
  const seconds = DAY_SECONDS * daysSince1970(year, month, day) + 3600 * hour + 60 * minute + second;
  return {
    isDate: hours === undefined,
    seconds: sign === '-' ? seconds + offset : seconds - offset,
    nanoseconds: Number(fraction.padEnd(9, '0')),
  };
}

function daysIn(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Date.UTC maps the years 0 to 99 to the 20th century, so it cannot be used here. */
function daysSince1970(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return 365 * year + leapDays + DAYS_BEFORE_MONTH[month - 1]! + (month > 2 && isLeap(year) ? 1 : 0) + day - 719_528;
}
