import { Type, type DataType, type Field } from '@uwdata/flechette';
import type { ArrowBatch, Bytes } from '../arrow/arrow-layout';
import { bitAt } from '../arrow/bitmap';
import { nullBatch } from '../arrow/null-batch';
import type { ParquetLeaf, ParquetNode } from './parquet-schema';

const UUID_CHARS = 36;
const MICROS_PER_DAY = 86_400_000_000n;
/** The Julian day of 1970-01-01. */
const JULIAN_1970 = 2_440_588n;

/**
 * Converts raw stored values, in batches of plain Arrow types, to the column's own type. Copies: what is converted; the
 * rest are views. Throws an Error if a value does not fit its type.
 */
export function typedBatch(node: ParquetNode, raw: ArrowBatch): ArrowBatch {
  switch (node.kind) {
    case 'leaf':
      return { ...raw, ...typedLeaf(node, raw), type: node.type };
    case 'struct':
      return {
        ...raw,
        type: node.type,
        children: node.children.map((child, i) => typedBatch(child, raw.children[i]!)),
      };
    case 'list': {
      const [child] = raw.children;
      const element = typedBatch(node.element, child!);
      // The map's type names the fields of its entries; Parquet's names may differ.
      const { children } = node.type as { readonly children: readonly Field[] };
      return {
        ...raw,
        type: node.type,
        children: [node.type.typeId === Type.Map ? { ...element, type: children[0]!.type } : element],
      };
    }
  }
}

function typedLeaf({ type, conversion }: ParquetLeaf, raw: ArrowBatch): Partial<ArrowBatch> {
  switch (conversion) {
    case 'none':
      return recast(type, raw);
    case 'narrow':
      return { values: narrowed(type, viewOf(raw.values, Int32Array)) };
    case 'decimal':
      return { values: decimals(raw, bitsOf(type) / 32) };
    case 'uuid':
      return uuids(raw);
    case 'interval':
      return { values: intervals(raw) };
    case 'int96':
      return { values: int96s(raw) };
    case 'nothing':
      return nullBatch(type, raw.length);
  }
}

/** Views the bytes as the typed array that other readers use for the type. */
function recast(type: DataType, { values }: ArrowBatch): Partial<ArrowBatch> {
  if (type.typeId === Type.Int && !type.signed)
    return { values: type.bitWidth === 64 ? viewOf(values, BigUint64Array) : viewOf(values, Uint32Array) };
  if (type.typeId === Type.Float && type.precision === 0) return { values: viewOf(values, Uint16Array) };
  return {};
}

function narrowed(type: DataType, values: Int32Array): Bytes {
  if (type.typeId !== Type.Int) return values;
  if (type.signed) return type.bitWidth === 8 ? new Int8Array(values) : new Int16Array(values);
  return type.bitWidth === 8 ? new Uint8Array(values) : new Uint16Array(values);
}

/** Unscaled values of any width → little-endian words. */
function decimals(raw: ArrowBatch, words: number): Uint8Array {
  const { type, length, offsets } = raw;
  const out = new Int32Array(length * words);
  if (type.typeId === Type.Int) {
    const from = viewOf(raw.values, Int32Array);
    const width = type.bitWidth / 32;
    for (let row = 0; row < length; row++) {
      for (let word = 0; word < width; word++) out[row * words + word] = from[row * width + word]!;
      out.fill(from[row * width + width - 1]! >> 31, row * words + width, (row + 1) * words);
    }
    return new Uint8Array(out.buffer);
  }
  const from = viewOf(raw.values, Uint8Array);
  const bytes = new Uint8Array(out.buffer);
  const ends = type.typeId === Type.FixedSizeBinary ? null : viewOf(offsets, Int32Array);
  const stride = type.typeId === Type.FixedSizeBinary ? type.stride : 0;
  for (let row = 0; row < length; row++) {
    const [start, end] = ends ? [ends[row]!, ends[row + 1]!] : [row * stride, (row + 1) * stride];
    const sign = end > start && from[start]! & 0x80 ? 0xff : 0;
    // Stored in big-endian order.
    for (let i = 0; i < 4 * words; i++) bytes[row * 4 * words + i] = end - 1 - i >= start ? from[end - 1 - i]! : sign;
    for (let at = start; at < end - 4 * words; at++)
      if (from[at] !== sign && isValid(raw, row))
        throw new Error(`a decimal of more digits than its type has at row ${row}`);
  }
  return bytes;
}

/** 16 bytes → a UUID's usual text of 36 characters. */
function uuids({ values, length }: ArrowBatch): Partial<ArrowBatch> {
  const from = viewOf(values, Uint8Array);
  const text = new Uint8Array(UUID_CHARS * length);
  const digit = (four: number): number => four + (four < 10 ? 48 : 87);
  let at = 0;
  for (let i = 0; i < 16 * length; i++) {
    const place = i % 16;
    if (place === 4 || place === 6 || place === 8 || place === 10) text[at++] = 45;
    text[at++] = digit(from[i]! >> 4);
    text[at++] = digit(from[i]! & 15);
  }
  return { values: text, offsets: Int32Array.from({ length: length + 1 }, (_, row) => UUID_CHARS * row) };
}

/** Months, days and milliseconds → months, days and nanoseconds. */
function intervals({ values, length }: ArrowBatch): Uint8Array {
  const from = dataView(values);
  const out = new DataView(new ArrayBuffer(16 * length));
  for (let row = 0; row < length; row++) {
    out.setInt32(16 * row, from.getInt32(12 * row, true), true);
    out.setInt32(16 * row + 4, from.getInt32(12 * row + 4, true), true);
    out.setBigInt64(16 * row + 8, BigInt(from.getUint32(12 * row + 8, true)) * 1_000_000n, true);
  }
  return new Uint8Array(out.buffer);
}

/** Nanoseconds of the day and a Julian day → microseconds since 1970, like native DuckDB. */
function int96s(raw: ArrowBatch): BigInt64Array {
  const from = dataView(raw.values);
  const out = new BigInt64Array(raw.length);
  for (let row = 0; row < raw.length; row++) {
    const micros =
      (BigInt(from.getInt32(12 * row + 8, true)) - JULIAN_1970) * MICROS_PER_DAY +
      from.getBigInt64(12 * row, true) / 1000n;
    out[row] = micros;
    if (out[row] !== micros && isValid(raw, row))
      throw new Error(`a time beyond what 64 bits of microseconds hold at row ${row}`);
  }
  return out;
}

function isValid({ validity }: ArrowBatch, row: number): boolean {
  return validity.length === 0 || bitAt(validity, row);
}

function bitsOf(type: DataType): number {
  return type.typeId === Type.Decimal ? type.bitWidth : 0;
}

function dataView(bytes: Bytes | undefined): DataView {
  return new DataView(bytes!.buffer, bytes!.byteOffset, bytes!.byteLength);
}

type View<T> = { readonly BYTES_PER_ELEMENT: number } & (new (
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
) => T);

/** Buffers of an IPC stream start at multiples of eight, so any view is aligned. */
function viewOf<T>(bytes: Bytes | undefined, Of: View<T>): T {
  return new Of(bytes!.buffer, bytes!.byteOffset, bytes!.byteLength / Of.BYTES_PER_ELEMENT);
}
