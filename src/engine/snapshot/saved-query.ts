import type { SqlParameters } from '../sql/sql-parameters';
import { isDate } from '../rows/values/describe-value';
import { badSnapshot } from './bad-snapshot';
import type { FileFacts } from './file-facts';
import { array, count, mapOf, optional, record, text, textsOf, type Parse } from './parse';

/** A `<pika-query>` in a snapshot. */
export interface SavedQuery {
  readonly name: string;
  /** Those of the element, such as the delimiter of a CSV file; without name, src, sql and params. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly source: SavedSource;
}

export type SavedSource =
  | { readonly kind: 'sql'; readonly sql: string; readonly params: SqlParameters | null }
  /** Several files form one table. */
  | { readonly kind: 'files'; readonly files: readonly SavedFile[] };

export type SavedFile =
  /** In the snapshot. */
  | { readonly kind: 'entry'; readonly path: string; readonly name: string }
  /** Elsewhere. The size and the ETag are those at the time of saving, if the server said them. */
  | ({ readonly kind: 'url'; readonly url: string } & FileFacts)
  /** Rows of a file that a user chose, or that a script assigned, left out of the snapshot. */
  | { readonly kind: 'absent'; readonly name: string };

export function queryJson({ name, attributes, source }: SavedQuery): object {
  const from =
    source.kind === 'sql'
      ? { sql: source.sql, ...(source.params && { params: paramsJson(source.params) }) }
      : { files: source.files.map(fileJson) };
  return { name, attributes, ...from };
}

export function parseQuery(json: unknown, subject: string): SavedQuery {
  const { name, attributes, sql, params, files } = record(json, subject);
  return {
    name: text(name, `name of ${subject}`),
    attributes: textsOf(attributes, `attributes of ${subject}`),
    source:
      sql === undefined
        ? { kind: 'files', files: array(files, `files of ${subject}`).map((file) => parseFile(file, subject)) }
        : {
            kind: 'sql',
            sql: text(sql, `sql of ${subject}`),
            params: optional(params, parseParams, `params of ${subject}`),
          },
  };
}

function fileJson(file: SavedFile): object {
  switch (file.kind) {
    case 'entry':
      return { entry: file.path, name: file.name };
    case 'url':
      return {
        url: file.url,
        ...(file.sizeBytes !== null && { bytes: file.sizeBytes }),
        ...(file.etag !== null && { etag: file.etag }),
      };
    case 'absent':
      return { absent: file.name };
  }
}

const parseFile: Parse<SavedFile> = (json, subject) => {
  const { entry, name, url, bytes, etag, absent } = record(json, `file of ${subject}`);
  if (entry !== undefined) {
    const path = text(entry, `entry of ${subject}`);
    return { kind: 'entry', path, name: optional(name, text, `name of a file of ${subject}`) ?? path };
  }
  if (absent !== undefined) return { kind: 'absent', name: text(absent, `file of ${subject}`) };
  return {
    kind: 'url',
    url: webUrl(text(url, `url of ${subject}`), subject),
    sizeBytes: optional(bytes, count, `bytes of ${subject}`),
    etag: optional(etag, text, `etag of ${subject}`),
  };
};

function webUrl(url: string, subject: string): string {
  // Browsers read leading spaces and tabs, too: only the parsed URL says what is fetched.
  const { protocol, href } = URL.canParse(url) ? new URL(url) : { protocol: '', href: '' };
  if (protocol === 'https:' || protocol === 'http:') return href;
  throw badSnapshot(`url of ${subject}`, 'a URL that starts with https: or http:', url);
}

/** A parameter as JSON. A Date, a bigint or a number that JSON lacks becomes an object that names its type. */
type ParamJson =
  | string
  | number
  | boolean
  | null
  | { readonly date: string }
  | { readonly bigint: string }
  | { readonly number: string }
  | readonly ParamJson[];

function paramsJson(params: SqlParameters): Readonly<Record<string, ParamJson>> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, paramJson(value)]));
}

function paramJson(value: unknown): ParamJson {
  if (Array.isArray(value)) return value.map(paramJson);
  if (isDate(value)) return { date: value.toISOString() };
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value === 'number' && !(Number.isFinite(value) && !Object.is(value, -0)))
    return { number: Object.is(value, -0) ? '-0' : String(value) };
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw badSnapshot('a parameter', 'a value that SQL can read', value, 'Assign another value to params.');
}

const parseParams: Parse<SqlParameters> = (json, subject) => mapOf(json, parseParam, subject) as SqlParameters;

const parseParam: Parse<unknown> = (json, subject) => {
  if (json === null || typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json;
  if (Array.isArray(json)) return json.map((part) => parseParam(part, subject));
  const { date, bigint, number } = record(json, subject);
  if (typeof date === 'string' && !Number.isNaN(Date.parse(date))) return new Date(date);
  if (typeof bigint === 'string' && /^-?\d{1,40}$/.test(bigint)) return BigInt(bigint);
  if (typeof number === 'string' && /^(NaN|-?Infinity|-0)$/.test(number)) return Number(number);
  throw badSnapshot(subject, 'a value that SQL can read', json);
};
