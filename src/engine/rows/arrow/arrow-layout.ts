import { Type, type DataType } from '@uwdata/flechette';

/** Bytes as some typed array sees them; only the bytes count. */
export type Bytes = ArrayBufferView<ArrayBufferLike>;

/** A dictionary: batches of strings (or whatever it holds), one below the other. */
export interface ArrowDictionary {
  readonly type: DataType;
  readonly data: readonly ArrowBatch[];
}

/**
 * Some rows of one column as Arrow's buffers lay them out, whoever made them. Views on memory that others own: nothing
 * here writes to it, or hands it away. Bitmaps start at their first bit; which buffers there are depends on the type.
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
  /** Buffers of view types. */
  readonly data?: readonly Uint8Array[];
  readonly children: readonly ArrowBatch[];
  readonly dictionary?: ArrowDictionary;
}

export interface ArrowField {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
}

/** Some rows of all columns, in the order of the fields. */
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

/** Bytes of one value where all values are as long; null for the rest. */
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
