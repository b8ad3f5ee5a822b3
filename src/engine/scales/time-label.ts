import { civilOf } from '../columns/civil-date';

/** Formats times in UTC, for all years that DuckDB supports. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MS = 86_400_000;

/** The smallest unit in the text of a time. */
export type TimePart = 'year' | 'month' | 'day' | 'minute' | 'second' | 'fraction';

interface TimeParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Since midnight. */
  readonly ms: number;
  /** Since 1970. */
  readonly days: number;
}

function partsOf(ms: number): TimeParts {
  const days = Math.floor(ms / DAY_MS);
  const [year, month, day] = civilOf(days);
  return { year, month, day, ms: ms - days * DAY_MS, days };
}

/** A time in full: `5 Apr 2020 15:30`. Decimals are fractions of a second. */
export function timeText(ms: number, part: TimePart, decimals = 3): string {
  if (!Number.isFinite(ms)) return ms > 0 ? '∞' : '−∞';
  const parts = partsOf(ms);
  if (part === 'year') return yearText(parts.year);
  if (part === 'month') return `${MONTHS[parts.month - 1]!} ${yearText(parts.year)}`;
  return part === 'day' ? dateText(parts) : `${dateText(parts)} ${clockText(parts.ms, part, decimals)}`;
}

/** A time without its year, for spans of a few days: `5 Apr 15:30`. */
export function shortTimeText(ms: number): string {
  if (!Number.isFinite(ms)) return ms > 0 ? '∞' : '−∞';
  const parts = partsOf(ms);
  return `${dayText(parts)} ${clockText(parts.ms, 'minute', 0)}`;
}

/** The coarsest part that shows all of these times exactly. */
export function partOf(timesMs: readonly number[]): TimePart {
  const parts = timesMs.map(partsOf);
  if (parts.every(({ ms, day, month }) => ms === 0 && day === 1 && month === 1)) return 'year';
  if (parts.every(({ ms, day }) => ms === 0 && day === 1)) return 'month';
  if (parts.every(({ ms }) => ms === 0)) return 'day';
  if (parts.every(({ ms }) => ms % 60_000 === 0)) return 'minute';
  return parts.every(({ ms }) => ms % 1000 === 0) ? 'second' : 'fraction';
}

/**
 * The labels of ascending ticks; each shows only what differs from the previous one. The first label, and the first of
 * each year, name the year. With hours, the first of each day names its date.
 * @param stepMs determines how many decimals seconds need
 */
export function timeLabels(timesMs: readonly number[], stepMs: number): string[] {
  const part = partOf(timesMs);
  const decimals = Math.max(0, Math.min(9, -Math.floor(Math.log10(stepMs / 1000) + 1e-9)));
  return timesMs.map((ms, i) => {
    const now = partsOf(ms);
    const before = i > 0 ? partsOf(timesMs[i - 1]!) : null;
    const sameYear = before?.year === now.year;
    if (part === 'year') return yearText(now.year);
    if (part === 'month')
      return now.month === 1 ? yearText(now.year) : sameYear ? MONTHS[now.month - 1]! : timeText(ms, 'month');
    const date = sameYear ? dayText(now) : dateText(now);
    if (part === 'day') return date;
    if (before?.days === now.days) return clockText(now.ms, part, decimals);
    return now.ms === 0 ? date : `${date} ${clockText(now.ms, part, decimals)}`;
  });
}

/** The rank of a tick: thinning keeps ticks of coarser units. */
export function timeRank(ms: number): number {
  const { year, month, day, ms: clock } = partsOf(ms);
  if (clock !== 0) return clock % 3_600_000 === 0 ? (clock === DAY_MS / 2 ? 3 : 2) : clock % 60_000 === 0 ? 1 : 0;
  if (day !== 1) return 4;
  if (month !== 1) return (month - 1) % 3 === 0 ? 6 : 5;
  return year % 100 === 0 ? 9 : year % 10 === 0 ? 8 : 7;
}

function dateText(parts: TimeParts): string {
  return `${dayText(parts)} ${yearText(parts.year)}`;
}

function dayText({ day, month }: TimeParts): string {
  return `${day} ${MONTHS[month - 1]!}`;
}

function yearText(year: number): string {
  return year > 0 ? String(year) : `${1 - year} BC`;
}

function clockText(ms: number, part: TimePart, decimals: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}`;
  if (part === 'minute') return clock;
  const seconds = (ms / 1000) % 60;
  // Truncated, not rounded: there is no second 60.
  const cut = Math.floor(seconds * 10 ** decimals + 1e-3) / 10 ** decimals;
  return `${clock}:${part === 'fraction' ? cut.toFixed(decimals).padStart(decimals + 3, '0') : two(seconds)}`;
}
