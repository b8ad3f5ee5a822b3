import { PikaError } from '../errors';
import { throwIfAborted } from '../abort';
import { wasmFailure } from '../browser/wasm';
import { ArrowReader, streamOf } from './arrow/arrow-reader';
import { sqlTypeOf } from './arrow/arrow-types';
import { installCodecs } from './arrow/codecs';
import type { RecordBatches } from './arrow/arrow-layout';
import { columnsOfBatches } from './in-memory/batch-columns';
import { columnsOf } from './in-memory/columns-intake';
import { COMMA, TAB } from './csv/csv-cells';
import { CsvReader } from './csv/csv-reader';
import { encoderOf } from './encode/encode';
import { openJson } from './json/json-reader';
import { JoinedReader } from './joined-reader';
import { ParquetReader, writeParquetFile, type ParquetModule, type ParquetOptions } from './parquet/parquet';
import type { EncodedColumn, FileRef, FileSummary, IpcOptions, IpcSource, Rows, RowsOptions } from './rows';
import type { TableReader } from './table-reader';
import { decodedTexts } from './values/value-text';
import { unreadableColumn } from './unreadable-column';
import { widened, widenedType } from './arrow/widen';

/** While a row group is decoded, the next one is on its way from the server, unless it takes too much memory. */
const MOST_ROWS_AHEAD = 1 << 20;

/**
 * {@link Rows} in the calling thread, which is the worker or a test. Loads Parquet's WebAssembly with the first file.
 */
export class RowsService implements Rows {
  readonly #loadParquet: () => Promise<ParquetModule>;
  readonly #adviceOnParquet: () => string;
  #parquet: Promise<ParquetModule> | null = null;
  readonly #readers = new Map<string, Promise<TableReader>>();

  /** @param adviceOnParquet what to do if the WebAssembly file is not there; a full sentence */
  constructor(loadParquet: () => Promise<ParquetModule>, adviceOnParquet = () => 'Report this error.') {
    this.#loadParquet = loadParquet;
    this.#adviceOnParquet = adviceOnParquet;
    installCodecs();
  }

  prepare(): void {
    this.#module().catch(() => undefined);
  }

  async openFile(file: FileRef): Promise<FileSummary> {
    const { schema, rowGroups } = await this.#reader(file);
    return {
      fields: schema.map(({ name, type, unreadable }) => ({
        name,
        sqlType: sqlTypeOf(type),
        ...(unreadable !== undefined && { unreadable }),
      })),
      rowCount: rowGroups.reduce((sum, rows) => sum + rows, 0),
      rowGroups,
    };
  }

  /** Types are checked before anything is read. */
  async columnsFromFile(
    file: FileRef,
    names: readonly string[],
    { signal, onProgress }: RowsOptions = {},
  ): Promise<EncodedColumn[]> {
    const { query } = file;
    const reader = await this.#reader(file);
    const { schema, rowGroups } = reader;
    const wanted = [...new Set(names)];
    const rowCount = rowGroups.reduce((sum, rows) => sum + rows, 0);
    const encoders = wanted.map((name) => {
      const { type, unreadable } = schema.find((field) => field.name === name)!;
      if (unreadable !== undefined) throw unreadableColumn(name, query, unreadable);
      return encoderOf(type, { query, label: name }, rowCount);
    });
    const read = (group: number): ReturnType<TableReader['decode']> =>
      rowGroups[group]! > 0 ? reader.decode(group, wanted, signal) : Promise.resolve([]);
    let done = 0;
    let next: ReturnType<TableReader['decode']> | null = null;
    for (const [group, rows] of rowGroups.entries()) {
      throwIfAborted(signal, `query "${query}"`);
      const reading = next ?? read(group);
      next = (rowGroups[group + 1] ?? Infinity) <= MOST_ROWS_AHEAD ? read(group + 1) : null;
      // An error of this group ends the loop, and the next one's would have no handler.
      next?.catch(() => undefined);
      const columns = await reading;
      for (const [i, { chunks }] of columns.entries()) for (const chunk of chunks) encoders[i]!.add(chunk);
      done += rows;
      onProgress?.(done, rowCount);
    }
    const encoded = new Map(wanted.map((name, i) => [name, encoders[i]!.finish()]));
    // A name requested twice yields two columns: the receiver may transfer the pages of each.
    return names.map((name, i) => (names.indexOf(name) === i ? encoded.get(name)! : copyOf(encoded.get(name)!)));
  }

