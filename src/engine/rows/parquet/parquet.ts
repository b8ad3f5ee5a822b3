import { nullType, Type, utf8 } from '@uwdata/flechette';
import { throwIfAborted } from '../../abort';
import { PikaError } from '../../errors';
import type { ArrowBatch } from '../arrow/arrow-layout';
import { streamOf } from '../arrow/arrow-reader';
import { badFile, whyUnreadable } from '../bad-file';
import { BlobSource, GuardedBlob, type ByteSource } from './byte-source';
import { decodeIpc, type Chunk, type DecodedColumn } from '../encode/decode';
import { readFooter, UnknownFooter, type ColumnChunk, type ParquetFooter, type RowGroup } from './parquet-footer';
import { columnsOfFooter, leavesOf, type ParquetColumn } from './parquet-schema';
import { levelsOf } from './nested-levels';
import { plainFooter } from './plain-footer';
import { RangedFile } from './ranged-file';
import { typedBatch } from './raw-values';
import { ALL_COLUMNS, type FilePart } from '../rows';
import { sliced } from '../arrow/slice-batch';
import type { TableColumn, TableReader } from '../table-reader';
import { unreadableColumn, unreadableIn } from '../unreadable-column';

/** The part of parquet-wasm in use, which its browser and Node builds share. */
export interface ParquetModule {
  readonly ParquetFile: { fromFile(blob: Blob): Promise<ParquetHandle> };
  readonly Table: { fromIPCStream(bytes: Uint8Array): WasmTable };
  readonly Compression: { readonly ZSTD: number };
  readonly EnabledStatistics: { readonly Chunk: number };
  readonly WriterPropertiesBuilder: new () => WriterSettings;
  writeParquet(table: WasmTable, settings: unknown): Uint8Array;
}

/** In WebAssembly's memory until it is written or freed. */
type WasmTable = object;

interface WriterSettings {
  setCompression(codec: number): WriterSettings;
  setStatisticsEnabled(level: number): WriterSettings;
  build(): unknown;
}

interface ParquetHandle {
  read(options: {
    rowGroups: number[];
    batchSize: number;
    columns: string[];
    offset?: number;
    limit?: number;
  }): Promise<{ intoIPCStream(): Uint8Array }>;
  free(): void;
}

/** Some rows of a row group; all if left out. */
interface RowsPart {
  readonly offset: number;
  readonly limit: number;
}

type ReadPart = RowsPart & { readonly batchSize: number };

/** A column that can be read. */
type Readable = Extract<ParquetColumn, { readonly unreadable: null }>;

/** Row groups of up to this many rows are read in one batch. */
const BATCH_ROWS = 1 << 20;
/** The codecs that parquet-wasm supports. */
const CODECS = new Set([0, 1, 2, 4, 5, 6, 7]);
const DELTA_BINARY_PACKED = 5;
const DELTA_BYTE_ARRAY = 7;
const ALP = 10;
const LAST_ENCODING = ALP;

export interface ParquetOptions {
  readonly loadModule: () => Promise<ParquetModule>;
  /** Columns on which parquet-wasm has crashed: it does not read them again. */
  readonly avoid?: readonly string[];
}

/**
 * One Parquet file, read row group by row group: reading a whole column in one call takes parquet-wasm three times as
 * long. Columns are determined here from the footer. parquet-wasm gets a simpler footer (`plain-footer.ts`) and returns
 * raw values; a column that it fails on is read by `page-reader.ts`, and if that fails too, only this column fails. Of
 * a remote file only the footer and the requested column chunks are fetched.
 */
export class ParquetReader implements TableReader {
  readonly schema: readonly TableColumn[];
  readonly rowGroups: readonly number[];
  readonly #part: FilePart;
  readonly #query: string;
  readonly #source: ByteSource;
  readonly #footer: ParquetFooter;
  readonly #columns: readonly ParquetColumn[];
  readonly #options: ParquetOptions;
  /** Names of columns that parquet-wasm does not read. */
  readonly #avoided: Set<string>;
  #opened: Promise<{ readonly handle: ParquetHandle; readonly file: GuardedBlob }> | null = null;

