import { float32, float64, Precision, Type, type DataType, type Field } from '@uwdata/flechette';
import type { Bytes } from './arrow-layout';
import { halfToDouble } from './encode-floats';

/** The part of a batch, ours or the decoder's, that widening looks at. */
interface Widenable {
  readonly type: DataType;
  readonly length: number;
  readonly values?: Bytes;
  readonly children: readonly Widenable[];
}

/** The type as which DuckDB can take a column: it knows no half floats, and no decimals of more than 38 digits. */
export function widenedType(type: DataType): DataType {
  if (type.typeId === Type.Float && type.precision === Precision.HALF) return float32();
  if (type.typeId === Type.Decimal && type.bitWidth === 256) return float64();
  if (!('children' in type) || !Array.isArray(type.children)) return type;
  const before = type.children as Field[];
  const children = before.map((field) => ({ ...field, type: widenedType(field.type) }));
  return children.every((field, i) => field.type === before[i]!.type) ? type : { ...type, children } as DataType;
}

/** Rows of such a column, at any depth. Copies: what is widened. Of long decimals the doubles nearest to them, as DuckDB itself reads them. */
export function widened<B extends Widenable>(batch: B, type = widenedType(batch.type)): B {
  const { type: before, length, children } = batch;
  if (type === before) return batch;
  if (before.typeId === Type.Float) {
    const halves = new Uint16Array(batch.values!.buffer, batch.values!.byteOffset, length);
    return { ...batch, type, values: Float32Array.from(halves, halfToDouble) };
  }
  if (before.typeId === Type.Decimal) {
    const words = new BigUint64Array(batch.values!.buffer, batch.values!.byteOffset, 4 * length);
    const values = Float64Array.from({ length }, (_, row) => Number(wideInteger(words, 4 * row)) / 10 ** before.scale);
    return { ...batch, type, values };
  }
  const fields = (type as { readonly children: readonly Field[] }).children;
  return { ...batch, type, children: children.map((child, i) => widened(child, fields[i]!.type)) };
}

function wideInteger(words: BigUint64Array, at: number): bigint {
  let value = BigInt.asIntN(64, words[at + 3]!);
  for (let word = 2; word >= 0; word--) value = (value << 64n) | words[at + word]!;
  return value;
}