  async rowGroup(
    file: FileRef,
    index: number,
    names: readonly string[],
    { signal }: RowsOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal, `query "${file.query}"`);
    const reader = await this.#reader(file);
    const isTaken = reader.schema.every(({ name, type }) => !names.includes(name) || widenedType(type) === type);
    if (isTaken) return reader.stream(index, names, signal);
    const columns = await reader.decode(index, names, signal);
    return streamOf(
      columns.map(({ name, type, chunks }) => ({
        name,
        type: widenedType(type),
        chunks: chunks.map((chunk) => ({ ...chunk, batch: widened(chunk.batch) })),
      })),
    );
  }

  async row(file: FileRef, number: number, { signal }: RowsOptions = {}): Promise<readonly (string | null)[]> {
    const reader = await this.#reader(file);
    let row = number;
    const group = reader.rowGroups.findIndex((rows) => {
      if (row < rows) return true;
      row -= rows;
      return false;
    });
    const found = await reader.at(group, row, signal);
    return decodedTexts(found.columns, found.row, `row ${number} of query "${file.query}"`);
  }

  columnsFromBatches(
    rows: RecordBatches,
    places: readonly number[],
    query: string,
    options?: RowsOptions,
  ): Promise<EncodedColumn[]> {
    return columnsOfBatches(rows, places, query, options);
  }

  columnsFromIpc(
    source: IpcSource,
    query: string,
    labels?: readonly string[],
    options?: IpcOptions,
  ): Promise<EncodedColumn[]> {
    return columnsOf(source, query, labels, options);
  }

  async parquetOf(
    stream: Uint8Array<ArrayBuffer>,
    query: string,
    { signal }: RowsOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal, `query "${query}"`);
    return writeParquetFile(await this.#module(), stream, query);
  }

  close(key: string): void {
    const reader = this.#readers.get(key);
    this.#readers.delete(key);
    void reader?.then(
      (open) => open.close(),
      () => undefined,
    );
  }

  #reader(file: FileRef): Promise<TableReader> {
    const known = this.#readers.get(file.key);
    if (known) return known;
    const reader = this.#open(file);
    this.#readers.set(file.key, reader);
    reader.catch(() => this.#readers.delete(file.key));
    return reader;
  }

  async #open({ format, parts, query, avoid, isTsv }: FileRef): Promise<TableReader> {
    if (format === 'json') return openJson(parts, query);
    if (format === 'csv') return CsvReader.open(parts, query, isTsv ? TAB : COMMA);
    const options: ParquetOptions = { loadModule: () => this.#module(), ...(avoid && { avoid }) };
    const readers: TableReader[] = [];
    try {
      for (const part of parts)
        readers.push(
          await (format === 'parquet' ? ParquetReader.open(part, query, options) : ArrowReader.open(part, query)),
        );
      return readers.length === 1 ? readers[0]! : new JoinedReader(readers, parts, query);
    } catch (thrown) {
      for (const reader of readers) reader.close();
      throw thrown;
    }
  }

  #module(): Promise<ParquetModule> {
    this.#parquet ??= this.#loadParquet().catch((thrown: unknown) => {
      this.#parquet = null;
      throw new PikaError(
        'source/fetch-failed',
        {
          subject: 'Parquet reader',
          expected: 'its WebAssembly file to load',
          ...wasmFailure('parquet_wasm_bg.wasm', thrown, this.#adviceOnParquet()),
        },
        thrown,
      );
    });
    return this.#parquet;
  }
}

function copyOf(column: EncodedColumn): EncodedColumn {
  return { ...column, pages: column.pages.map(({ rows, keys }) => ({ rows, keys: keys.slice() })) };
}
