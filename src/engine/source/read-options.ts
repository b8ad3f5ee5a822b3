import { PikaError } from '../errors';

/**
 * How to read files where their bytes leave it open; each overrides what DuckDB's sniffer would find. Named as DuckDB's read_csv
 * names them, and texts as they come from attributes.
 */
export interface ReadOptions {
  /** `parquet`, `arrow`, `json`, `ndjson`, `csv` or `tsv`. */
  readonly format?: string;
  /** What stands between values, e.g. `;`, or `\t` for a tab. */
  readonly delimiter?: string;
  /** `true` or `false`: whether the first line is names. */
  readonly header?: string;
  readonly quote?: string;
  /** The text that stands for NULL, e.g. `NA`. */
  readonly nullstr?: string;
  /** Lines to leave out at the top. */
  readonly skip?: string;
  /** As in strptime, e.g. `%d.%m.%Y`. */
  readonly dateformat?: string;
  readonly decimalSeparator?: string;
  /** Seconds without a byte after which a download has failed. Default 30. */
  readonly timeout?: string;
}

const FORMATS = { parquet: 'parquet', arrow: 'arrow', json: 'json', ndjson: 'json', csv: 'csv', tsv: 'csv' } as const;
export type FileFormat = (typeof FORMATS)[keyof typeof FORMATS];

const DEFAULT_STALL_MS = 30_000;
const TAB = '\t';

/** The asked-for format; null when none was. Throws source/bad-option. */
export function formatOption({ format }: ReadOptions, query: string): FileFormat | null {
  if (format === undefined) return null;
  const known = FORMATS[format.trim().toLowerCase() as keyof typeof FORMATS] as FileFormat | undefined;
  return known ?? fail('format', Object.keys(FORMATS).join(', '), format, query);
}

export function stallMsOf({ timeout }: ReadOptions, query: string): number {
  if (timeout === undefined) return DEFAULT_STALL_MS;
  const seconds = Number(timeout);
  return timeout.trim() !== '' && seconds > 0 ? seconds * 1000 : fail('timeout', 'seconds, more than 0', timeout, query);
}

/** What goes into read_csv behind the file names: `, delim = ';', header = false`. Every text is a quoted literal. Throws source/bad-option. */
export function csvArguments(options: ReadOptions, query: string, isTsv: boolean): string {
  const one = (name: keyof ReadOptions): string | undefined => {
    const text = options[name] === '\\t' ? TAB : options[name];
    return text === undefined || [...text].length === 1 || (name === 'quote' && text === '') ? text : fail(name, 'one character', text, query);
  };
  const { header, skip, nullstr, dateformat } = options;
  const delimiter = one('delimiter') ?? (isTsv || options.format?.trim().toLowerCase() === 'tsv' ? TAB : undefined);
  const given: [string, string | undefined][] = [
    ['delim', delimiter && literal(delimiter)],
    ['header', header === undefined ? undefined : /^(true|false)$/i.test(header.trim()) ? header.trim().toLowerCase() : fail('header', 'true or false', header, query)],
    ['quote', optional(one('quote'))],
    ['nullstr', optional(nullstr)],
    ['skip', skip === undefined ? undefined : /^\d{1,9}$/.test(skip.trim()) ? skip.trim() : fail('skip', 'a number of lines', skip, query)],
    ['dateformat', optional(dateformat)],
    ['decimal_separator', optional(one('decimalSeparator'))],
  ];
  return given.map(([name, sql]) => (sql === undefined ? '' : `, ${name} = ${sql}`)).join('');
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : literal(text);
}

function fail(name: keyof ReadOptions, expected: string, found: string, query: string): never {
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new PikaError('source/bad-option', { subject: `${attribute}="${found}" of query "${query}"`, expected, found: found === '' ? 'nothing' : `"${found}"`, next: `Correct the attribute, or leave it out.` });
}
