import { PikaError } from '../errors';
import { isSupported, encodeColumn } from './encode';
import { sqlTypeOf, unsupportedType } from './arrow-types';
import { throwIfAborted } from './abort';
import { appendDecoded, decodeIpc, type DecodedColumn } from './decode';
import type { EncodedColumn, FileRef, FileSummary, RowsOptions } from './rows';

/** What is used of parquet-wasm, so that its browser and Node builds fit alike. */
export interface ParquetModule {
  readonly ParquetFile: { fromFile(blob: Blob): Promise<ParquetHandle> };
}

interface ParquetHandle {
  metadata(): { numRowGroups(): number; rowGroup(index: number): { numRows(): number; free(): void }; free(): void };
  schema(): { intoIPCStream(): Uint8Array };
  read(options: { rowGroups: number[]; batchSize: number; columns?: string[] }): Promise<{ intoIPCStream(): Uint8Array }>;
  free(): void;
}

/** Row groups are read whole, in one batch each where they are not larger than this. */
const BATCH_ROWS = 1 << 20;

/** One open Parquet file. Release it with {@link ParquetReader.close}. */
export class ParquetReader {
  readonly summary: FileSummary;
  readonly #file: FileRef;
  readonly #handle: ParquetHandle;
  readonly #schema: readonly DecodedColumn[];

  private constructor(file: FileRef, handle: ParquetHandle) {
    this.#file = file;
    this.#handle = handle;
    this.#schema = decodeIpc(handle.schema().intoIPCStream(), `schema of query "${file.query}"`);
    const metadata = handle.metadata();
    const rowGroups = Array.from({ length: metadata.numRowGroups() }, (_, index) => {
      const group = metadata.rowGroup(index);
      const rows = group.numRows();
      group.free();
      return rows;
    });
    metadata.free();
    this.summary = {
      fields: this.#schema.map(({ name, type }) => ({ name, sqlType: sqlTypeOf(type) })),
      rowCount: rowGroups.reduce((sum, rows) => sum + rows, 0),
      rowGroups,
    };
  }

  /** Reads the footer only. Throws source/bad-file. */
  static async open(module: ParquetModule, file: FileRef): Promise<ParquetReader> {
    try {
      return new ParquetReader(file, await module.ParquetFile.fromFile(file.blob));
    } catch (thrown) {
      throw badFile(file, 'its footer', thrown);
    }
  }

  /**
   * Columns by exact name, row group by row group: a whole column in one call costs parquet-wasm three times as much.
   * Throws rows/unsupported-type (before anything is read, when the type tells), source/bad-file, source/aborted.
   */
  async columns(names: readonly string[], { signal, onProgress }: RowsOptions = {}): Promise<EncodedColumn[]> {
    const { query } = this.#file;
    for (const name of names) {
      const type = this.#schema.find((field) => field.name === name)!.type;
      if (!isSupported(type)) throw unsupportedType({ query, label: name }, type);
    }
    const wanted = [...new Set(names)];
    const tables: DecodedColumn[][] = [];
    let done = 0;
    for (const [index, rows] of this.summary.rowGroups.entries()) {
      throwIfAborted(signal, `query "${query}"`);
      if (rows > 0) tables.push(decodeIpc(await this.#read(index, wanted), `row group ${index + 1} of query "${query}"`));
      done += rows;
      onProgress?.(done, this.summary.rowCount);
    }
    const decoded = tables.length > 0 ? appendDecoded(tables) : this.#schema;
    const encoded = new Map(wanted.map((name) => [name, encodeColumn(decoded.find((column) => column.name === name)!, { query, label: name })]));
    // Twice the same name is two columns: whoever receives them may transfer the pages of each.
    return names.map((name, i) => (names.indexOf(name) === i ? encoded.get(name)! : copyOf(encoded.get(name)!)));
  }

  /** Some columns of one row group as an Arrow IPC stream. */
  async rowGroup(index: number, names: readonly string[], { signal }: RowsOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal, `query "${this.#file.query}"`);
    return this.#read(index, names);
  }

  close(): void {
    this.#handle.free();
  }

  async #read(index: number, names: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const table = await this.#handle.read({ rowGroups: [index], batchSize: BATCH_ROWS, columns: [...names] });
      return table.intoIPCStream() as Uint8Array<ArrayBuffer>;
    } catch (thrown) {
      throw badFile(this.#file, `row group ${index + 1} of ${this.summary.rowGroups.length}`, thrown);
    }
  }
}

function copyOf(column: EncodedColumn): EncodedColumn {
  return { ...column, pages: column.pages.map(({ rows, keys }) => ({ rows, keys: keys.slice() })) };
}

function badFile({ query, blob }: FileRef, part: string, thrown: unknown): unknown {
  // A dead WebAssembly instance is the service's affair.
  if (thrown instanceof PikaError || thrown instanceof WebAssembly.RuntimeError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new PikaError('source/bad-file', {
    subject: `Parquet file of query "${query}"`, expected: `${part} to be readable`, found: `${blob.size.toLocaleString('en')} bytes that are not (${why.trim()})`,
    next: 'The file may be cut short or damaged: fetch or write it again.',
  }, thrown);
}
