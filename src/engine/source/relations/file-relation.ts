import { throwIfAborted } from '../../abort';
import { PikaError } from '../../errors';
import type { FilePart, FileRef, FileSummary, Rows } from '../../rows/rows';
import { isTsv, openCsvRelation } from './csv-relation';
import type { Database } from '../database';
import { fetchFile, type FetchOptions } from '../files/fetch';
import { encodingOption, markedEncoding, toUtf8 } from '../csv/decode-text';
import { fileFormat, formatOfName, isBinary, isGzip } from '../files/file-format';
import { gunzip } from '../files/gunzip';
import { ingest } from '../duckdb/ingest';
import { LoadedRelation } from './loaded-relation';
import { formatOption, hasNoCsvOptions, stallMsOf, type FileFormat, type ReadOptions } from '../files/read-options';
import type { FileSource, Progress, RequestOptions } from '../source';

export interface OpenFileOptions extends Required<RequestOptions>, Pick<FetchOptions, 'baseUrl' | 'fetch'> {
  readonly read: ReadOptions;
}

/**
 * Downloads files as far as necessary, detects their format, and opens them as one table. They are loaded into the
 * database only if something other than plain columns is requested, except CSV files that only the database can read.
 */
export async function openFileRelation(
  name: string,
  sources: readonly FileSource[],
  key: string,
  rows: Rows,
  database: Database,
  options: OpenFileOptions,
): Promise<LoadedRelation> {
  const asked = formatOption(options.read, name);
  const stallMs = stallMsOf(options.read, name);
  const encoding = encodingOption(options.read, name);
  const expected = sources.map((source, i) => asked ?? formatOfName(nameOf(source, i)));
  if (expected.includes('parquet')) rows.prepare();
  const mayBePlain = sources.length === 1 && hasNoCsvOptions(options.read);
  // Starts while the files are fetched. If that fails, the first request reports it.
  if (expected.includes('csv') && !mayBePlain) database.boot().catch(() => undefined);
  const progress = joinedProgress(options.onProgress, sources.length);
  const loaded = await Promise.all(
    sources.map((source, i) =>
      loadPart(
        source,
        nameOf(source, i),
        name,
        { asked, encoding, delimiter: options.read.delimiter },
        { ...options, onProgress: progress(i), stallMs, tryRanges: expected[i] === 'parquet' },
      ),
    ),
  );
  const { format } = loaded[0]!;
  const odd = loaded.find((part) => part.format !== format);
  if (odd) {
    throw new PikaError('source/bad-file', {
      subject: `file "${odd.name}" of query "${name}"`,
      expected: `the format of "${loaded[0]!.name}", ${format}`,
      found: odd.format,
      next: 'Load it with a separate <pika-query>, and join the two in SQL.',
    });
  }
  const file: FileRef = {
    key,
    format,
    parts: loaded.map(({ name: partName, data }): FilePart => ({ name: partName, data })),
    query: name,
    ...(format === 'csv' && { isTsv: isTsv(loaded, options.read) }),
  };
  const { signal } = options;
  if (format !== 'csv') return rowsRelation(name, file, await rows.openFile(file, { signal }), rows, database);
  // Whatever the reason, even a missing worker: the database reads the file.
  const plain = mayBePlain ? await rows.openFile(file, { signal }).catch(() => null) : null;
  throwIfAborted(signal, `query "${name}"`);
  if (plain) return rowsRelation(name, file, plain, rows, database);
  return openCsvRelation(
    name,
    loaded.map((part) => ({ name: part.name, data: part.data as Blob })),
    rows,
    database,
    options,
  );
}

function rowsRelation(
  name: string,
  file: FileRef,
  { fields, rowCount, rowGroups }: FileSummary,
  rows: Rows,
  database: Database,
): LoadedRelation {
  return new LoadedRelation({
    name,
    fields,
    rowCount,
    rows,
    database,
    isCsv: file.format === 'csv',
    tableEpoch: null,
    plain: {
      read: (names, readOptions) => rows.columnsFromFile(file, names, readOptions),
      row: (number, readOptions) => rows.row(file, number, readOptions),
      close: () => rows.close(file.key),
    },
    makeTable: async (names, { signal, onProgress }) => {
      const filled = rowGroups.flatMap((count, index) => (count > 0 ? [index] : []));
      // If there are no rows, an empty row group still provides the schema.
      const wanted = filled.length > 0 ? filled : rowGroups.map((_, index) => index).slice(0, 1);
      const steps = wanted.length + 1;
      onProgress({ stage: 'database', done: 0, total: steps, unit: 'steps' });
      const streams = rowGroupsInTurn(rows, file, wanted, names, signal, (done) =>
        onProgress({ stage: 'database', done, total: steps, unit: 'steps' }),
      );
      await ingest(database, name, streams, rowCount, { signal, subject: `query "${name}"` });
      onProgress({ stage: 'database', done: steps, total: steps, unit: 'steps' });
    },
  });
}

interface LoadedPart extends FilePart {
  readonly format: FileFormat;
}

interface AskedFor {
  readonly asked: FileFormat | null;
  readonly encoding: string | null;
  readonly delimiter: string | undefined;
}

async function loadPart(
  source: FileSource,
  name: string,
  query: string,
  { asked, encoding, delimiter }: AskedFor,
  options: FetchOptions,
): Promise<LoadedPart> {
  const found =
    typeof source === 'string'
      ? await fetchFile(source, query, options)
      : source instanceof Blob
        ? source
        : new Blob([source]);
  if (!(found instanceof Blob)) return { name, data: found, format: 'parquet' };
  const unpacked = (await isGzip(found)) ? await gunzip(found, name, query, options.signal) : found;
  const head = new Uint8Array(await unpacked.slice(0, 512).arrayBuffer());
  const from = isBinary(head) ? null : (encoding ?? markedEncoding(head));
  const data = from === null ? unpacked : await toUtf8(unpacked, from, name, query, options.signal);
  return { name, data, format: await fileFormat(data, name, asked, query, delimiter) };
}

function nameOf(source: FileSource, index: number): string {
  if (typeof source === 'string') return source.length > 200 ? `${source.slice(0, 199)}…` : source;
  const given = 'name' in source && typeof source.name === 'string' ? source.name : '';
  return given || `bytes ${index + 1}`;
}

/** Combines the progress of several downloads; the total is null until all are known. */
function joinedProgress(
  onProgress: (progress: Progress) => void,
  count: number,
): (index: number) => (progress: Progress) => void {
  const each = new Array<Progress | null>(count).fill(null);
  return (index) => (progress) => {
    each[index] = progress;
    const total = each.reduce<number | null>(
      (sum, part) => (sum === null || part?.total == null ? null : sum + part.total),
      0,
    );
    onProgress({ ...progress, done: each.reduce((sum, part) => sum + (part?.done ?? 0), 0), total });
  };
}

/** Reads the next row group while the database inserts the previous one. */
async function* rowGroupsInTurn(
  rows: Rows,
  file: FileRef,
  indices: readonly number[],
  names: readonly string[],
  signal: AbortSignal,
  onDone: (done: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const read = (at: number): Promise<Uint8Array<ArrayBuffer>> | null => {
    const index = indices[at];
    const next = index === undefined ? null : rows.rowGroup(file, index, names, { signal });
    next?.catch(() => undefined);
    return next;
  };
  let next = read(0);
  for (let at = 0; next; at++) {
    const stream = await next;
    next = read(at + 1);
    onDone(at);
    yield stream;
  }
}
