import { PikaError } from '../errors';
import { END_OF_STREAM, type StreamParts } from '../rows/arrow/ipc-messages';
import { textBytes } from '../rows/arrow/text-bytes';
import { JoinedParquet } from '../rows/parquet/joined-parquet';
import { CsvLines } from './csv/csv-lines';
import { NO_COLUMNS } from './parts-on-demand';
import { arrowColumn, parquetColumn } from './result-columns';
import type { ResultOptions, StreamOptions } from './result-options';
import type { Catalog, Field } from './source';

type Bytes = Uint8Array<ArrayBuffer>;

/** Makes one file of a result that is read in pieces. */
export interface ResultFormat {
  /** The SQL between SELECT and FROM. */
  list(fields: readonly Field[]): string;
  /** The bytes before those of the first piece. */
  start?(fields: readonly Field[]): Bytes;
  /** The next bytes, from the next piece: an Arrow IPC stream of the list, and its parts. */
  add(stream: Bytes, parts: StreamParts): Bytes | Promise<Bytes>;
  /** The bytes behind those of the last piece. */
  end?(): Bytes;
  /** The file of rows whose columns are not known yet. */
  withoutColumns(): Promise<Bytes>;
}

export function formatOf(catalog: Catalog, name: string, options: StreamOptions): ResultFormat {
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
    add: (stream) => textBytes(stream),
    withoutColumns: () => Promise.resolve(lines.header([])),
  };
}

/** One stream. Its dictionaries, the labels of ENUMs, are the same in every piece. */
function arrowFormat(): ResultFormat {
  let isFirst = true;
  return {
    list: (fields) => fields.map(arrowColumn).join(', '),
    add: (stream, { schema, dictionaries, batches }) => {
      const start = isFirst ? 0 : schema.length + dictionaries.length;
      isFirst = false;
      return stream.subarray(start, schema.length + dictionaries.length + batches.length);
    },
    end: () => END_OF_STREAM.slice(),
    withoutColumns: async () => (await NO_COLUMNS.load()).streamWithoutColumns(),
  };
}

/** One row group for each piece. */
function parquetFormat(catalog: Catalog, name: string, { signal }: ResultOptions): ResultFormat {
  const file = new JoinedParquet();
  return {
    list: (fields) => fields.map(parquetColumn).join(', '),
    add: async (stream) => file.add(await catalog.parquetOf(stream, name, signal ? { signal } : {})),
    end: () => file.end(),
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
