import { Type, type DataType } from '@uwdata/flechette';
import { PikaError } from '../../errors';

/** The most rows in one stream, unless a single batch has more: receivers then take them in steps. */
export const STREAM_ROWS = 1 << 20;

/** Bytes behind any typed array; only the bytes matter. */
export type Bytes = ArrayBufferView<ArrayBufferLike>;

/** A dictionary: batches of its values, appended in order. */
export interface ArrowDictionary {
  readonly type: DataType;
  readonly data: readonly ArrowBatch[];
}

/**
 * Some rows of one column in Arrow's buffer layout, from any library. Views of memory that others own: nothing here
 * writes or transfers it. Bitmaps start at their first bit; the type determines which buffers there are.
 */
export interface ArrowBatch {
  readonly type: DataType;
  readonly length: number;
  readonly nullCount: number;
  readonly validity: Uint8Array;
  readonly values?: Bytes;
  readonly offsets?: Bytes;
  readonly sizes?: Bytes;
  readonly typeIds?: Bytes;
  /** The buffers of view types. */
  readonly data?: readonly Uint8Array[];
  readonly children: readonly ArrowBatch[];
  readonly dictionary?: ArrowDictionary;
}

export interface ArrowField {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
}

/** Some rows of all columns, in field order. */
export interface RecordBatch {
  readonly rows: number;
  readonly columns: readonly ArrowBatch[];
}

/** Rows in memory: batches of one schema. */
export interface RecordBatches {
  readonly fields: readonly ArrowField[];
  readonly batches: readonly RecordBatch[];
}

export function rowsOf({ batches }: RecordBatches): number {
  return batches.reduce((sum, { rows }) => sum + rows, 0);
}

/** Bytes per value of a fixed-width type; null for others. */
export function byteWidthOf(type: DataType): number | null {
  switch (type.typeId) {
    case Type.Dictionary:
      return byteWidthOf(type.indices);
    case Type.Int:
    case Type.Decimal:
    case Type.Time:
      return type.bitWidth / 8;
    case Type.Float:
      return [2, 4, 8][type.precision]!;
    case Type.Date:
      return type.unit === 0 ? 4 : 8;
    case Type.Timestamp:
    case Type.Duration:
      return 8;
    case Type.Interval:
      return [4, 8, 16][type.unit]!;
    case Type.FixedSizeBinary:
      return type.stride;
    case Type.Utf8View:
    case Type.BinaryView:
      return 16;
    default:
      return null;
  }
}

/**
 * Throws source/bad-data if the page has transferred the memory of a column: it then has length 0, and encoding it
 * would read whatever follows.
 */
export function requirePresent({ type, length, values, offsets, children }: ArrowBatch, name: string): void {
  const width = byteWidthOf(type);
  const gone =
    (width !== null && values !== undefined && values.byteLength < width * length) ||
    (offsets !== undefined && length > 0 && offsets.byteLength === 0);
  if (gone) {
    throw new PikaError('source/bad-data', {
      subject: `column "${name}"`,
      expected: `the memory of ${length.toLocaleString('en')} rows, as it was assigned`,
      found: 'that it was transferred away',
      next: 'Do not transfer arrays that a query uses, or assign a copy: array.slice().',
    });
  }
  for (const child of children) requirePresent(child, name);
}
