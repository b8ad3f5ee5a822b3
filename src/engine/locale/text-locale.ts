import { formatLocale, type FormatLocaleObject } from 'd3-format';
import type { TimeLocaleDefinition } from 'd3-time-format';

/**
 * How a language writes numbers and times, as the browser's Intl does it. English without a region has a form of its
 * own for dates.
 */
export interface TextLocale {
  /** A tag of BCP 47, such as `de-AT`; null for the default, English. */
  readonly tag: string | null;
  readonly numbers: FormatLocaleObject;
  /** For d3-time-format. */
  readonly timeNames: TimeLocaleDefinition;
  readonly decimal: string;
  /** The suffixes for thousands, millions, billions and trillions; null if the language has no word for that power. */
  readonly units: readonly (string | null)[];
  /** Short names, starting with January and with Sunday. */
  readonly months: readonly string[];
  readonly weekdays: readonly string[];
  /** The first day of the week: 0 is Sunday. */
  readonly firstWeekday: number;
  /** Writes dates, given as milliseconds since 1970 in UTC; null for the default form, `5 Apr 2020`. */
  readonly dates: DateTexts | null;
}

export interface DateTexts {
  /** `5. Apr.` */
  day(ms: number): string;
  /** `5. Apr. 2020` */
  date(ms: number): string;
  /** `Apr. 2020` */
  monthOfYear(ms: number): string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONG_MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const LONG_WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** d3 writes this sign in every locale. */
const MINUS = '−';

/** The default, for pages that don't name a language. Weeks start on Sunday. */
export const ENGLISH: TextLocale = {
  tag: null,
  numbers: formatLocale({ thousands: ',', decimal: '.', grouping: [3], currency: ['$', ''], minus: MINUS }),
  timeNames: {
    dateTime: '%x, %X',
    date: '%-m/%-d/%Y',
    time: '%-I:%M:%S %p',
    periods: ['AM', 'PM'],
    days: LONG_WEEKDAYS as Days,
    shortDays: WEEKDAYS as Days,
    months: LONG_MONTHS as Months,
    shortMonths: MONTHS as Months,
  },
  decimal: '.',
  units: ['k', 'M', 'B', 'T'],
  months: MONTHS,
  weekdays: WEEKDAYS,
  firstWeekday: 0,
  dates: null,
};

const known = new Map<string, TextLocale>();

/**
 * The locale of a language tag, as in HTML's `lang`. A tag may name a currency, as in `de-AT-u-cu-eur`; else amounts
 * are in dollars. English for null, and for a tag that the browser can't read.
 */
export function textLocale(tag: string | null): TextLocale {
  if (tag === null || tag.trim() === '') return ENGLISH;
  let locale = known.get(tag);
  if (!locale) {
    locale = made(tag.trim());
    known.set(tag, locale);
  }
  return locale;
}

type Days = [string, string, string, string, string, string, string];
type Months = [string, string, string, string, string, string, string, string, string, string, string, string];

function made(tag: string): TextLocale {
  let parsed: Intl.Locale;
  try {
    parsed = new Intl.Locale(tag);
  } catch {
    return ENGLISH;
  }
  const isEnglish = parsed.language === 'en';
  // Regions differ in the order of a date: Apr 5, 2020 or 5 Apr 2020.
  const hasDefaultDates = isEnglish && parsed.region === undefined;
  const names = (options: Intl.DateTimeFormatOptions, count: number, at: (i: number) => number): string[] => {
    const format = dateFormat(tag, options);
    return Array.from({ length: count }, (_, i) => format.format(at(i)));
  };
  const monthAt = (i: number): number => Date.UTC(2001, i, 1);
  const dayAt = (i: number): number => Date.UTC(2001, 6, 1 + i); // a Sunday
  const months = once(() => (hasDefaultDates ? MONTHS : names({ month: 'short' }, 12, monthAt)));
  const weekdays = once(() => (hasDefaultDates ? WEEKDAYS : names({ weekday: 'short' }, 7, dayAt)));
  const numbers = once(() => numberTexts(tag));
  return lazy<TextLocale>({
    tag: () => tag,
    numbers: () => formatLocale(numbers()),
    timeNames: () => ({
      dateTime: '%x, %X',
      date: datePattern(tag),
      time: isTwelveHours(tag) ? '%-I:%M:%S %p' : '%H:%M:%S',
      periods: [periodAt(tag, 6), periodAt(tag, 18)],
      days: names({ weekday: 'long' }, 7, dayAt) as Days,
      shortDays: weekdays() as Days,
      months: names({ month: 'long' }, 12, monthAt) as Months,
      shortMonths: months() as Months,
    }),
    decimal: () => numbers().decimal,
    units: () => (isEnglish ? ENGLISH.units : [1e3, 1e6, 1e9, 1e12].map((power) => unitText(tag, power))),
    months,
    weekdays,
    firstWeekday: () => firstWeekdayOf(parsed),
    dates: () => (hasDefaultDates ? null : dateTexts(tag)),
  });
}

/** An object whose properties are computed when they are first read: Intl takes long to load, and few plots need it. */
function lazy<T extends object>(parts: { readonly [K in keyof T]: () => T[K] }): T {
  const made = {} as T;
  for (const name of Object.keys(parts) as (keyof T & string)[])
    Object.defineProperty(made, name, { get: once(parts[name]), enumerable: true });
  return made;
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => (known ??= { value: compute() }).value;
}

function numberTexts(tag: string): Parameters<typeof formatLocale>[0] & { readonly decimal: string } {
  const parts = new Intl.NumberFormat(tag, { minimumFractionDigits: 1 }).formatToParts(123_456_789_012.5);
  const one = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  // From right to left. d3 starts over after the last group size, but languages repeat it: so it occurs many times
  // here.
  const groups = parts.flatMap(({ type, value }) => (type === 'integer' ? [value.length] : [])).reverse();
  const grouping = groups.length > 1 ? [groups[0]!, ...new Array<number>(20).fill(groups[1]!)] : [3];
  const digits = new Intl.NumberFormat(tag, { useGrouping: false });
  const numerals = Array.from({ length: 10 }, (_, digit) => digits.format(digit));
  return {
    decimal: one('decimal') || '.',
    thousands: one('group') || (groups.length > 1 ? '' : ','),
    grouping,
    currency: currencyOf(tag),
    percent: percentOf(tag),
    minus: MINUS,
    ...(numerals[0] !== '0' && { numerals }),
  };
}

/** The texts before and after an amount in the tag's currency. */
function currencyOf(tag: string): [string, string] {
  const code = /-u(?:-[a-z\d]{2,8})*?-cu-([a-z]{3})(?![a-z\d])/i.exec(tag)?.[1] ?? 'USD';
  const parts = new Intl.NumberFormat(tag, {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  }).formatToParts(1);
  const at = parts.findIndex(({ type }) => type === 'integer');
  const text = (some: typeof parts): string => some.map(({ value }) => value).join('');
  return [text(parts.slice(0, at)), text(parts.slice(at + 1))];
}

/** The percent sign, with the space before it if the language writes one. */
function percentOf(tag: string): string {
  const parts = new Intl.NumberFormat(tag, { style: 'percent' }).formatToParts(1);
  const at = parts.findIndex(({ type }) => type === 'integer');
  const after = parts.slice(at + 1);
  return after.some(({ type }) => type === 'percentSign') ? after.map(({ value }) => value).join('') : '%';
}

/** `\u00a0Mio.` for a million; null if the language counts in other powers. */
function unitText(tag: string, power: number): string | null {
  const parts = new Intl.NumberFormat(tag, { notation: 'compact', useGrouping: false }).formatToParts(power);
  const at = parts.findIndex(({ type }) => type === 'integer');
  const isOne = at === 0 && parts.filter(({ type }) => type === 'integer').length === 1 && isDigitOne(parts[at]!.value);
  const after = parts.slice(at + 1);
  return isOne && after.some(({ type }) => type === 'compact') ? after.map(({ value }) => value).join('') : null;

  function isDigitOne(text: string): boolean {
    return text === new Intl.NumberFormat(tag).format(1);
  }
}

function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tag, { calendar: 'gregory', timeZone: 'UTC', ...options });
}

