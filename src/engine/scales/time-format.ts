import { timeFormatLocale, type TimeLocaleObject } from 'd3-time-format';
import type { TextLocale } from '../locale/text-locale';

const known = new WeakMap<TextLocale, TimeLocaleObject>();

/** Formats dates in UTC with a specifier of d3-time-format, in the names and the order of a language. */
export function utcFormat(locale: TextLocale, specifier: string): (date: Date) => string {
  let times = known.get(locale);
  if (!times) known.set(locale, (times = timeFormatLocale(locale.timeNames)));
  return times.utcFormat(specifier);
}
