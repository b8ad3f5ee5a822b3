import { civilOf } from '../columns/civil-date';
import type { TextLocale } from '../locale/text-locale';
import { PLAIN, type Presentation } from './presentation';

/** Formats times, for all years that DuckDB supports, as the clocks of a time zone show them: UTC by default. */

const DAY_MS = 86_400_000;
/** The range of Date, and so of Intl. */
const DATE_MS = 8.64e15;

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

type Clocks = Pick<Presentation, 'locale' | 'zone'>;

/** Wall-clock time, in milliseconds since 1970 as if it were UTC. */
function wallOf(ms: number, { zone }: Clocks): number {
  return zone ? zone.wallOf(ms) : ms;
}

function partsOf(ms: number): TimeParts {
  const days = Math.floor(ms / DAY_MS);
  const [year, month, day] = civilOf(days);
  return { year, month, day, ms: ms - days * DAY_MS, days };
}

/** A time in full: `5 Apr 2020 15:30`. Decimals are fractions of a second. */
export function timeText(ms: number, part: TimePart, show: Clocks = PLAIN, decimals = 3): string {
  if (!Number.isFinite(ms)) return ms > 0 ? '∞' : '−∞';
  const { locale } = show;
  const parts = partsOf(wallOf(ms, show));
  if (part === 'year') return yearText(parts.year);
  if (part === 'month') return monthOfYearText(parts, locale);
  const date = dateText(parts, locale);
  return part === 'day' ? date : `${date} ${clockText(parts.ms, part, decimals, locale)}`;
}

/** A time without its year, for spans of a few days: `5 Apr 15:30`. */
export function shortTimeText(ms: number, show: Clocks = PLAIN): string {
  if (!Number.isFinite(ms)) return ms > 0 ? '∞' : '−∞';
  const parts = partsOf(wallOf(ms, show));
  return `${dayText(parts, show.locale)} ${clockText(parts.ms, 'minute', 0, show.locale)}`;
}

/** The name of a whole year, month or day: `2024`, `Dec 2024`, `5 Apr 2020`. Null for any other span. */
export function wholeUnitText(fromMs: number, toMs: number, show: Clocks = PLAIN): string | null {
  const [from, to] = [partsOf(wallOf(fromMs, show)), partsOf(wallOf(toMs, show))];
  if (from.ms !== 0 || to.ms !== 0) return null;
  const months = 12 * (to.year - from.year) + to.month - from.month;
  if (from.day === 1 && to.day === 1) {
    if (months === 12 && from.month === 1) return yearText(from.year);
    if (months === 1) return monthOfYearText(from, show.locale);
  }
  return to.days - from.days === 1 ? dateText(from, show.locale) : null;
}

/** The coarsest part that shows all of these times exactly. */
export function partOf(timesMs: readonly number[], show: Clocks = PLAIN): TimePart {
  const parts = timesMs.map((ms) => partsOf(wallOf(ms, show)));
  if (parts.every(({ ms, day, month }) => ms === 0 && day === 1 && month === 1)) return 'year';
  if (parts.every(({ ms, day }) => ms === 0 && day === 1)) return 'month';
  if (parts.every(({ ms }) => ms === 0)) return 'day';
  if (parts.every(({ ms }) => ms % 60_000 === 0)) return 'minute';
  return parts.every(({ ms }) => ms % 1000 === 0) ? 'second' : 'fraction';
}

/**
 * The labels of ascending ticks; each shows only what differs from the previous one. The first label, and the first of
 * each year, name the year. With hours, the first of each day names its date. An hour that the clocks repeat shows its
 * offset, which distinguishes it from the first one.
 * @param stepMs determines how many decimals seconds need
 */
export function timeLabels(timesMs: readonly number[], stepMs: number, show: Clocks = PLAIN): string[] {
  const part = partOf(timesMs, show);
  const { locale } = show;
  const decimals = Math.max(0, Math.min(9, -Math.floor(Math.log10(stepMs / 1000) + 1e-9)));
  return timesMs.map((ms, i) => {
    const now = partsOf(wallOf(ms, show));
    const beforeMs = i > 0 ? wallOf(timesMs[i - 1]!, show) : null;
    const before = beforeMs === null ? null : partsOf(beforeMs);
    const sameYear = before?.year === now.year;
    if (part === 'year') return yearText(now.year);
    if (part === 'month') {
      if (now.month === 1) return yearText(now.year);
      return sameYear ? locale.months[now.month - 1]! : monthOfYearText(now, locale);
    }
    const date = sameYear ? dayText(now, locale) : dateText(now, locale);
    if (part === 'day') return date;
    const clock = clockText(now.ms, part, decimals, locale);
    if (beforeMs !== null && wallOf(ms, show) <= beforeMs) return `${clock} (${offsetText(wallOf(ms, show) - ms)})`;
    if (before?.days === now.days) return clock;
    return now.ms === 0 ? date : `${date} ${clock}`;
  });
}

/** The rank of a tick: thinning keeps ticks of coarser units. */
export function timeRank(ms: number, show: Clocks = PLAIN): number {
  const { year, month, day, ms: clock } = partsOf(wallOf(ms, show));
  if (clock !== 0) return clock % 3_600_000 === 0 ? (clock === DAY_MS / 2 ? 3 : 2) : clock % 60_000 === 0 ? 1 : 0;
  if (day !== 1) return 4;
  if (month !== 1) return (month - 1) % 3 === 0 ? 6 : 5;
  return year % 100 === 0 ? 9 : year % 10 === 0 ? 8 : 7;
}

function dateText(parts: TimeParts, locale: TextLocale): string {
  const ms = dateMs(parts, locale);
  return ms === null ? `${dayText(parts, locale)} ${yearText(parts.year)}` : locale.dates!.date(ms);
}

function dayText(parts: TimeParts, locale: TextLocale): string {
  const ms = dateMs(parts, locale);
  return ms === null ? `${parts.day} ${locale.months[parts.month - 1]!}` : locale.dates!.day(ms);
}

function monthOfYearText(parts: TimeParts, locale: TextLocale): string {
  const ms = dateMs(parts, locale);
  return ms === null ? `${locale.months[parts.month - 1]!} ${yearText(parts.year)}` : locale.dates!.monthOfYear(ms);
}

/** The date for Intl to write; null if it can't, or the locale has the default form. */
function dateMs({ days, year }: TimeParts, { dates }: TextLocale): number | null {
  return dates && year > 0 && days * DAY_MS <= DATE_MS ? days * DAY_MS : null;
}

/** `+02`, `+10:30` */
function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = minutes % 60 === 0 ? '' : `:${two(minutes % 60)}`;
  return `${offsetMs < 0 ? '−' : '+'}${two(Math.floor(minutes / 60))}${rest}`;
}

function yearText(year: number): string {
  return year > 0 ? String(year) : `${1 - year} BC`;
}

function clockText(ms: number, part: TimePart, decimals: number, { decimal }: TextLocale): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}`;
  if (part === 'minute') return clock;
  const seconds = (ms / 1000) % 60;
  // Truncated, not rounded: there is no second 60.
  const cut = Math.floor(seconds * 10 ** decimals + 1e-3) / 10 ** decimals;
  return `${clock}:${
    part === 'fraction'
      ? cut
          .toFixed(decimals)
          .padStart(decimals + 3, '0')
          .replace('.', decimal)
      : two(seconds)
  }`;
}
