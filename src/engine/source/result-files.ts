import { abortedError, ChildAbort, onAbort } from '../abort';
import { PikaError } from '../errors';
import { messagesOf, partsOf, type StreamParts } from '../rows/arrow/ipc-messages';
import { quoteName } from '../sql/sql-tokens';
import { firstRange, rangeInGroupAfter, rowidIn, type RowRange } from './duckdb/row-ranges';
import { chosenFields, selectSql } from './result-columns';
import { formatOf } from './result-formats';
import type { ResultOptions, FileOptions } from './result-options';
import type { Snapshot } from './snapshot';
import type { Catalog, Relation } from './source';

type Bytes = Uint8Array<ArrayBuffer>;

/** A result as a file, made chunk by chunk as they are read. Close it: it holds a snapshot of the database. */
export interface ResultFile {
  readonly chunks: AsyncGenerator<Bytes>;
  close(): void;
}

/** Rejects for options that are wrong, and for rows that can't be read. */
export async function openFile(catalog: Catalog, name: string, options: FileOptions): Promise<ResultFile> {
  const format = formatOf(catalog, name, options);
  const { where, signal, onProgress } = options;
  const request = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const relation = await catalog.open(name, request);
  if (relation.fields.length === 0) return { chunks: justOne(await format.withoutColumns()), close: () => undefined };
  const chosen = chosenFields(name, relation.fields, options);
  const list = format.list(chosen);
  const statement = (from: string, most?: number): string => selectSql(list, from, where, most);
  const probe = statement(partOf(relation, firstRange(1)), 1);
  const isCurrent = async (): Promise<boolean> => (await catalog.open(name, request)) === relation;
  let snapshot: Snapshot;
  try {
    snapshot = await catalog.snapshot(probe, [list, where ?? ''], { ...request, subject: `query "${name}"` });
    if (!(await isCurrent())) {
      snapshot.close();
      throw abortedError(`query "${name}"`);
    }
  } catch (thrown) {
    // Rows arrived meanwhile, or the query was redefined.
    if (signal?.aborted || (await isCurrent())) throw thrown;
    return openFile(catalog, name, options);
  }

  async function* chunks(): AsyncGenerator<Bytes> {
    const start = format.start?.(chosen);
    if (start) yield start;
    for await (const { parts } of piecesOf(relation, snapshot, statement, options)) {
      const bytes = await format.add(parts);
      if (bytes && bytes.length > 0) yield bytes;
    }
    const end = await format.end?.();
    if (end) yield end;
  }

  return { chunks: chunks(), close: () => snapshot.close() };
}

interface Piece {
  readonly parts: StreamParts;
  readonly bytes: number;
  readonly ms: number;
}

/** Reads rows in order, a range at a time: the next while the caller uses one, and no more. */
async function* piecesOf(
  relation: Relation,
  snapshot: Snapshot,
  statement: (from: string, most?: number) => string,
  { limit, signal, onProgress }: ResultOptions,
): AsyncGenerator<Piece> {
  const { rowCount } = relation;
  const read = async (range: RowRange, most: number | undefined): Promise<Piece> => {
    const startMs = performance.now();
    const stream = messagesOf(await snapshot.run(statement(partOf(relation, range), most), signal));
    return { parts: partsOf(stream), bytes: stream.length, ms: performance.now() - startMs };
  };
  let left = limit;
  let range = firstRange(rowCount);
  for (let reading: Promise<Piece> | null = read(range, left); reading;) {
    const piece: Piece = await reading;
    onProgress?.({ stage: 'query', done: Math.min(range.to, rowCount), total: rowCount, unit: 'rows' });
    if (left !== undefined) left -= piece.parts.rows;
    const next = left === 0 ? null : rangeInGroupAfter(range, piece.ms, piece.bytes, rowCount);
    reading = next && read(next, left);
    reading?.catch(() => undefined);
    if (next) range = next;
    yield piece;
  }
}

/** A part of a relation's table, by the relation's name. */
function partOf({ name, fields }: Relation, range: RowRange): string {
  const table = quoteName(name);
  // A column named rowid hides the rows' own numbers. A table has the order in which it was written.
  const hasRowid = fields.some((field) => field.name.toLowerCase() === 'rowid');
  const { from, to, isLast } = range;
  const rows = hasRowid ? `${isLast ? '' : `LIMIT ${to - from} `}OFFSET ${from}` : `WHERE ${rowidIn(range)}`;
  return `(SELECT * FROM ${table} ${rows}) AS ${table}`;
}

async function* justOne(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes;
}

/**
 * A stream of the chunks of a file. It reads only when it is asked to. When it is canceled, or the signal aborts, what
 * is being read is dropped, and the file is closed.
 */
export async function streamOf(
  open: (signal: AbortSignal) => Promise<ResultFile>,
  signal: AbortSignal | undefined,
  subject: string,
): Promise<ReadableStream<Bytes>> {
  const stop = new ChildAbort(signal);
  try {
    const { chunks, close } = await open(stop.signal);
    if (stop.signal.aborted) {
      close();
      throw abortedError(subject);
    }
    const end = (): void => {
      stop.release();
      close();
    };
    return new ReadableStream<Bytes>(
      {
        start: (controller) => {
          onAbort(stop.signal, () => {
            close();
            controller.error(abortedError(subject));
          });
        },
        pull: async (controller) => {
          try {
            const { done, value } = await chunks.next();
            if (stop.signal.aborted) return;
            if (!done) return controller.enqueue(value);
            end();
            controller.close();
          } catch (thrown) {
            end();
            controller.error(PikaError.from(thrown, subject));
          }
        },
        cancel: () => stop.abort(),
      },
      { highWaterMark: 0 },
    );
  } catch (thrown) {
    stop.release();
    throw thrown;
  }
}
