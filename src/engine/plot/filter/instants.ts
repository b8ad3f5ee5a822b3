import type { TimeZone } from '../../locale/time-zone';

/** Times to the nanosecond, as texts in fields and in JSON. */

export const NS_PER_MS = 1_000_000n;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A point in time, and whether it names a whole day. */
export interface ReadTime {
  /** Nanoseconds since 1970. */
  readonly ns: bigint;
  /** The first nanosecond after the day, if the text has no time of day. */
  readonly dayEndsNs: bigint | null;
}

const TIME = /^(\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Reads `2024-03-01`, `2024-03-01T12:30` or `2024-03-01T12:30:05.123456789Z`; null for any other text. Without an
 * offset it is wall-clock time.
 * @param zone the zone of the clock; null for UTC
 */
export function readTime(text: string, zone: TimeZone | null): ReadTime | null {
  const parts = TIME.exec(text.trim());
  if (!parts) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day);
  const isDay = date.getUTCMonth() === month! - 1 && date.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second > 59) return null;
  const wallMs = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
  const fraction = BigInt((parts[7] ?? '').padEnd(9, '0'));
  const offset = parts[8];
  const instantMs = (ms: number): number => (offset ? ms - offsetMs(offset) : zone ? zone.instantOf(ms) : ms);
  return {
    ns: BigInt(instantMs(wallMs)) * NS_PER_MS + fraction,
    dayEndsNs: parts[4] === undefined ? BigInt(instantMs(wallMs + DAY_MS)) * NS_PER_MS : null,
  };
}

function offsetMs(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))];
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}

/** The day that a clock shows, as in a field of dates; empty for a year that a field can't show. */
export function dayText(ns: bigint, zone: TimeZone | null): string {
  return wallText(ns, zone).slice(0, 10);
}

/** The time that a clock shows, as in a field of times: `2024-03-01T12:30`. Empty as {@link dayText}. */
export function clockText(ns: bigint, zone: TimeZone | null): string {
  return wallText(ns, zone).replace(/(:00)?\.000$/, '');
}

/** Every digit, for JSON: `2024-03-01T12:30:05.123456789`. Empty as {@link dayText}. */
export function fullText(ns: bigint): string {
  const text = wallText(ns, null);
  const fraction = String(modulo(ns, 1000n * NS_PER_MS))
    .padStart(9, '0')
    .replace(/0+$/, '');
  return text && text.slice(0, 19) + (fraction && `.${fraction}`);
}

/** To the millisecond. */
function wallText(ns: bigint, zone: TimeZone | null): string {
  const ms = Number((ns - modulo(ns, NS_PER_MS)) / NS_PER_MS);
  const date = new Date(zone ? zone.wallOf(ms) : ms);
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString().slice(0, 23) : '';
}

export function modulo(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
