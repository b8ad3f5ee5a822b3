/** A date that the author wrote. */
export interface WrittenDate {
  /** Milliseconds since 1970, in UTC if the text names no offset; NaN if it isn't a date. */
  readonly ms: number;
  /** The text names no offset: it is what the clocks of the plot's time zone show. */
  readonly isClock: boolean;
}

/** Dates of ISO 8601 without an offset. */
const CLOCK = /^[+-]?\d{4,6}(-\d\d(-\d\d)?)?([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/i;

/** `Date.parse` would read a time without an offset in the zone of the user's device. */
export function parseDate(text: string): WrittenDate {
  const iso = text.trim();
  const isClock = CLOCK.test(iso);
  return { ms: Date.parse(isClock && iso.includes(':') ? `${iso.replace(' ', 'T')}Z` : iso), isClock };
}
