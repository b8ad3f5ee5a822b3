import { fetchFile } from '../source/files/fetch';
import { chosenFields, isSameInParquet } from '../source/result-columns';
import type { ResultOptions } from '../source/result-options';
import type { Results } from '../source/results';
import { sourcesOf } from '../source/files/sources-of';
import { readsOf } from '../source/reads-of';
import type { Field, FileSource, QueryDefinition, QueryRows, RequestOptions } from '../source/source';
import type { SqlParameters } from '../sql/sql-parameters';
import { tokenize } from '../sql/sql-tokens';
import { factsOf } from './file-facts';
import type { SavedRows } from './manifest';
import type { SavedFile, SavedQuery, SavedSource } from './saved-query';

/** A query to save. */
export interface QueryToSave {
  readonly definition: QueryDefinition;
  /** Attributes that say how its files are read. */
  readonly readAttributes: Readonly<Record<string, string>>;
  readonly otherAttributes: Readonly<Record<string, string>>;
  /** The columns that elements show; null for all. */
  readonly drawnColumns: readonly string[] | null;
  /** The condition that the selected rows meet. */
  readonly selected: string;
}

export interface SavingContext extends Pick<RequestOptions, 'signal'> {
  readonly savedRows: SavedRows;
  readonly results: Results;
  /** The columns of a query. */
  readonly fieldsOf: (name: string) => Promise<readonly Field[]>;
  /** The values of inputs that the snapshot does not hold. */
  readonly inputs: SqlParameters;
  /** The entries of rows, by path; saving a query adds to it. */
  readonly rows: Map<string, Blob>;
}

const DEFAULT_STALL_MS = 30_000;

/**
 * Saves a query and the rows that the snapshot is to hold: files as they are, other rows as Parquet, or as Arrow IPC if
 * they have types that Parquet would change.
 * @param number of the query in the snapshot
 */
export async function saveQuery(query: QueryToSave, number: number, context: SavingContext): Promise<SavedQuery> {
  const { definition, readAttributes, otherAttributes } = query;
  const { name } = definition;
  const { savedRows } = context;
  if (savedRows === 'drawn' || savedRows === 'selected') {
    const source = await resultOf(query, number, context);
    return { name, attributes: otherAttributes, source };
  }
  if ('sql' in definition) return { name, attributes: otherAttributes, source: sqlOf(definition, context) };
  if ('data' in definition) {
    const file = await dataFile(definition, number, context);
    return { name, attributes: otherAttributes, source: { kind: 'files', files: [file] } };
  }
  const files: SavedFile[] = [];
  for (const [i, source] of sourcesOf(definition.src).entries())
    files.push(await fileOf(source, name, `${number}-${i}`, context));
  return { name, attributes: { ...otherAttributes, ...readAttributes }, source: { kind: 'files', files } };
}

/** The lower-case names of the queries that a query reads. */
export function tablesOf(definition: QueryDefinition): readonly string[] {
  return readsOf(definition);
}

/** With the values of inputs that its SQL uses and the snapshot does not hold. */
function sqlOf(
  { sql, params }: Extract<QueryDefinition, { readonly sql: string }>,
  { inputs }: SavingContext,
): SavedSource {
  const words = new Set(tokenize(sql).map(({ start, end }) => sql.slice(start, end)));
  const used = Object.entries(inputs).filter(([name]) => words.has(name));
  const all = { ...Object.fromEntries(used), ...params };
  return { kind: 'sql', sql, params: Object.keys(all).length > 0 ? all : null };
}

async function resultOf(
  { definition: { name }, drawnColumns, selected }: QueryToSave,
  number: number,
  context: SavingContext,
): Promise<SavedSource> {
  const { savedRows, signal } = context;
  const which = {
    ...(savedRows === 'selected' && { where: selected }),
    ...(drawnColumns && { columns: drawnColumns }),
  };
  const file = await rowsFile(name, number, { ...which, ...(signal && { signal }) }, context);
  return { kind: 'files', files: [file] };
}

async function dataFile(
  { name, data }: { readonly name: string; readonly data: QueryRows },
  number: number,
  context: SavingContext,
): Promise<SavedFile> {
  const { savedRows, rows, signal } = context;
  if (savedRows === 'none') return { kind: 'absent', name: 'rows that a script assigned' };
  if (!isArrow(data)) return rowsFile(name, number, signal ? { signal } : {}, context);
  const path = pathOf(`${number}-0`, 'arrow');
  rows.set(path, new Blob([data]));
  return { kind: 'entry', path, name: `${name}.arrow` };
}

/** Piece by piece: browsers keep large Blobs on the disk. */
async function rowsFile(
  name: string,
  number: number,
  options: ResultOptions,
  { results, fieldsOf, rows }: SavingContext,
): Promise<SavedFile> {
  const fields = await fieldsOf(name);
  const isSame = fields.length > 0 && chosenFields(name, fields, options).every(isSameInParquet);
  const type = isSame ? 'parquet' : 'arrow';
  const parts: Blob[] = [];
  const stream = await results.toStream(name, { ...options, type });
  await stream.pipeTo(new WritableStream({ write: (chunk) => void parts.push(new Blob([chunk])) }));
  const path = pathOf(`${number}-0`, type);
  rows.set(path, new Blob(parts));
  return { kind: 'entry', path, name: `${name}.${type}` };
}

function isArrow(data: QueryRows): data is Uint8Array<ArrayBuffer> | ArrayBuffer {
  return data instanceof Uint8Array || data instanceof ArrayBuffer;
}

async function fileOf(source: FileSource, query: string, place: string, context: SavingContext): Promise<SavedFile> {
  const { savedRows, rows, signal } = context;
  const url = typeof source === 'string' ? new Request(source).url : null;
  const name = url !== null ? lastPart(url) : source instanceof File ? source.name : query;
  if (savedRows === 'none') {
    if (url === null || !/^https?:/.test(url)) return { kind: 'absent', name };
    return { kind: 'url', url, ...(await factsOf(url, signal)) };
  }
  const blob = typeof source === 'string' ? await download(source, query, signal) : new Blob([source]);
  const path = pathOf(place, /\.([a-z]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin');
  rows.set(path, blob);
  return { kind: 'entry', path, name };
}

async function download(src: string, query: string, signal: AbortSignal | undefined): Promise<Blob> {
  const options = { stallMs: DEFAULT_STALL_MS, tryRanges: false, ...(signal && { signal }) };
  const file = await fetchFile(src, query, options);
  if (file instanceof Blob) return file;
  throw new TypeError('a whole file was requested');
}

function pathOf(place: string, extension: string): string {
  return `rows/${place}.${extension}`;
}

function lastPart(url: string): string {
  const { pathname } = new URL(url);
  return decoded(pathname.slice(pathname.lastIndexOf('/') + 1)) || 'file';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
