import { Type } from '@uwdata/flechette';
import { byteWidthOf, type ArrowBatch, type Bytes } from './arrow-layout';
import { bitsFrom, countZeros } from './bitmap';

/** Slices rows out of a batch of one of the types of raw Parquet values. Copies: at most bitmaps. */
export function sliced(batch: ArrowBatch, from: number, rows: number): ArrowBatch {
  const { type, validity, values, offsets, children } = batch;
  const bits = validity.length > 0 ? bitsFrom(validity, from, rows) : validity;
  const base = { ...batch, length: rows, validity: bits, nullCount: bits.length > 0 ? countZeros(bits, rows) : 0 };
  if (type.typeId === Type.Struct) return { ...base, children: children.map((child) => sliced(child, from, rows)) };
  if (offsets) {
    const ends = (offsets as Int32Array).subarray(from, from + rows + 1);
    return { ...base, offsets: ends };
  }
  if (type.typeId === Type.Bool) return { ...base, values: bitsFrom(values as Uint8Array, from, rows) };
  const width = byteWidthOf(type);
  return width === null || !values ? base : { ...base, values: part(values, width * from, width * rows) };
}

function part(values: Bytes, from: number, bytes: number): Bytes {
  return new Uint8Array(values.buffer, values.byteOffset + from, bytes);
}
