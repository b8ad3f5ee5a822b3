import { PikaError } from '../errors';
import { badFile } from './bad-file';
import { throwIfAborted } from '../abort';
import { streamOf } from './arrow-reader';
import { decodeIpc, type DecodedColumn } from './decode';
import { RangedFile } from './ranged-file';
import type { FilePart } from './rows';
import { distinctNames, type TableReader } from './table-reader';

/** What is used of parquet-wasm, so that its browser and Node builds fit alike. */
export interface ParquetModule {
  readonly ParquetFile: { fromFile(blob: Blob): Promise<ParquetHandle> };
  readonly Table: { fromIPCStream(bytes: Uint8Array): WasmTable };
  readonly Compression: { readonly ZSTD: number };
  readonly WriterPropertiesBuilder: new () => WriterSettings;
  writeParquet(table: WasmTable, settings: unknown): Uint8Array;
}

/** Lives in WebAssembly's memory, until it is written or freed. */
type WasmTable = object;

interface WriterSettings {
  setCompression(codec: number): WriterSettings;
  build(): unknown;
}

interface ParquetHandle {
  metadata(): { numRowGroups(): number; rowGroup(index: number): { numRows(): number; free(): void }; free(): void };
  schema(): { intoIPCStream(): Uint8Array };
  read(options: { rowGroups: number[]; batchSize: number; columns?: string[]; offset?: number; limit?: number }): Promise<{ intoIPCStream(): Uint8Array }>;
  free(): void;
}

/** Some rows of a row group; all when left out. */
interface RowsPart {
  readonly offset?: number;
  readonly limit?: number;
}

/** Row groups are read whole, in one batch each where they are not larger than this. */
const BATCH_ROWS = 1 << 20;

/**
 * One Parquet file, read row group by row group: a whole column in one call costs parquet-wasm three times as much. Of a remote file
 * only the footer and the column chunks asked for are fetched.
 */
export class ParquetReader implements TableReader {
  readonly schema: readonly DecodedColumn[];
  readonly rowGroups: readonly number[];
  readonly #part: FilePart;
  readonly #query: string;
  readonly #handle: ParquetHandle;
  readonly #ranged: RangedFile | null;
  /** The names in the file; several columns may share one. */
  readonly #names: readonly string[];

  private constructor(part: FilePart, query: string, handle: ParquetHandle, ranged: RangedFile | null) {
    this.#part = part;
    this.#query = query;
    this.#handle = handle;
    this.#ranged = ranged;
    const fields = decodeIpc(handle.schema().intoIPCStream(), `schema of "${part.name}"`);
    this.#names = fields.map(({ name }) => name);
    const distinct = distinctNames(this.#names);
    this.schema = fields.map((field, i) => ({ ...field, name: distinct[i]! }));
    const metadata = handle.metadata();
    this.rowGroups = Array.from({ length: metadata.numRowGroups() }, (_, index) => {
      const group = metadata.rowGroup(index);
      const rows = group.numRows();
      group.free();
      return rows;
    });
    metadata.free();
  }

  /** Reads the footer only. Throws source/bad-file, source/fetch-failed. */
  static async open(module: ParquetModule, part: FilePart, query: string): Promise<ParquetReader> {
    const ranged = part.data instanceof Blob ? null : new RangedFile(part.data, part.name, query);
    try {
      if (part.data instanceof Blob) await requireFooter(part.data);
      const opening = module.ParquetFile.fromFile((ranged ?? part.data) as Blob);
      const handle = await (ranged?.guard(opening) ?? opening);
      const reader = new ParquetReader(part, query, handle, ranged);
      if (!reader.rowGroups.every((rows) => Number.isSafeInteger(rows) && rows >= 0)) throw new Error('a row group of less than no rows');
      return reader;
    } catch (thrown) {
      throw badFile(part.name, query, 'the footer', thrown);
    }
  }

  decode(group: number, names: readonly string[], signal?: AbortSignal): Promise<DecodedColumn[]> {
    return this.#decode(group, names, signal);
  }

  /** The one row alone: what stands before it is skipped, not decoded. */
  async at(group: number, row: number, signal?: AbortSignal): Promise<{ readonly columns: readonly DecodedColumn[]; readonly row: number }> {
    return { columns: await this.#decode(group, this.schema.map(({ name }) => name), signal, { offset: row, limit: 1 }), row: 0 };
  }

  async #decode(group: number, names: readonly string[], signal: AbortSignal | undefined, part: RowsPart = {}): Promise<DecodedColumn[]> {
    const read = decodeIpc(await this.#read(group, names, signal, part), `row group ${group + 1} of "${this.#part.name}"`);
    // What was read holds every column of the names, in the file's order.
    const wanted = new Set(names.map((name) => this.#nameInFile(name)));
    const places = this.schema.flatMap(({ name }, i) => (wanted.has(this.#names[i]!) ? [name] : []));
    return names.map((name) => ({ ...read[places.indexOf(name)]!, name }));
  }

  async stream(group: number, names: readonly string[], signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const inOrder = this.schema.map(({ name }) => name).filter((name) => names.includes(name));
    const asStored = inOrder.every((name, i) => name === names[i]) && inOrder.length === names.length && this.#names.every((name, i) => name === this.schema[i]!.name);
    return asStored ? this.#read(group, names, signal) : streamOf(await this.decode(group, names, signal));
  }

  close(): void {
    this.#ranged?.close();
    this.#handle.free();
  }

  #nameInFile(name: string): string {
    return this.#names[this.schema.findIndex((field) => field.name === name)]!;
  }

  async #read(group: number, names: readonly string[], signal: AbortSignal | undefined, part: RowsPart = {}): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal, `query "${this.#query}"`);
    try {
      const columns = [...new Set(names.map((name) => this.#nameInFile(name)))];
      const reading = this.#handle.read({ rowGroups: [group], batchSize: BATCH_ROWS, columns, ...part });
      const table = await (this.#ranged?.guard(reading) ?? reading);
      return table.intoIPCStream() as Uint8Array<ArrayBuffer>;
    } catch (thrown) {
      throw badFile(this.#part.name, this.#query, `row group ${group + 1} of ${this.rowGroups.length}`, thrown);
    }
  }
}

/** parquet-wasm crashes of a footer that starts before its file does. */
async function requireFooter(file: Blob): Promise<void> {
  const tail = new DataView(await file.slice(-8).arrayBuffer());
  const footerBytes = tail.byteLength === 8 ? tail.getUint32(0, true) : 0;
  if (footerBytes === 0 || footerBytes + 12 > file.size) throw new Error(`a footer of ${footerBytes.toLocaleString('en')} bytes in a file of ${file.size.toLocaleString('en')}`);
}

/** An Arrow IPC stream → a Parquet file. Copies: all, into WebAssembly and back. Throws rows/unsupported-type. */
export function writeParquetFile({ Compression, Table, WriterPropertiesBuilder, writeParquet }: ParquetModule, stream: Uint8Array, query: string): Uint8Array<ArrayBuffer> {
  try {
    return writeParquet(Table.fromIPCStream(stream), new WriterPropertiesBuilder().setCompression(Compression.ZSTD).build()).slice();
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
    throw new PikaError('rows/unsupported-type', {
      subject: `Parquet of query "${query}"`, expected: 'columns that Parquet has types for', found: thrown instanceof Error ? thrown.message : String(thrown), next: 'Cast the column in SQL, e.g. to VARCHAR, or leave it out.',
    }, thrown);
  }
}
