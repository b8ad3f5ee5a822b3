import { PikaError } from '../../errors';

/**
 * How to read files where their bytes leave it open; each overrides what DuckDB's sniffer would find. Named as DuckDB's
 * read_csv names them, and texts as they come from attributes.
 */
export interface ReadOptions {
  /** `parquet`, `arrow`, `json`, `ndjson`, `csv` or `tsv`. */
  readonly format?: string;
  /**
   * What text is encoded in, e.g. `latin-1`, `windows-1252`, `utf-16`, `shift_jis`: a label that the browser's
   * TextDecoder knows.
   */
  readonly encoding?: string;
  /** What separates values, e.g. `;`, or `\t` for a tab, `\x01` for another control character. */
  readonly delimiter?: string;
  /** `true` or `false`: whether the first line is names. */
  readonly header?: string;
  readonly quote?: string;
  /** The character before a quotation mark inside quotes; the quotation mark itself by default. */
  readonly escape?: string;
  /** The character that starts a comment line. */
  readonly comment?: string;
  /** The texts that mean NULL, e.g. `NA, -`, or as a JSON array. */
  readonly nullstr?: string;
  /** Lines to leave out at the top. */
  readonly skip?: string;
  /** As in strptime, e.g. `%d.%m.%Y`. */
  readonly dateformat?: string;
  readonly timestampformat?: string;
  readonly decimalSeparator?: string;
  readonly thousands?: string;
  /** DuckDB types of columns, e.g. `zip: VARCHAR, price: DECIMAL(10, 2)`. */
  readonly types?: string;
  /** `true`: every column is VARCHAR, unless `types` names it. */
  readonly allVarchar?: string;
  /** How many rows types are found by, or `all`. By default the first 20,480, and all where these mislead. */
  readonly sampleSize?: string;
  /** `true`: values that a line lacks at its end are NULL. */
  readonly nullPadding?: string;
  /** `false`: also accepts lines that are not valid CSV, e.g. with mixed line ends. */
  readonly strictMode?: string;
  /** The most bytes of a line. Default 2,000,000. */
  readonly maxLineSize?: string;
  /** Seconds without a byte after which a download has failed. Default 30. */
  readonly timeout?: string;
}

const FORMATS = { parquet: 'parquet', arrow: 'arrow', json: 'json', ndjson: 'json', csv: 'csv', tsv: 'csv' } as const;
export type FileFormat = (typeof FORMATS)[keyof typeof FORMATS];

const DEFAULT_STALL_MS = 30_000;

/** The asked-for format; null when none was. Throws source/bad-option. */
export function formatOption({ format }: ReadOptions, query: string): FileFormat | null {
  if (format === undefined) return null;
  const known = FORMATS[format.trim().toLowerCase() as keyof typeof FORMATS] as FileFormat | undefined;
  return known ?? badOption('format', Object.keys(FORMATS).join(', '), format, query);
}

export function stallMsOf({ timeout }: ReadOptions, query: string): number {
  if (timeout === undefined) return DEFAULT_STALL_MS;
  const seconds = Number(timeout);
  return timeout.trim() !== '' && seconds > 0
    ? seconds * 1000
    : badOption('timeout', 'seconds, more than 0', timeout, query);
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
