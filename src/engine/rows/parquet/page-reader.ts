/**
 * The fallback reader for Parquet columns, on hyparquet's decoders, for pages that parquet-wasm fails on. Loaded only
 * when needed. It is slower, and checks every count before it trusts it.
 */
import { alpDecode } from 'hyparquet/src/alp.js';
import { parquetHeader } from 'hyparquet/src/column.js';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { decompressBrotli, decompressGzip, decompressLz4, decompressZstd } from 'hyparquet-compressors';
import type { ArrowBatch } from '../arrow/arrow-layout';
import type { ByteSource } from './byte-source';
import { crc32 } from './crc32';
import { unpackLz4Block } from '../arrow/lz4';
import { assembled, levelsOf, type LeafValues } from './nested-levels';
import type { ColumnChunk, RowGroup } from './parquet-footer';
import { leavesOf, PHYSICAL, type ParquetLeaf, type ParquetNode } from './parquet-schema';
import { readRuns } from './rle-runs';

const TYPES = ['BOOLEAN', 'INT32', 'INT64', 'INT96', 'FLOAT', 'DOUBLE', 'BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY'] as const;
const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD', 'LZ4_RAW'] as const;
/**
 * In plain JavaScript. For LZ4_RAW not hyparquet's decoder, which leaves zeros where a block is truncated; for Snappy
 * not that of hyparquet-compressors, which compiles WebAssembly when it loads.
 */
