import { formatSpecifier } from 'd3-format';
import { PikaError } from '../errors';
import type { DatePart } from '../grammar/date-part';
import type { TextLocale } from '../locale/text-locale';
import type { Presentation } from './presentation';
import { TIME_FORMATS } from './time-formats-on-demand';

export type FormatText = (value: number) => string;

/** The properties of a scale that determine how its values are formatted. */
export interface WrittenScale {
  readonly kind: 'band' | 'time' | 'linear' | 'log' | 'symlog' | 'sqrt' | 'pow';
  readonly show: Presentation;
  /** For time scales. */
  readonly ticksPerMs?: number;
  /** For band scales. */
  readonly labels?: readonly string[];
  /** The text of a value without an author's format. */
  textOf(value: number): string;
}

/** Padding to a greater width is a mistake, and would exhaust the memory of the page. */
const MAX_WIDTH = 100;
/** The types that d3-format knows. It ignores any other letter. */
const NUMBER_TYPES = '%bcdefgnoprsxX';
/** Types whose precision defaults to six digits in d3-format. */
const ROUNDED_TYPES = '%efgprs';
/** Types whose precision is a number of significant digits. */
const SIGNIFICANT_TYPES = new Set(['p', 'r', 's']);
/** The most digits of a tick: rounding errors of a double show beyond. */
const MOST_DIGITS = 12;
/** The directives that d3-time-format knows. It copies any other letter to the output. */
const TIME_DIRECTIVES = 'aAbBcdefgGHIjLmMpqQsSuUVwWxXyYZ%';
/** The range of Date; d3 can't write times beyond it. */
const DATE_MS = 8.64e15;

/**
 * Formats values of a scale, in its unit, with a specifier of d3-format or, for times and parts of dates,
 * d3-time-format, in the locale and the time zone of the scale.
 * @param subject what the specifier is for: `attribute x-format`
 * Formats of times must be loaded (`loadTimeFormats`).
 * @throws PikaError `spec/bad-format`
 */
export function textFormat(scale: WrittenScale, specifier: string, subject: string): FormatText {
  const { locale, part } = scale.show;
  switch (scale.kind) {
    case 'band': {
      const { labels = [] } = scale;
      if (part === null || part === 'week') throw formatOfCategories(specifier, subject);
      const write = timeFormat(locale, specifier, subject, null);
      return (code) => write(dateWithPart(part, Number(labels[Math.floor(code)])));
    }
    case 'time': {
      const write = timeFormat(locale, specifier, subject, scale.show.zone);
      return (value) => {
        const ms = value / scale.ticksPerMs!;
        return Math.abs(ms) <= DATE_MS ? write(ms) : scale.textOf(value);
      };
    }
    default:
      return numberFormat(locale, specifier, subject);
  }
}

/**
 * The author's format of numbers with as many significant digits as ticks need: `.2s` writes 1.2M, but 1.25M where the
 * next tick is 1.3M. Formats without significant digits, and of times, stay as they are.
 */
export function formatForTicks(specifier: string, ticks: readonly number[]): string {
  try {
    const wanted = formatSpecifier(specifier);
    const { precision } = wanted;
    if (precision === undefined || !SIGNIFICANT_TYPES.has(wanted.type)) return specifier;
    let digits = Math.max(1, precision);
    const areExact = (): boolean => ticks.every((tick) => isClose(Number(tick.toPrecision(digits)), tick));
    while (digits < MOST_DIGITS && !areExact()) digits++;
    return digits === precision ? specifier : Object.assign(wanted, { precision: digits, trim: true }).toString();
  } catch {
    // d3 can't parse the specifier: the caller reports it.
    return specifier;
  }
}

/**
 * The author's format of numbers without its unit prefixes: `$,.2~s` writes $1.2M on an axis, and $1,234,567 where a
 * single value is read. Other formats, and those of times, stay as they are.
 * @param decimals the most that values need
 */
export function formatInFull(specifier: string, decimals: number): string {
  try {
    const wanted = formatSpecifier(specifier);
    if (wanted.type !== 's') return specifier;
    return Object.assign(wanted, { type: 'f', comma: true, trim: true, precision: decimals }).toString();
  } catch {
    // d3 can't parse the specifier: the caller reports it.
    return specifier;
  }
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.abs(b);
}

