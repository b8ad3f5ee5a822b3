import { format, formatSpecifier } from 'd3-format';
import { utcFormat } from 'd3-time-format';
import { PikaError } from '../errors';
import type { Scale } from '../scales/scale';

export type FormatText = (value: number) => string;

/** A longer padded text is a mistake, and would take the memory of the page. */
const MAX_WIDTH = 100;
/** The types of d3-format, which writes numbers by any other letter as if there were none. */
const NUMBER_TYPES = '%bcdefgnoprsxX';
/** Those with digits after the first one that their precision limits: six, unless the author says otherwise. */
const ROUNDED_TYPES = '%efgprs';
/** The directives of d3-time-format, which writes any other letter as it is. */
const TIME_DIRECTIVES = 'aAbBcdefgGHIjLmMpqQsSuUVwWxXyYZ%';
/** The range of Date; d3 can't write times beyond it. */
const DATE_MS = 8.64e15;

/**
 * Writes values of a scale, in its unit, by a specifier of d3-format or, for times, d3-time-format (UTC).
 * @param subject what the specifier is for: `attribute x-format`
 * @throws PikaError `spec/bad-format`
 */
export function textFormat(scale: Scale, specifier: string, subject: string): FormatText {
  switch (scale.kind) {
    case 'band':
      throw new PikaError('spec/bad-format', {
        subject,
        expected: 'numbers or times',
        found: `"${specifier}" for categories, which have no format`,
        next: 'Leave the format out, or write the labels in SQL.',
      });
    case 'time':
      return timeFormat(scale, specifier, subject);
    default:
      return numberFormat(specifier, subject);
  }
}

function numberFormat(specifier: string, subject: string): FormatText {
  try {
    const wanted = formatSpecifier(specifier);
    const isKnown = wanted.type === '' || NUMBER_TYPES.includes(wanted.type);
    if (isKnown && (wanted.width ?? 0) <= MAX_WIDTH) {
      // Without a precision, 1500 by "s" would be 1.50000k.
      if (wanted.precision === undefined && ROUNDED_TYPES.includes(wanted.type)) wanted.trim = true;
      return format(wanted.toString());
    }
  } catch {
    // Not a specifier.
  }
  throw new PikaError('spec/bad-format', {
    subject,
    expected: 'a d3 format of numbers',
    found: `"${specifier}"`,
    next: 'Write for example ",.1f" for 1,234.5, "$.2s" for $1.2k or ".0%" for 12%.',
  });
}

function timeFormat(scale: Extract<Scale, { readonly kind: 'time' }>, specifier: string, subject: string): FormatText {
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
  const write = utcFormat(specifier);
  return (value) => {
    const ms = value / scale.ticksPerMs;
    return Math.abs(ms) <= DATE_MS ? write(new Date(ms)) : scale.format(value);
  };
}