function dateTexts(tag: string): DateTexts {
  const day = dateFormat(tag, { day: 'numeric', month: 'short' });
  const date = dateFormat(tag, { day: 'numeric', month: 'short', year: 'numeric' });
  const monthOfYear = dateFormat(tag, { month: 'short', year: 'numeric' });
  return { day: (ms) => day.format(ms), date: (ms) => date.format(ms), monthOfYear: (ms) => monthOfYear.format(ms) };
}

/** The d3 format of a date in digits. */
function datePattern(tag: string): string {
  const directives: Readonly<Record<string, string>> = { day: '%d', month: '%m', year: '%Y' };
  return dateFormat(tag, { day: '2-digit', month: '2-digit', year: 'numeric' })
    .formatToParts(Date.UTC(2001, 10, 22))
    .map(({ type, value }) => directives[type] ?? value.replaceAll('%', '%%'))
    .join('');
}

function isTwelveHours(tag: string): boolean {
  return dateFormat(tag, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}

function periodAt(tag: string, hour: number): string {
  const parts = dateFormat(tag, { hour: 'numeric', hour12: true }).formatToParts(Date.UTC(2001, 0, 1, hour));
  return parts.find(({ type }) => type === 'dayPeriod')?.value ?? (hour < 12 ? 'AM' : 'PM');
}

interface WeekInfo {
  /** 1 is Monday, 7 is Sunday. */
  readonly firstDay: number;
}

/** The first day of the week according to the browser. Browsers without week data get Monday, as in ISO 8601. */
function firstWeekdayOf(locale: Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo }): number {
  const { firstDay = 1 } = locale.getWeekInfo?.() ?? locale.weekInfo ?? {};
  return firstDay % 7;
}
