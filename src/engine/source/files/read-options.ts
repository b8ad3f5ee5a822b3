import { PikaError } from '../../errors';

/**
 * Options for reading files, mostly CSV. Each overrides what DuckDB would detect. The names are those of DuckDB's
 * read_csv in camel case; the values are strings, as in attributes.
 */
export interface ReadOptions {
  /** `parquet`, `arrow`, `json`, `ndjson`, `csv` or `tsv`. */
  readonly format?: string;
  /** Text encoding, e.g. `latin-1`, `windows-1252`, `utf-16`, `shift_jis`: any label that TextDecoder supports. */
  readonly encoding?: string;
  /** Separator between values, e.g. `;`, `\t` for a tab, or `\x01` for another control character. */
  readonly delimiter?: string;
  /** `true` or `false`: whether the first line contains the column names. */
  readonly header?: string;
  /** The character that quotes values; empty if none does. */
  readonly quote?: string;
  /** The character that escapes a quote inside a quoted value. Default: the quote character itself. */
  readonly escape?: string;
  /** The character that starts a comment line. */
  readonly comment?: string;
  /** Strings that mean NULL, e.g. `NA, -`, or a JSON array. */
  readonly nullstr?: string;
  /** Number of lines to skip at the top. */
  readonly skip?: string;
  /** Format of dates, as in strptime, e.g. `%d.%m.%Y`. */
  readonly dateformat?: string;
  /** Format of timestamps, as in strptime, e.g. `%d.%m.%Y %H:%M`. */
  readonly timestampformat?: string;
  /** `.` (the default) or `,`. */
  readonly decimalSeparator?: string;
  /** The thousands separator. Default: none. */
  readonly thousands?: string;
  /** Columns with their DuckDB types, e.g. `zip: VARCHAR, price: DECIMAL(10, 2)`. */
  readonly types?: string;
  /** `true`: every column is VARCHAR, except those in `types`. */
  readonly allVarchar?: string;
  /** Number of rows to detect types from, or `all`. Default: the first 20,480, or all if later rows contradict them. */
  readonly sampleSize?: string;
  /** `true`: values missing at the end of a line are NULL. */
  readonly nullPadding?: string;
  /** `false`: also accepts lines that are not valid CSV, e.g. with mixed line ends. */
  readonly strictMode?: string;
  /** Maximum line length in bytes. Default 2,000,000. */
  readonly maxLineSize?: string;
  /** Seconds without data after which a download fails. Default 30. */
  readonly timeout?: string;
}

const FORMATS = { parquet: 'parquet', arrow: 'arrow', json: 'json', ndjson: 'json', csv: 'csv', tsv: 'csv' } as const;
export type FileFormat = (typeof FORMATS)[keyof typeof FORMATS];

const NOT_OF_TEXT: ReadonlySet<string> = new Set(['format', 'encoding', 'timeout'] satisfies (keyof ReadOptions)[]);

const DEFAULT_STALL_MS = 30_000;

/** The format given by the author; null if none was. Throws source/bad-option. */
export function formatOption({ format }: ReadOptions, query: string): FileFormat | null {
  if (format === undefined) return null;
  const known = FORMATS[format.trim().toLowerCase() as keyof typeof FORMATS] as FileFormat | undefined;
  return known ?? badOption('format', Object.keys(FORMATS).join(', '), format, query);
}

/** Whether nothing says how the text of a CSV file is to be read. */
export function hasNoCsvOptions(options: ReadOptions): boolean {
  return Object.entries(options).every(([name, option]) => option === undefined || NOT_OF_TEXT.has(name));
}

export function stallMsOf({ timeout }: ReadOptions, query: string): number {
  if (timeout === undefined) return DEFAULT_STALL_MS;
  const seconds = Number(timeout);
  return timeout.trim() !== '' && seconds > 0
    ? seconds * 1000
    : badOption('timeout', 'a number of seconds above 0', timeout, query);
}

export function badOption(
  name: keyof ReadOptions,
  expected: string,
  found: string,
  query: string,
  next = 'Correct the attribute, or leave it out.',
): never {
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new PikaError('source/bad-option', {
    subject: `${attribute}="${found}" of query "${query}"`,
    expected,
    found: found === '' ? 'nothing' : `"${found}"`,
    next,
  });
}
