const PLAIN_NUMBER = /^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}/;
const CLOCK = /^(\d{1,2}:\d{2})(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?$/;
const MAX_NULL_WORDS = 3;

/**
 * The attributes of a <pika-query> that read these strings as numbers, dates or times, e.g. `decimal-separator=","
 * thousands="."`; null if there are none. The same attributes must read all strings; a few words among the values may
 * mean NULL.
 */
export function readingOf(texts: readonly string[]): string | null {
  const given = [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];
  if (given.length === 0) return null;
  if (texts.includes('') && given.every((text) => PLAIN_NUMBER.test(text)))
    return 'an empty string first in nullstr, e.g. nullstr=",NA",';
  return numberReading(given) ?? dateReading(given) ?? nullReading(given);
}

/**
 * The attribute that reads these strings, and still the empty one, as NULL. Null if a string contains a character that
 * may be the delimiter: DuckDB rejects those.
 */
export function nullAttribute(texts: readonly string[]): string | null {
  if (texts.some((text) => /[,;|\t"'[]/.test(text))) return null;
  return texts.every((text) => text === text.trim())
    ? `nullstr=",${texts.join(',')}"`
    : `nullstr='${JSON.stringify(['', ...texts])}'`;
}

function numberReading(texts: readonly string[]): string | null {
  const forms: readonly (readonly [attributes: string, form: RegExp])[] = [
    ['thousands=","', /^[-+]?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?$/],
    ['decimal-separator=","', /^[-+]?\d+(,\d+)?$/],
    ['decimal-separator="," thousands="."', /^[-+]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?$/],
    ['thousands="\'"', /^[-+]?([1-9]\d{0,2}('\d{3})+|\d+)(\.\d+)?$/],
    ['thousands=" "', /^[-+]?([1-9]\d{0,2}( \d{3})+|\d+)(\.\d+)?$/],
    ['decimal-separator="," thousands=" "', /^[-+]?([1-9]\d{0,2}( \d{3})+|\d+)(,\d+)?$/],
  ];
  // Plain numbers became text because of leading zeros, which only text keeps.
  if (texts.every((text) => PLAIN_NUMBER.test(text))) return null;
  return forms.find(([, form]) => texts.every((text) => form.test(text)))?.[0] ?? null;
}

function dateReading(texts: readonly string[]): string | null {
  const parts = texts.map((text) => /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,]+(\S.*))?$/.exec(text));
  const first = parts[0];
  if (
    first &&
    parts.every(
      (part) =>
        part?.[2] === first[2] &&
        part?.[4]!.length === first[4]!.length &&
        (part?.[5] === undefined) === (first[5] === undefined),
    )
  ) {
    const [leading, second] = [1, 3].map((group) => Math.max(...parts.map((part) => Number(part![group])))) as [
      number,
      number,
    ];
    if (leading > 12 && second > 12) return null;
    const year = first[4]!.length === 4 ? '%Y' : '%y';
    return formatAttribute(
      (second > 12 ? ['%m', '%d', year] : ['%d', '%m', year]).join(first[2]),
      parts.map((part) => part![5]),
      texts[0]!,
    );
  }
  const named = /^\d{1,2}([ -])[A-Za-z]{3}\1\d{4}$/.exec(texts[0]!);
  if (named && texts.every((text) => new RegExp(`^\\d{1,2}${named[1]}[A-Za-z]{3}${named[1]}\\d{4}$`).test(text)))
    return `dateformat="%d${named[1]}%b${named[1]}%Y"`;
  return texts.every((text) => /^[A-Za-z]{3} \d{1,2}, \d{4}$/.test(text)) ? 'dateformat="%b %d, %Y"' : null;
}

function formatAttribute(date: string, times: readonly (string | undefined)[], example: string): string | null {
  if (times[0] === undefined) return `dateformat="${date}"`;
  const clocks = times.map((time) => CLOCK.exec(time!));
  const [clock] = clocks;
  if (
    !clock ||
    !clocks.every(
      (other) => other && [2, 3, 4].every((group) => (other[group] === undefined) === (clock[group] === undefined)),
    )
  )
    return null;
  const between = /[T ,]+(?=\d{1,2}:)/.exec(example)![0];
  const half = clock[4] === undefined ? '' : clock[4].replace(/[AaPp][Mm]/, '%p');
  return `timestampformat="${date}${between}${half === '' ? '%H' : '%I'}:%M${clock[2] === undefined ? '' : clock[3] === undefined ? ':%S' : ':%S.%f'}${half}"`;
}

function nullReading(texts: readonly string[]): string | null {
  const words = texts.filter((text) => !PLAIN_NUMBER.test(text) && !ISO_DATE.test(text));
  return words.length > 0 &&
    words.length <= MAX_NULL_WORDS &&
    words.length * 2 < texts.length &&
    words.every((word) => !/\d/.test(word))
    ? nullAttribute(words)
    : null;
}
