import { PikaError } from '../errors';
import { throwIfAborted } from './abort';
import { unsupportedType } from './arrow-types';
import { appendDecoded, decodeIpc } from './decode';
import { encodeColumn, isSupported } from './encode';
import { ParquetReader, type ParquetModule } from './parquet';
import type { EncodedColumn, FileRef, FileSummary, Rows, RowsOptions } from './rows';

/** {@link Rows}, done right here: in the worker, or in a test. Parquet's WebAssembly is loaded with the first file. */
export class RowsService implements Rows {
  readonly #loadParquet: () => Promise<ParquetModule>;
  #parquet: Promise<ParquetModule> | null = null;
  readonly #readers = new Map<string, Promise<ParquetReader>>();

  constructor(loadParquet: () => Promise<ParquetModule>) {
    this.#loadParquet = loadParquet;
  }

  prepare(): void {
    this.#module().catch(() => undefined);
  }

  async openParquet(file: FileRef): Promise<FileSummary> {
    return (await this.#reader(file)).summary;
  }

  async columnsFromParquet(file: FileRef, names: readonly string[], options?: RowsOptions): Promise<EncodedColumn[]> {
    return (await this.#reader(file)).columns(names, options);
  }

  async rowGroup(file: FileRef, index: number, names: readonly string[], options?: RowsOptions): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#reader(file)).rowGroup(index, names, options);
  }

  async columnsFromIpc(bytes: Uint8Array<ArrayBuffer> | readonly Uint8Array<ArrayBuffer>[], query: string, labels?: readonly string[], { signal }: RowsOptions = {}): Promise<EncodedColumn[]> {
    throwIfAborted(signal, `query "${query}"`);
    const columns = appendDecoded([bytes].flat().map((stream) => decodeIpc(stream, `answer to query "${query}"`)));
    const subjects = columns.map(({ name }, index) => ({ query, label: labels?.[index] ?? name }));
    columns.forEach(({ type }, index) => {
      if (!isSupported(type)) throw unsupportedType(subjects[index]!, type);
    });
    return columns.map((column, index) => encodeColumn(column, subjects[index]!));
  }

  close(key: string): void {
    const reader = this.#readers.get(key);
    this.#readers.delete(key);
    void reader?.then((open) => open.close(), () => undefined);
  }

  #reader(file: FileRef): Promise<ParquetReader> {
    const known = this.#readers.get(file.key);
    if (known) return known;
    const reader = this.#module().then((module) => ParquetReader.open(module, file));
    this.#readers.set(file.key, reader);
    reader.catch(() => this.#readers.delete(file.key));
    return reader;
  }

  #module(): Promise<ParquetModule> {
    this.#parquet ??= this.#loadParquet().catch((thrown: unknown) => {
      this.#parquet = null;
      throw new PikaError('source/fetch-failed', {
        subject: 'Parquet reader', expected: 'its WebAssembly file to load', found: thrown instanceof Error ? thrown.message : String(thrown),
        next: 'Check that parquet_wasm_bg.wasm is served beside the scripts.',
      }, thrown);
    });
    return this.#parquet;
  }
}
