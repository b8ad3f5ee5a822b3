import { THRIFT, ThriftReader } from './thrift';
import { changed, intIn, readStruct, structBytes, structsIn, type ThriftStruct, type ThriftValue } from './thrift-tree';

/** Fields of Parquet's metadata. Source: parquet.thrift of Apache Parquet. */
const FILE = { rows: 3, rowGroups: 4 } as const;
const ROW_GROUP = { columns: 1, rows: 3, fileOffset: 5, ordinal: 7 } as const;
const CHUNK = {
  fileOffset: 2,
  metaData: 3,
  offsetIndex: 4,
  offsetIndexLength: 5,
  columnIndex: 6,
  columnIndexLength: 7,
};
const META = { compressedBytes: 7, dataOffset: 9, dictionaryOffset: 11, bloomOffset: 14, bloomBytes: 15 } as const;

const MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31);
/** The length of the footer, and the magic word. */
const END_BYTES = 8;

/**
 * Joins Parquet files of one schema, one after another, to one file: their pages stay as they are, and one footer at
 * the end lists the row groups of all. Only row groups without rows are left out, and the optional indexes, because
 * these hold positions in their file. So a file of any size needs the memory of one part.
 */
export class JoinedParquet {
  #first: ThriftStruct | null = null;
  readonly #rowGroups: ThriftStruct[] = [];
  #rows = 0;
  #size = 0;

  /** The bytes that come next. Throws an Error if they are not a Parquet file. */
  add(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    // A copy: the caller owns the file, and only footers are kept.
    const footer = readStruct(new ThriftReader(footerOf(file).slice()));
    const groups = structsIn(footer, FILE.rowGroups).filter((group) => intIn(group, ROW_GROUP.rows)! > 0);
    // The magic word at the start of the first file is that of the whole.
    const start = this.#first ? MAGIC.length : 0;
    this.#first ??= footer;
    const end = Math.max(MAGIC.length, ...groups.map(endOfPages));
    for (const group of groups) {
      this.#rowGroups.push(moved(group, this.#size - start));
      this.#rows += intIn(group, ROW_GROUP.rows)!;
    }
    this.#size += end - start;
    return file.subarray(start, end);
  }

  /** The bytes at the end. */
  end(): Uint8Array<ArrayBuffer> {
    const footer = structBytes(
      changed(this.#first!, {
        [FILE.rows]: () => this.#rows,
        [FILE.rowGroups]: () => ({ type: THRIFT.struct, elements: this.#rowGroups }),
      }),
    );
    const bytes = new Uint8Array(footer.length + END_BYTES);
    bytes.set(footer);
    new DataView(bytes.buffer).setUint32(footer.length, footer.length, true);
    bytes.set(MAGIC, footer.length + 4);
    return bytes;
  }
}

function footerOf(file: Uint8Array): Uint8Array {
  const end = file.length - END_BYTES;
  const length = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(end, true);
  return file.subarray(end - length, end);
}

function metaDataOf(chunk: ThriftStruct): ThriftStruct {
  return chunk.find(({ id }) => id === CHUNK.metaData)!.value as ThriftStruct;
}

function endOfPages(group: ThriftStruct): number {
  return Math.max(
    ...structsIn(group, ROW_GROUP.columns).map((chunk) => {
      const meta = metaDataOf(chunk);
      const [data, dictionary] = [intIn(meta, META.dataOffset)!, intIn(meta, META.dictionaryOffset)];
      return Math.min(data, dictionary ?? data) + intIn(meta, META.compressedBytes)!;
    }),
  );
}

/** A row group whose pages are this many bytes further behind. */
function moved(group: ThriftStruct, bytes: number): ThriftStruct {
  const move = (position: ThriftValue): ThriftValue => (position as number) + bytes;
  const leftOut = (): undefined => undefined;
  const metaData = (fields: ThriftValue): ThriftValue =>
    changed(fields as ThriftStruct, {
      [META.dataOffset]: move,
      [META.dictionaryOffset]: move,
      [META.bloomOffset]: leftOut,
      [META.bloomBytes]: leftOut,
    });
  const chunks = structsIn(group, ROW_GROUP.columns).map((chunk) =>
    changed(chunk, {
      // Deprecated; 0 says that the metadata are not repeated elsewhere.
      [CHUNK.fileOffset]: (position) => (position === 0 ? 0 : move(position)),
      [CHUNK.metaData]: metaData,
      [CHUNK.offsetIndex]: leftOut,
      [CHUNK.offsetIndexLength]: leftOut,
      [CHUNK.columnIndex]: leftOut,
      [CHUNK.columnIndexLength]: leftOut,
    }),
  );
  return changed(group, {
    [ROW_GROUP.columns]: () => ({ type: THRIFT.struct, elements: chunks }),
    [ROW_GROUP.fileOffset]: move,
    [ROW_GROUP.ordinal]: leftOut,
  });
}
