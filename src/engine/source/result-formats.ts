import { PikaError } from '../errors';
import { END_OF_STREAM, streamOf, type StreamParts } from '../rows/arrow/ipc-messages';
import { textBytes } from '../rows/arrow/text-bytes';
import { joined } from '../rows/joined-bytes';
import { JoinedParquet } from '../rows/parquet/joined-parquet';
import { CsvLines } from './csv/csv-lines';
import { ROW_GROUP } from './duckdb/row-ranges';
import { NO_COLUMNS } from './parts-on-demand';
import { arrowColumn, parquetColumn } from './result-columns';
import type { ResultOptions, FileOptions } from './result-options';
import type { Catalog, Field } from './source';

type Bytes = Uint8Array<ArrayBuffer>;

/** Makes one file of a result that is read in pieces. */
export interface ResultFormat {
  /** The SQL between SELECT and FROM. */
  list(fields: readonly Field[]): string;
  /** The bytes before those of the first piece. */
  start?(fields: readonly Field[]): Bytes;
  /** The next bytes, if the next piece of the list completes some. */
  add(piece: StreamParts): Bytes | null | Promise<Bytes | null>;
  /** The bytes behind those of the last piece. */
  end?(): Bytes | Promise<Bytes>;
  /** The file of rows whose columns are not known yet. */
  withoutColumns(): Promise<Bytes>;
}

/** A row group of fewer rows, if they are this large: its columns are in memory, more than once. */
const MOST_BYTES = 64 * 2 ** 20;

export function formatOf(catalog: Catalog, name: string, options: FileOptions): ResultFormat {
  switch (options.type) {
    case 'csv':
      return csvFormat(new CsvLines(name, options));
    case 'arrow':
      return arrowFormat();
    case 'parquet':
      return parquetFormat(catalog, name, options);
    default:
      throw new PikaError('source/bad-parameter', {
        subject: `type of toStream of query "${name}"`,
        expected: '"csv", "parquet" or "arrow"',
        found: String((options as { readonly type?: unknown }).type),
        next: "Write for example toStream({ type: 'csv' }).",
      });
  }
}

function csvFormat(lines: CsvLines): ResultFormat {
  return {
    list: (fields) => lines.sql(fields),
    start: (fields) => lines.header(fields.map((field) => field.name)),
    add: (piece) => textBytes(streamOf(piece)),
    withoutColumns: () => Promise.resolve(lines.header([])),
  };
}

/** One stream. Its dictionaries, the labels of ENUMs, are the same in every piece. */
function arrowFormat(): ResultFormat {
  let isFirst = true;
  return {
    list: (fields) => fields.map(arrowColumn).join(', '),
    add: (piece) => {
      const bytes = isFirst ? streamOf(piece) : piece.batches;
      isFirst = false;
      return bytes;
    },
    end: () => END_OF_STREAM.slice(),
    withoutColumns: async () => (await NO_COLUMNS.load()).streamWithoutColumns(),
  };
}

/**
 * A row group for each of DuckDB's: the same rows give the same file, however many pieces they came in. One is encoded
 * in a worker while the next is read.
 */
function parquetFormat(catalog: Catalog, name: string, { signal }: ResultOptions): ResultFormat {
  const file = new JoinedParquet();
  let pieces: StreamParts[] = [];
  let rows = 0;
  let size = 0;
  let encoding: Promise<Bytes> | null = null;
  /** Begins the next row group; resolves to the one before it. */
  const rowGroup = async (): Promise<Bytes | null> => {
    const [{ schema, dictionaries }] = pieces as [StreamParts];
    const stream = joined([schema, dictionaries, ...pieces.map(({ batches }) => batches), END_OF_STREAM]);
    [pieces, rows, size] = [[], 0, 0];
    const before = encoding;
    encoding = catalog.parquetOf(stream, name, signal ? { signal } : {});
    encoding.catch(() => undefined);
    return before && file.add(await before);
  };
  return {
    list: (fields) => fields.map(parquetColumn).join(', '),
    add: (piece) => {
      pieces.push(piece);
      rows += piece.rows;
      size += piece.batches.length;
      return rows >= ROW_GROUP || size >= MOST_BYTES ? rowGroup() : null;
    },
    end: async () => {
      // Without rows, the schema is still there to write.
      const before = pieces.length > 0 ? await rowGroup() : null;
      const last = encoding && file.add(await encoding);
      return joined([...[before, last].filter((bytes) => bytes !== null), file.end()]);
    },
    withoutColumns: () =>
      Promise.reject(
        new PikaError('source/bad-data', {
          subject: `Parquet file of query "${name}"`,
          expected: 'at least one column',
          found: 'an empty array, whose columns are not known',
          next: 'Wait until its first rows have arrived.',
        }),
      ),
  };
}
