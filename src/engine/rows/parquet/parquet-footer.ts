import type { ByteSource } from './byte-source';
import { THRIFT, ThriftReader } from './thrift';

/** The part of a Parquet footer that is needed to read the file. Source: parquet.thrift of Apache Parquet. */
export interface ParquetFooter {
  /** The tree of columns, depth first; the first element is the root. */
  readonly schema: readonly SchemaElement[];
  readonly rowGroups: readonly RowGroup[];
  /** The Arrow schema that Arrow's writers store beside Parquet's own, in base64. */
  readonly arrowSchema: string | null;
  /** The position of the footer: all pages are before it. */
  readonly start: number;
}

export interface SchemaElement {
  readonly name: string;
  /** Null for groups. */
  readonly physical: number | null;
  readonly byteLength: number;
  readonly repetition: number;
  readonly children: number;
  readonly converted: number | null;
  readonly scale: number;
  readonly precision: number;
  readonly logical: LogicalType | null;
}

/** The annotation by its field number in the union `LogicalType`; which other fields it has depends on it. */
export interface LogicalType {
  readonly id: number;
  readonly unit: number;
  readonly isUtc: boolean;
  readonly bitWidth: number;
  readonly isSigned: boolean;
  readonly scale: number;
  readonly precision: number;
}

export interface RowGroup {
  readonly rows: number;
  /** One for each leaf of the schema, in order. */
  readonly chunks: readonly ColumnChunk[];
}

export interface ColumnChunk {
  readonly physical: number;
  readonly encodings: readonly number[];
  readonly codec: number;
  readonly values: number;
  readonly uncompressedBytes: number;
  readonly compressedBytes: number;
  readonly dataOffset: number;
  readonly dictionaryOffset: number | null;
  /** Why no reader can read it; null if no reason is known. */
  readonly obstacle: string | null;
}

export const REPETITION = { required: 0, optional: 1, repeated: 2 } as const;
/** Bytes of the first request: small footers fit, larger ones take a second request. */
const TAIL_BYTES = 2 ** 13;
/** "PARE" instead of "PAR1". */
const ENCRYPTED_MAGIC = 0x45524150;

/** Reads only the footer. Throws an Error that describes its fault, or what the source throws. */
export async function readFooter(source: ByteSource): Promise<ParquetFooter> {
  const { size } = source;
  const tailStart = Math.max(0, size - TAIL_BYTES);
  const tail = new Uint8Array(await source.read(tailStart, size));
  const ends = new DataView(tail.buffer);
  const length = tail.length >= 12 ? ends.getUint32(tail.length - 8, true) : 0;
  const start = size - 8 - length;
  if (ends.getUint32(tail.length - 4, true) === ENCRYPTED_MAGIC) throw new UnknownFooter('an encrypted Parquet file');
  if (length === 0 || start < 4)
    throw new Error(`a footer of ${length.toLocaleString('en')} bytes in a file of ${size.toLocaleString('en')}`);
  const bytes =
    start >= tailStart
      ? tail.subarray(start - tailStart, tail.length - 8)
      : new Uint8Array(await source.read(start, size - 8));
  return parseFooter(bytes, start);
}

function parseFooter(bytes: Uint8Array, start: number): ParquetFooter {
  const reader = new ThriftReader(bytes);
  const schema: SchemaElement[] = [];
  const rowGroups: RowGroup[] = [];
  let rows: number | null = null;
  let arrowSchema: string | null = null;
  reader.struct((id) => {
    if (id === 2) reader.list(() => schema.push(schemaElement(reader)));
    else if (id === 3) rows = reader.int();
    else if (id === 4) reader.list(() => rowGroups.push(rowGroup(reader)));
    else if (id === 5)
      reader.list(() => {
        arrowSchema = arrowSchemaIn(reader) ?? arrowSchema;
      });
    else if (id === 8) throw new UnknownFooter('an encrypted Parquet file');
  });
  const footer = { schema, rowGroups, arrowSchema, start };
  requireSound(footer, rows);
  return footer;
}