const DECOMPRESS: Partial<Record<(typeof CODECS)[number], (input: Uint8Array, length: number) => Uint8Array>> = {
  SNAPPY: (input, length) => {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  ZSTD: (input) => decompressZstd(input),
  LZ4: decompressLz4,
  LZ4_RAW: unpackLz4Block,
};
/** The largest decompressed page. */
const MAX_PAGE_BYTES = 2 ** 30;

/** The most entries in a page: a run of NULLs can declare any number of entries in a few bytes. */
const MAX_PAGE_ENTRIES = 2 ** 26;

/** Checksum and length. */
const GZIP_TRAILER_BYTES = 8;

type PageHeader = ReturnType<typeof parquetHeader>;

/**
 * Reads one column of one row group as raw values. Throws an Error that says what cannot be read, or what the source
 * throws.
 */
export async function readPages(source: ByteSource, group: RowGroup, node: ParquetNode): Promise<ArrowBatch> {
  const leaves: LeafValues[] = [];
  for (const leaf of leavesOf(node)) {
    const chunk = group.chunks[leaf.index]!;
    const start =
      chunk.dictionaryOffset !== null && chunk.dictionaryOffset > 0
        ? Math.min(chunk.dictionaryOffset, chunk.dataOffset)
        : chunk.dataOffset;
    const bytes = new Uint8Array(await source.read(start, start + chunk.compressedBytes));
    leaves.push(readChunk(bytes, chunk, node, leaf));
  }
  const batch = assembled(node, leaves);
  if (batch.length !== group.rows)
    throw new Error(
      `only ${batch.length.toLocaleString('en')} rows where ${group.rows.toLocaleString('en')} are expected`,
    );
  return batch;
}

function readChunk(bytes: Uint8Array, chunk: ColumnChunk, node: ParquetNode, leaf: ParquetLeaf): LeafValues {
  const most = levelsOf(node, leaf)!;
  const pages = new ChunkPages(bytes, chunk, leaf);
  const parts: LeafValues[] = [];
  for (let entries = 0; entries < chunk.values;) {
    const part = pages.next(most, chunk.values - entries);
    entries += part.entries;
    if (part.entries > 0) parts.push(part);
  }
  const joined = (of: (part: LeafValues) => Uint8Array | null): Uint8Array => {
    const all = new Uint8Array(chunk.values);
    let at = 0;
    for (const part of parts) {
      all.set(of(part)!, at);
      at += part.entries;
    }
    return all;
  };
  return {
    entries: chunk.values,
    values: parts.length === 1 ? parts[0]!.values : parts.flatMap(({ values }) => Array.from(values)),
    definition: most.definition > 0 ? joined(({ definition }) => definition) : null,
    repetition: most.repetition > 0 ? joined(({ repetition }) => repetition) : null,
  };
}

/** Reads the pages of one column chunk in turn. */
class ChunkPages {
  readonly #bytes: Uint8Array;
  readonly #codec: (typeof CODECS)[number] | undefined;
  readonly #leaf: ParquetLeaf;
  #at = 0;
  #dictionary: ArrayLike<unknown> | null = null;

  constructor(bytes: Uint8Array, { codec }: ColumnChunk, leaf: ParquetLeaf) {
    this.#bytes = bytes;
    this.#codec = CODECS[codec];
    this.#leaf = leaf;
  }

  /** Reads the next page of values. `limit` is the number of entries left. */
  next(most: { readonly definition: number; readonly repetition: number }, limit: number): LeafValues {
    for (;;) {
      const { header, body } = this.#page();
      if (header.type === 'DICTIONARY_PAGE') {
        this.#dictionary = this.#plain(
          this.#decompressed(body, header.uncompressed_page_size),
          header.dictionary_page_header!.num_values,
        );
        continue;
      }
      if (header.type === 'INDEX_PAGE') continue;
      const entries = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? -1;
      if (!(entries >= 0 && entries <= Math.min(limit, MAX_PAGE_ENTRIES)))
        throw new Error(`a page of ${entries} values where ${limit} are left`);
      return header.type === 'DATA_PAGE'
        ? this.#first(header, body, entries, most)
        : this.#second(header, body, entries, most);
    }
  }

  #page(): { readonly header: PageHeader; readonly body: Uint8Array } {
    const reader = { view: viewOf(this.#bytes), offset: this.#at };
    if (this.#at >= this.#bytes.length) throw new Error('fewer values than its footer declares');
    const header = withDecoder('a page header', () => parquetHeader(reader));
    const end = reader.offset + header.compressed_page_size;
    if (!(header.compressed_page_size >= 0 && end <= this.#bytes.length))
      throw new Error('a page that is longer than its column');
    this.#at = end;
    const body = this.#bytes.subarray(reader.offset, end);
    if (header.crc !== undefined && crc32(body) !== header.crc >>> 0) {
      throw new Error('a damaged page, whose bytes do not match its checksum');
    }
    return { header, body };
  }

  /** A version 1 page: levels and values are compressed together. */
  #first(
    header: PageHeader,
    body: Uint8Array,
    entries: number,
    most: { readonly definition: number; readonly repetition: number },
  ): LeafValues {
    const bytes = this.#decompressed(body, header.uncompressed_page_size);
    const { definition_level_encoding: definitionEncoding, repetition_level_encoding: repetitionEncoding } =
      header.data_page_header!;
    let at = 0;
    const levels = (greatest: number, encoding: string | undefined): Uint8Array | null => {
      if (greatest === 0) return null;
      if (encoding !== 'RLE')
        throw new Error(`levels in an unsupported encoding${encoding === undefined ? '' : `, ${encoding}`}`);
      const length = viewOf(bytes).getUint32(at, true);
      at += 4 + length;
      return levelRuns(bytes.subarray(at - length, at), greatest, entries);
    };
    const repetition = levels(most.repetition, repetitionEncoding);
    const definition = levels(most.definition, definitionEncoding);
    return {
      entries,
      repetition,
      definition,
      values: this.#values(
        bytes.subarray(at),
        header.data_page_header!.encoding,
        filledOf(definition, most.definition, entries),
      ),
    };
  }

  /** A version 2 page: only the values are compressed, and not always. */
  #second(
    header: PageHeader,
    body: Uint8Array,
    entries: number,
    most: { readonly definition: number; readonly repetition: number },
  ): LeafValues {
    const {
      definition_levels_byte_length: definitionBytes,
      repetition_levels_byte_length: repetitionBytes,
      is_compressed: isCompressed,
      encoding,
    } = header.data_page_header_v2!;
    const levelBytes = definitionBytes + repetitionBytes;
    if (!(definitionBytes >= 0 && repetitionBytes >= 0 && levelBytes <= body.length))
      throw new Error('levels that are longer than their page');
    const repetition =
      most.repetition > 0 ? levelRuns(body.subarray(0, repetitionBytes), most.repetition, entries) : null;
    const definition =
      most.definition > 0 ? levelRuns(body.subarray(repetitionBytes, levelBytes), most.definition, entries) : null;
    const size = header.uncompressed_page_size - levelBytes;
    const values = body.subarray(levelBytes);
    const bytes = isCompressed === false ? values : this.#decompressed(values, size);
    return {
      entries,
      repetition,
      definition,
      values: this.#values(bytes, encoding, filledOf(definition, most.definition, entries)),
    };
  }

  #decompressed(body: Uint8Array, size: number): Uint8Array {
    // Some writers leave a page without values empty, which is not a valid compressed stream.
    if (this.#codec === 'UNCOMPRESSED' || size === 0) return size === 0 ? new Uint8Array(0) : body;
    const decompress = this.#codec && DECOMPRESS[this.#codec];
    if (!decompress) throw new Error(`pages compressed by ${this.#codec ?? 'an unknown codec'}`);
    if (!(size >= 0 && size <= MAX_PAGE_BYTES)) throw new Error(`a page of ${size.toLocaleString('en')} bytes`);
    const bytes = withDecoder(`a page compressed by ${this.#codec}`, () => decompress(body, size)) as Uint8Array;
    if (bytes.length !== size)
      throw new Error(
        `a page of ${bytes.length.toLocaleString('en')} bytes where its header says ${size.toLocaleString('en')}`,
      );
    if (this.#codec === 'GZIP') requireGzip(body, bytes);
    return bytes;
  }

  #values(bytes: Uint8Array, encoding: string | undefined, count: number): ArrayLike<unknown> {
    if (count === 0) return [];
    const reader = { view: viewOf(bytes), offset: 0 };
    const { physical } = this.#leaf;
    switch (encoding) {
      case 'PLAIN':
        return this.#plain(bytes, count);
      case 'PLAIN_DICTIONARY':
      case 'RLE_DICTIONARY':
        return this.#looked(bytes, count);
      case 'RLE':
        return readRuns(bytes.subarray(4), 1, count);
      case 'BYTE_STREAM_SPLIT':
        return withDecoder(`values in ${encoding}`, () => byteStreamSplit(reader, count, this.#type, this.#width));
      case 'ALP':
        return withDecoder(`values in ${encoding}`, () => alpDecode(reader, count, this.#type));
      case 'DELTA_BINARY_PACKED': {
        const numbers = new BigInt64Array(count);
        withDecoder(`values in ${encoding}`, () => deltaBinaryUnpack(reader, count, numbers));
        // DuckDB writes the first of unsigned 32-bit integers with 33 bits, which a decoder for 32-bit integers
        // truncates.
        return physical === PHYSICAL.int32
          ? Int32Array.from(numbers, (number) => Number(BigInt.asIntN(32, number)))
          : numbers;
      }
      case 'DELTA_LENGTH_BYTE_ARRAY':
      case 'DELTA_BYTE_ARRAY': {
        const texts = new Array<Uint8Array>(count);
        const decode = encoding === 'DELTA_BYTE_ARRAY' ? deltaByteArray : deltaLengthByteArray;
        withDecoder(`values in ${encoding}`, () => decode(reader, count, texts));
        return texts;
      }
      default:
        throw new Error(`values in an unknown encoding${encoding === undefined ? '' : `, ${encoding}`}`);
    }
  }

  #looked(bytes: Uint8Array, count: number): ArrayLike<unknown> {
    const dictionary = this.#dictionary;
    if (!dictionary) throw new Error('references to a missing dictionary');
    const places = readRuns(bytes.subarray(1), bytes[0]!, count);
    return Array.from(places, (place) => {
      if (place >= dictionary.length)
        throw new Error(`a reference to entry ${place} of a dictionary with ${dictionary.length}`);
      return dictionary[place];
    });
  }

  #plain(bytes: Uint8Array, count: number): ArrayLike<unknown> {
    const least =
      this.#leaf.physical === PHYSICAL.boolean
        ? count / 8
        : count * ([0, 4, 8, 12, 4, 8, 4, this.#leaf.byteLength][this.#leaf.physical] ?? 1);
    if (!(count >= 0 && least <= bytes.length))
      throw new Error(`${count.toLocaleString('en')} values in ${bytes.length.toLocaleString('en')} bytes`);
    const reader = { view: viewOf(bytes), offset: 0 };
    return withDecoder('values in PLAIN', () =>
      readPlain(reader, this.#type, count, this.#width),
    ) as ArrayLike<unknown>;
  }

  /** INT96 values are bytes here; raw-values.ts converts them. */
  get #type(): (typeof TYPES)[number] {
    return this.#leaf.physical === PHYSICAL.int96 ? 'FIXED_LEN_BYTE_ARRAY' : TYPES[this.#leaf.physical]!;
  }

  get #width(): number {
    return this.#leaf.physical === PHYSICAL.int96 ? 12 : this.#leaf.byteLength;
  }
}

/** Runs a decoder of another package. Its messages mean little to users, so ours comes first. */
function withDecoder<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`${what}, damaged or in an unsupported form (the decoder says: ${detail})`, { cause: thrown });
  }
}

/**
 * Throws if gzip's own length and checksum do not match the decompressed bytes. The decoder does not check them, and
 * even accepts bytes without a gzip header.
 */
function requireGzip(packed: Uint8Array, bytes: Uint8Array): void {
  const isGzip = packed.length >= GZIP_TRAILER_BYTES && packed[0] === 0x1f && packed[1] === 0x8b;
  const trailer = viewOf(packed.subarray(-GZIP_TRAILER_BYTES));
  if (isGzip && trailer.getUint32(0, true) === crc32(bytes) && trailer.getUint32(4, true) === bytes.length) return;
  throw new Error('a damaged page, whose bytes do not match its GZIP checksum');
}

function levelRuns(bytes: Uint8Array, greatest: number, entries: number): Uint8Array {
  const levels = Uint8Array.from(readRuns(bytes, 32 - Math.clz32(greatest), entries));
  if (levels.some((level) => level > greatest)) throw new Error('a level beyond the maximum of its column');
  return levels;
}

function filledOf(definition: Uint8Array | null, greatest: number, entries: number): number {
  return definition === null ? entries : definition.reduce((sum, level) => sum + (level === greatest ? 1 : 0), 0);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