  private constructor(
    part: FilePart,
    query: string,
    source: ByteSource,
    footer: ParquetFooter,
    options: ParquetOptions,
  ) {
    this.#part = part;
    this.#query = query;
    this.#source = source;
    this.#footer = footer;
    this.#options = options;
    this.#columns = columnsOfFooter(footer).map((column) => obstructed(column, footer));
    const avoid = options.avoid ?? [];
    this.#avoided = new Set([
      ...(avoid.includes(ALL_COLUMNS) ? this.#columns.map(({ name }) => name) : avoid),
      ...this.#columns.filter((column) => column.node && !isKnownToWasm(column, footer)).map(({ name }) => name),
    ]);
    this.schema = this.#columns.map(({ name, node, unreadable }) => ({
      name,
      type: node?.type ?? nullType(),
      chunks: [],
      ...(unreadable !== null && { unreadable }),
    }));
    // A file with no row groups has no rows, but still has columns.
    this.rowGroups = footer.rowGroups.length > 0 ? footer.rowGroups.map(({ rows }) => rows) : [0];
  }

  /** Reads only the footer. Throws source/bad-file, source/unsupported-format, source/fetch-failed. */
  static async open(part: FilePart, query: string, options: ParquetOptions): Promise<ParquetReader> {
    const subject = `file "${part.name}" of query "${query}"`;
    const source = part.data instanceof Blob ? new BlobSource(part.data, subject) : new RangedFile(part.data, subject);
    try {
      return new ParquetReader(part, query, source, await readFooter(source), options);
    } catch (thrown) {
      source.close();
      throw thrown instanceof UnknownFooter
        ? unknownFooter(part.name, query, thrown.message)
        : badFile(part.name, query, 'the footer, which lists the columns,', thrown);
    }
  }

  async decode(group: number, names: readonly string[], signal?: AbortSignal): Promise<DecodedColumn[]> {
    return this.#decode(group, names, signal, null);
  }

  /**
   * Reads a single row: rows before it are skipped, not decoded. A column that cannot be read has a text that says so
   * instead of its value.
   */
  async at(
    group: number,
    row: number,
    signal?: AbortSignal,
  ): Promise<{ readonly columns: readonly DecodedColumn[]; readonly row: number }> {
    const unreadable = new Set(this.schema.flatMap((column) => (column.unreadable === undefined ? [] : [column.name])));
    for (;;) {
      try {
        const names = this.schema.map(({ name }) => name).filter((name) => !unreadable.has(name));
        const read = await this.#decode(group, names, signal, { offset: row, limit: 1 });
        return {
          columns: this.schema.map(
            ({ name }) => read.find((column) => column.name === name) ?? { ...UNREADABLE_TEXT, name },
          ),
          row: 0,
        };
      } catch (thrown) {
        const column = unreadableIn(thrown);
        if (column === null || unreadable.has(column)) throw thrown;
        unreadable.add(column);
      }
    }
  }

  async stream(group: number, names: readonly string[], signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return streamOf(await this.decode(group, names, signal));
  }

  close(): void {
    this.#source.close();
    // It cannot be freed during a read; its memory is then freed with the worker.
    this.#opened?.then(({ handle }) => handle.free()).catch(() => undefined);
  }

  async #decode(
    group: number,
    names: readonly string[],
    signal: AbortSignal | undefined,
    part: RowsPart | null,
  ): Promise<DecodedColumn[]> {
    throwIfAborted(signal, `query "${this.#query}"`);
    const wanted = [...new Set(names)].map((name) => this.#readable(name));
    if (this.#footer.rowGroups.length === 0)
      return names.map((name) => ({ ...this.schema.find((column) => column.name === name)!, chunks: [] }));
    const rows = part ? part.limit : this.rowGroups[group]!;
    const batches = new Map<string, readonly ArrowBatch[]>();
    const fast = wanted.filter(({ name }) => !this.#avoided.has(name));
    const unskippable =
      part && part.offset > 0
        ? fast.filter((column) => hasPackedDifferences(column, this.#footer.rowGroups[group]!))
        : [];
    const others = fast.filter((column) => !unskippable.includes(column));
    for (const [name, raw] of others.length > 0 ? await this.#readFast(group, others, part ?? {}) : [])
      batches.set(name, raw);
    for (const [name, raw] of unskippable.length > 0
      ? await this.#readFast(group, unskippable, { limit: part!.offset + part!.limit })
      : [])
      batches.set(name, lastRows(raw, part!.limit));
    const slow = wanted.filter(({ name }) => !batches.has(name));
    for (const column of slow) batches.set(column.name, [await this.#readSlowly(group, column, part)]);
    // All columns of a stream need batches at the same rows; columns read slowly are one batch.
    if (slow.length > 0 && [...batches.values()].some((raw) => raw.length > 1)) {
      for (const [name, raw] of await this.#readFast(
        group,
        fast.filter((column) => !slow.includes(column)),
        { batchSize: rows },
      ))
        batches.set(name, raw);
    }
    throwIfAborted(signal, `query "${this.#query}"`);
    const decoded = new Map(
      wanted.map((column) => [column.name, this.#typed(column, batches.get(column.name)!, group, rows)]),
    );
    return names.map((name) => decoded.get(name)!);
  }

  #readable(name: string): Readable {
    const column = this.#columns.find((candidate) => candidate.name === name)!;
    if (column.unreadable !== null) throw unreadableColumn(name, this.#query, column.unreadable);
    return column;
  }

  #typed({ name, node }: Readable, raw: readonly ArrowBatch[], group: number, rows: number): DecodedColumn {
    try {
      const chunks = raw.map((batch) => chunkOf(typedBatch(node, batch)));
      const found = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
      if (found !== rows) throw new Error(`${found.toLocaleString('en')} values for ${rows.toLocaleString('en')} rows`);
      return { name, type: node.type, chunks };
    } catch (thrown) {
      throw this.#unreadable(name, group, thrown);
    }
  }

  /** Reads columns with parquet-wasm. One that it fails on is missing in the result, and not tried again. */
  async #readFast(
    group: number,
    columns: readonly Readable[],
    part: Partial<ReadPart>,
  ): Promise<Map<string, readonly ArrowBatch[]>> {
    try {
      return await this.#readWasm(group, columns, part);
    } catch (thrown) {
      // A failing server is not the fault of a column, and the worker handles a dead WebAssembly instance.
      if (thrown instanceof PikaError || thrown instanceof WebAssembly.RuntimeError) throw thrown;
      const [only] = columns;
      if (columns.length === 1 && only) {
        this.#avoided.add(only.name);
        return new Map();
      }
      const found = new Map<string, readonly ArrowBatch[]>();
      for (const column of columns)
        for (const [name, batches] of await this.#readFast(group, [column], part)) found.set(name, batches);
      return found;
    }
  }

  async #readWasm(
    group: number,
    columns: readonly Readable[],
    part: Partial<ReadPart>,
  ): Promise<Map<string, readonly ArrowBatch[]>> {
    const { handle, file } = await this.#open();
    const places = columns.map((column) => this.#columns.indexOf(column)).sort((a, b) => a - b);
    const table = await file.guard(
      handle.read({ rowGroups: [group], batchSize: BATCH_ROWS, columns: places.map(plainName), ...part }),
    );
    const read = decodeIpc(table.intoIPCStream(), `row group ${group + 1} of "${this.#part.name}"`);
    // A column without batches still exists, with no rows.
    return new Map(
      read.map(({ chunks }, i) => [this.#columns[places[i]!]!.name, chunks.map(({ batch }) => batch as ArrowBatch)]),
    );
  }

  async #readSlowly(group: number, { name, node }: Readable, part: RowsPart | null): Promise<ArrowBatch> {
    const { readPages } = await import('./page-reader');
    try {
      const batch = await readPages(this.#source, this.#footer.rowGroups[group]!, node);
      return part ? sliced(batch, part.offset, part.limit) : batch;
    } catch (thrown) {
      throw this.#unreadable(name, group, thrown);
    }
  }

  #unreadable(name: string, group: number, thrown: unknown): unknown {
    if (thrown instanceof PikaError) return thrown;
    const why = whyUnreadable(thrown);
    return unreadableColumn(
      name,
      this.#query,
      `${why} in row group ${group + 1} of ${this.rowGroups.length} of file "${this.#part.name}"`,
      thrown,
    );
  }

  /** Its footer has all columns that parquet-wasm can read: it reads the footer once. */
  #open(): Promise<{ readonly handle: ParquetHandle; readonly file: GuardedBlob }> {
    this.#opened ??= this.#openWasm().catch((thrown: unknown) => {
      this.#opened = null;
      throw thrown;
    });
    return this.#opened;
  }

  async #openWasm(): Promise<{ readonly handle: ParquetHandle; readonly file: GuardedBlob }> {
    const { ParquetFile } = await this.#options.loadModule();
    const plain = this.#columns.flatMap(({ name, node }, i) =>
      node && !this.#avoided.has(name) ? [{ name: plainName(i), node }] : [],
    );
    const file = new GuardedBlob(this.#source, this.#footer.start, plainFooter(this.#footer, plain));
    return { handle: await file.guard(ParquetFile.fromFile(file as unknown as Blob)), file };
  }
}

/** The last `rows` rows, which are in the last batch. */
function lastRows(batches: readonly ArrowBatch[], rows: number): ArrowBatch[] {
  return batches
    .slice(-1)
    .map((batch) => sliced(batch, Math.max(0, batch.length - rows), Math.min(rows, batch.length)));
}

/** parquet-wasm crashes when it skips rows in delta encoding as DuckDB packs it, so it has to read them. */
function hasPackedDifferences({ node }: Readable, { chunks }: RowGroup): boolean {
  return leavesOf(node).some(({ index }) => {
    const { encodings } = chunks[index]!;
    return (
      encodings.length === 0 ||
      encodings.some((encoding) => encoding >= DELTA_BINARY_PACKED && encoding <= DELTA_BYTE_ARRAY)
    );
  });
}

/** parquet-wasm matches names by prefix, so all have the same length. */
function plainName(place: number): string {
  return `c${String(place).padStart(8, '0')}`;
}

const UNREADABLE_TEXT: DecodedColumn = (() => {
  const text = new TextEncoder().encode('can\u2019t be read');
  const batch: ArrowBatch = {
    type: utf8(),
    length: 1,
    nullCount: 0,
    validity: new Uint8Array(0),
    values: text,
    offsets: Int32Array.of(0, text.length),
    children: [],
  };
  return { name: '', type: utf8(), chunks: [chunkOf(batch)] };
})();

function chunkOf(batch: ArrowBatch): Chunk {
  return {
    batch: batch as unknown as Chunk['batch'],
    rows: batch.length,
    validity: batch.nullCount !== 0 && batch.validity.length > 0 ? batch.validity : null,
  };
}

/** The column, or the reason why its chunks cannot be read. */
function obstructed(column: ParquetColumn, { rowGroups, start }: ParquetFooter): ParquetColumn {
  if (!column.node) return column;
  for (const leaf of leavesOf(column.node)) {
    for (const { chunks, rows } of rowGroups) {
      if (rows === 0) continue;
      const chunk = chunks[leaf.index]!;
      const isList = levelsOf(column.node, leaf)!.repetition > 0;
      const isComplete = isList ? chunk.values >= rows : chunk.values === rows;
      const why =
        obstacleOf(chunk, leaf.physical, start) ??
        (isComplete
          ? null
          : `${chunk.values.toLocaleString('en')} values for ${rows.toLocaleString('en')} rows: a damaged footer`);
      if (why !== null) return { name: column.name, node: null, unreadable: why };
    }
  }
  return column;
}

function obstacleOf(
  { obstacle, physical, codec, encodings, dataOffset, dictionaryOffset, compressedBytes, values }: ColumnChunk,
  expected: number,
  end: number,
): string | null {
  if (obstacle !== null) return obstacle;
  if (!CODECS.has(codec))
    return codec === 3
      ? 'values compressed by LZO, which is not supported'
      : `values compressed by the unknown Parquet codec ${codec}`;
  const unknown = encodings.find((encoding) => encoding > LAST_ENCODING);
  if (unknown !== undefined) return `values in the unknown Parquet encoding ${unknown}`;
  if (physical !== expected) return 'values of a type that contradicts the schema: a damaged footer';
  const first = dictionaryOffset !== null && dictionaryOffset > 0 ? Math.min(dictionaryOffset, dataOffset) : dataOffset;
  const isInside =
    Number.isSafeInteger(values) &&
    values >= 0 &&
    Number.isSafeInteger(first) &&
    first >= 4 &&
    compressedBytes >= 0 &&
    first + compressedBytes <= end;
  return isInside || (values === 0 && compressedBytes === 0)
    ? null
    : 'pages outside the file: a damaged footer, or a file that was cut short';
}

/**
 * Whether parquet-wasm can read a column. It does not support ALP, and crashes on unsigned 32-bit integers beyond 2³¹
 * in packed delta encoding, which DuckDB writes in version 2 pages.
 */
function isKnownToWasm({ node }: ParquetColumn, { rowGroups }: ParquetFooter): boolean {
  return leavesOf(node!).every(({ index, type }) => {
    const isUnsigned = type.typeId === Type.Int && !type.signed && type.bitWidth === 32;
    return rowGroups.every(
      ({ chunks }) =>
        !chunks[index]!.encodings.some(
          (encoding) => encoding === ALP || (isUnsigned && encoding === DELTA_BINARY_PACKED),
        ),
    );
  });
}

function unknownFooter(name: string, query: string, found: string): PikaError {
  return new PikaError('source/unsupported-format', {
    subject: `file "${name}" of query "${query}"`,
    expected: 'Parquet that is not encrypted',
    found,
    next: "Decrypt it with its keys and write it again, e.g. with DuckDB: COPY t TO 't.parquet'.",
  });
}

/**
 * Converts an Arrow IPC stream to a Parquet file. Copies: everything, into WebAssembly and back. Throws
 * rows/unsupported-type.
 */
export function writeParquetFile(
  { Compression, EnabledStatistics, Table, WriterPropertiesBuilder, writeParquet }: ParquetModule,
  stream: Uint8Array,
  query: string,
): Uint8Array<ArrayBuffer> {
  try {
    return writeParquet(
      Table.fromIPCStream(stream),
      // JoinedParquet would drop the statistics of pages.
      new WriterPropertiesBuilder()
        .setCompression(Compression.ZSTD)
        .setStatisticsEnabled(EnabledStatistics.Chunk)
        .build(),
    ).slice();
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
    throw new PikaError(
      'rows/unsupported-type',
      {
        subject: `Parquet of query "${query}"`,
        expected: 'columns that Parquet has types for',
        found: `one that it can't store (parquet-wasm says: ${whyUnreadable(thrown)})`,
        next: 'Cast the column in SQL, e.g. to VARCHAR, or leave it out.',
      },
      thrown,
    );
  }
}
