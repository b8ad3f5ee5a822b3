import {
  binary,
  decimal,
  float32,
  float64,
  interval,
  IntervalUnit,
  Precision,
  Type,
  utf8,
  type DataType,
  type Field,
} from '@uwdata/flechette';
import type { Bytes } from './arrow-layout';
import { halfToDouble } from '../encode/encode-floats';
import { distinctNames } from '../table-reader';

/** The part of a batch, ours or the decoder's, that widening uses. */
interface Widenable {
  readonly type: DataType;
  readonly length: number;
  readonly values?: Bytes;
  /** For view types: the buffers that longer values point into. */
  readonly data?: readonly unknown[];
  readonly children: readonly Widenable[];
}

/**
 * The type in which DuckDB can import a column. DuckDB supports no half floats, no views, and no decimals of less than
 * 128 bits or more than 38 digits. It reads days and milliseconds of an interval as one number, and requires distinct
 * names for the fields of a struct.
 */
export function widenedType(type: DataType): DataType {
  switch (type.typeId) {
    case Type.Float:
      return type.precision === Precision.HALF ? float32() : type;
    case Type.Decimal:
      return type.bitWidth === 256 ? float64() : type.bitWidth < 128 ? decimal(type.precision, type.scale, 128) : type;
    case Type.Interval:
      return type.unit === IntervalUnit.DAY_TIME ? interval(IntervalUnit.MONTH_DAY_NANO) : type;
    case Type.Utf8View:
      return utf8();
    case Type.BinaryView:
      return binary();
  }
  const before = fieldsOf(type);
  if (before.length === 0) return type;
  const names =
    type.typeId === Type.Struct
      ? distinctNames(before.map(({ name }, i) => (name === '' ? `field_${i + 1}` : name)))
      : before.map(({ name }) => name);
  const children = before.map((field, i) => ({ ...field, name: names[i]!, type: widenedType(field.type) }));
  return children.every(({ name, type: after }, i) => name === before[i]!.name && after === before[i]!.type)
    ? type
    : ({ ...type, children } as DataType);
}

/**
 * Converts a column to that type, at any depth. Copies: what is converted. Long decimals become the nearest doubles, as
 * in DuckDB itself.
 */
export function widened<B extends Widenable>(batch: B, type = widenedType(batch.type)): B {
  const { type: before, length, children, values } = batch;
  if (type === before) return batch;
  switch (before.typeId) {
    case Type.Float:
      return {
        ...batch,
        type,
        values: Float32Array.from(new Uint16Array(values!.buffer, values!.byteOffset, length), halfToDouble),
      };
    case Type.Decimal:
      return {
        ...batch,
        type,
        values:
          before.bitWidth === 256
            ? longDecimals(values!, length, before.scale)
            : shortDecimals(values!, length, before.bitWidth / 32),
      };
    case Type.Interval:
      return { ...batch, type, values: dayTimes(values!, length) };
    case Type.Utf8View:
    case Type.BinaryView:
      return { ...batch, type, ...joinedViews(batch) };
  }
  const fields = fieldsOf(type);
  return { ...batch, type, children: children.map((child, i) => widened(child, fields[i]!.type)) };
}

function fieldsOf(type: DataType): readonly Field[] {
  return 'children' in type && Array.isArray(type.children) ? (type.children as Field[]) : [];
}

function longDecimals(values: Bytes, length: number, scale: number): Float64Array {
  const words = new BigUint64Array(values.buffer, values.byteOffset, 4 * length);
  return Float64Array.from({ length }, (_, row) => longDecimal(wideInteger(words, 4 * row), scale));
}

/** A decimal of more than 38 digits, as the double that the database stores instead. */
export function longDecimal(unscaled: bigint, scale: number): number {
  return Number(unscaled) / 10 ** scale;
}

function wideInteger(words: BigUint64Array, at: number): bigint {
  let value = BigInt.asIntN(64, words[at + 3]!);
  for (let word = 2; word >= 0; word--) value = (value << 64n) | words[at + word]!;
  return value;
}

function shortDecimals(values: Bytes, length: number, width: number): Uint8Array {
  const from = new Int32Array(values.buffer, values.byteOffset, width * length);
  const words = new Int32Array(4 * length);
  for (let row = 0; row < length; row++) {
    for (let word = 0; word < width; word++) words[4 * row + word] = from[width * row + word]!;
    words.fill(from[width * (row + 1) - 1]! >> 31, 4 * row + width, 4 * (row + 1));
  }
  return new Uint8Array(words.buffer);
}

/** Days and milliseconds → months, days and nanoseconds. */
function dayTimes(values: Bytes, length: number): Uint8Array {
  const from = new DataView(values.buffer, values.byteOffset, 8 * length);
  const out = new DataView(new ArrayBuffer(16 * length));
  for (let row = 0; row < length; row++) {
    out.setInt32(16 * row + 4, from.getInt32(8 * row, true), true);
    out.setBigInt64(16 * row + 8, BigInt(from.getInt32(8 * row + 4, true)) * 1_000_000n, true);
  }
  return new Uint8Array(out.buffer);
}

/** Concatenates the bytes of all views. A NULL's view may hold garbage: one that points nowhere is empty. */
function joinedViews({ values, data = [], length }: Widenable): {
  readonly values: Uint8Array;
  readonly offsets: Int32Array;
} {
  const views = new DataView(values!.buffer, values!.byteOffset, 16 * length);
  const contents = Array.from({ length }, (_, row): Uint8Array => {
    const size = Math.max(0, views.getInt32(16 * row, true));
    if (size <= 12) return new Uint8Array(views.buffer, views.byteOffset + 16 * row + 4, size);
    const at = views.getUint32(16 * row + 12, true);
    return (
      (data[views.getUint32(16 * row + 8, true)] as Uint8Array | undefined)?.subarray(at, at + size) ??
      new Uint8Array(0)
    );
  });
  const offsets = new Int32Array(length + 1);
  contents.forEach((bytes, row) => {
    offsets[row + 1] = offsets[row]! + bytes.length;
  });
  const joined = new Uint8Array(offsets[length]!);
  contents.forEach((bytes, row) => joined.set(bytes, offsets[row]));
  return { values: joined, offsets };
}