/** A time on a date with this part, in milliseconds since 1970. */
export function dateWithPart(part: Exclude<DatePart, 'week'>, value: number): number {
  switch (part) {
    case 'hour':
      return Date.UTC(2001, 0, 1, value);
    case 'weekday':
      return Date.UTC(2001, 6, 1 + value); // 1 July 2001 was a Sunday
    case 'day':
      return Date.UTC(2001, 0, value);
    case 'month':
      return Date.UTC(2001, value - 1, 1);
    case 'quarter':
      return Date.UTC(2001, 3 * (value - 1), 1);
  }
}

function formatOfCategories(specifier: string, subject: string): PikaError {
  return new PikaError('spec/bad-format', {
    subject,
    expected: 'numbers or times',
    found: `"${specifier}" for categories, which have no format`,
    next: 'Leave the format out, or write the labels in SQL.',
  });
}

function numberFormat({ numbers }: TextLocale, specifier: string, subject: string): FormatText {
  try {
    const wanted = formatSpecifier(specifier);
    const isKnown = wanted.type === '' || NUMBER_TYPES.includes(wanted.type);
    if (isKnown && (wanted.width ?? 0) <= MAX_WIDTH) {
      // By default d3 would write 1500 with "s" as 1.50000k.
      if (wanted.precision === undefined && ROUNDED_TYPES.includes(wanted.type)) wanted.trim = true;
      const write = numbers.format(wanted.toString());
      if (!SIGNIFICANT_TYPES.has(wanted.type)) return write;
      // Zero has no significant digits: "$0", not "$0.0".
      wanted.trim = true;
      const zero = numbers.format(wanted.toString())(0);
      return (value) => (value === 0 ? zero : write(value));
    }
  } catch {
    // d3 can't parse the specifier.
  }
  throw new PikaError('spec/bad-format', {
    subject,
    expected: 'a d3 format of numbers',
    found: `"${specifier}"`,
    next: 'Write for example ",.1f" for 1,234.5, "$.2s" for $1.2k or ".0%" for 12%.',
  });
}

/** Formats milliseconds since 1970. */
function timeFormat(
  locale: TextLocale,
  specifier: string,
  subject: string,
  zone: Presentation['zone'],
): (ms: number) => string {
  const directives = Array.from(specifier.matchAll(/%[-_0]?(.?)/gs), ([, letter]) => letter!);
  const isKnown = directives.every((letter) => letter !== '' && TIME_DIRECTIVES.includes(letter));
  if (!isKnown || directives.every((letter) => letter === '%')) {
    throw new PikaError('spec/bad-format', {
      subject,
      expected: 'a d3 format of times',
      found: `"${specifier}"`,
      next: 'Write for example "%Y-%m-%d" for 2020-04-05, "%b %Y" for Apr 2020 or "%H:%M" for 15:30.',
    });
  }
  const { utcFormat } = TIME_FORMATS.loaded;
  if (!zone) {
    const write = utcFormat(locale, specifier);
    return (ms) => write(new Date(ms));
  }
  // d3 gets wall-clock time as if it were UTC, so directives that depend on the instant are replaced first.
  const isWall = directives.every((letter) => !'ZQs'.includes(letter));
  const write = isWall ? utcFormat(locale, specifier) : null;
  return (ms) => {
    const wall = new Date(zone.wallOf(ms));
    return write ? write(wall) : utcFormat(locale, withInstant(specifier, ms, zone.offsetMs(ms)))(wall);
  };
}

function withInstant(specifier: string, ms: number, offsetMs: number): string {
  return specifier.replaceAll(/%[-_0]?(.)/gs, (directive, letter: string) => {
    if (letter === 'Z') return offsetText(offsetMs);
    if (letter === 'Q') return String(Math.floor(ms));
    return letter === 's' ? String(Math.floor(ms / 1000)) : directive;
  });
}

/** `+0545` */
function offsetText(offsetMs: number): string {
  const minutes = Math.floor(Math.abs(offsetMs) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