function schemaElement(reader: ThriftReader): SchemaElement {
  const element = {
    name: '',
    physical: null as number | null,
    byteLength: 0,
    repetition: 0,
    children: 0,
    converted: null as number | null,
    scale: 0,
    precision: 0,
    logical: null as LogicalType | null,
  };
  reader.struct((id) => {
    if (id === 1) element.physical = reader.int();
    else if (id === 2) element.byteLength = reader.int();
    else if (id === 3) element.repetition = reader.int();
    else if (id === 4) element.name = reader.text();
    else if (id === 5) element.children = reader.int();
    else if (id === 6) element.converted = reader.int();
    else if (id === 7) element.scale = reader.int();
    else if (id === 8) element.precision = reader.int();
    else if (id === 10) element.logical = logicalType(reader);
  });
  return element;
}

function logicalType(reader: ThriftReader): LogicalType | null {
  let found: LogicalType | null = null;
  reader.struct((id) => {
    const type = { id, unit: 0, isUtc: false, bitWidth: 0, isSigned: false, scale: 0, precision: 0 };
    found = type;
    reader.struct((field, kind) => {
      // Field numbers have a different meaning in each type.
      if (id === 5 && field === 1) type.scale = reader.int();
      else if (id === 5 && field === 2) type.precision = reader.int();
      else if ((id === 7 || id === 8) && field === 1) type.isUtc = kind === THRIFT.true;
      else if ((id === 7 || id === 8) && field === 2)
        reader.struct((unit) => {
          type.unit = unit;
        });
      else if (id === 10 && field === 1) type.bitWidth = reader.byte();
      else if (id === 10 && field === 2) type.isSigned = kind === THRIFT.true;
    });
  });
  return found;
}

function rowGroup(reader: ThriftReader): RowGroup {
  const chunks: ColumnChunk[] = [];
  let rows = 0;
  reader.struct((id) => {
    if (id === 1) reader.list(() => chunks.push(columnChunk(reader)));
    else if (id === 3) rows = reader.int();
  });
  return { rows, chunks };
}

function columnChunk(reader: ThriftReader): ColumnChunk {
  const chunk = {
    physical: -1,
    encodings: [] as number[],
    codec: 0,
    values: 0,
    uncompressedBytes: 0,
    compressedBytes: 0,
    dataOffset: 0,
    dictionaryOffset: null as number | null,
    obstacle: 'no description of its pages' as string | null,
  };
  reader.struct((id) => {
    if (id === 1) chunk.obstacle = `pages in another file, "${reader.text()}"`;
    else if (id === 8) chunk.obstacle = 'encrypted pages';
    else if (id !== 3) return;
    else if (chunk.obstacle === 'no description of its pages') chunk.obstacle = null;
    if (id !== 3) return;
    reader.struct((field) => {
      if (field === 1) chunk.physical = reader.int();
      else if (field === 2) reader.list(() => chunk.encodings.push(reader.int()));
      else if (field === 4) chunk.codec = reader.int();
      else if (field === 5) chunk.values = reader.int();
      else if (field === 6) chunk.uncompressedBytes = reader.int();
      else if (field === 7) chunk.compressedBytes = reader.int();
      else if (field === 9) chunk.dataOffset = reader.int();
      else if (field === 11) chunk.dictionaryOffset = reader.int();
    });
  });
  return chunk;
}

function arrowSchemaIn(reader: ThriftReader): string | null {
  let [key, value] = ['', null as string | null];
  reader.struct((id) => {
    if (id === 1) key = reader.text();
    else if (id === 2 && key === 'ARROW:schema') value = reader.text();
  });
  return value;
}

function requireSound({ schema, rowGroups }: ParquetFooter, rows: number | null): void {
  if (schema.length === 0) throw new Error('no schema');
  const leaves = schema.filter(({ physical }) => physical !== null).length;
  let sum = 0;
  rowGroups.forEach((group, i) => {
    if (!Number.isSafeInteger(group.rows) || group.rows < 0)
      throw new Error(`${group.rows} rows in row group ${i + 1}`);
    if (group.chunks.length !== leaves)
      throw new Error(`${group.chunks.length} columns in row group ${i + 1}, of a schema of ${leaves}`);
    sum += group.rows;
  });
  if (rows !== sum)
    throw new Error(
      `${(rows ?? 0).toLocaleString('en')} rows in total, but ${sum.toLocaleString('en')} in its row groups`,
    );
}

/** A valid footer that no reader here supports. */
export class UnknownFooter extends Error {}
