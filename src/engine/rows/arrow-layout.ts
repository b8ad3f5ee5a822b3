import { Type, type DataType } from '@uwdata/flechette';

/** Bytes of one value where all values are as long; null for the rest. */
export function byteWidthOf(type: DataType): number | null {
  switch (type.typeId) {
    case Type.Dictionary: return byteWidthOf(type.indices);
    case Type.Int: case Type.Decimal: case Type.Time: return type.bitWidth / 8;
    case Type.Float: return [2, 4, 8][type.precision]!;
    case Type.Date: return type.unit === 0 ? 4 : 8;
    case Type.Timestamp: case Type.Duration: return 8;
    case Type.Interval: return [4, 8, 16][type.unit]!;
    case Type.FixedSizeBinary: return type.stride;
    case Type.Utf8View: case Type.BinaryView: return 16;
    default: return null;
  }
}
