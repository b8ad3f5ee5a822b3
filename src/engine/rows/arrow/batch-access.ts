import { Type, type DataType } from '@uwdata/flechette';
import { byteWidthOf, type ArrowBatch, type Bytes } from './arrow-layout';

/**
 * Row access to a batch's buffers. Each function inspects the buffers once and returns a function that reads one row.
 */

type NumberView<T> = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => T;

const NO_BYTES = new Uint8Array(0);

export function bytesOf(view: Bytes | undefined): Uint8Array {
  return view ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : NO_BYTES;
}

/** Views bytes as numbers; copies them if they are not aligned. */
export function numbersOf<T>(view: Bytes | undefined, of: NumberView<T> & { readonly BYTES_PER_ELEMENT: number }): T {
  const width = of.BYTES_PER_ELEMENT;
  const bytes = bytesOf(view);
  const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return new of(buffer, byteOffset, Math.floor(bytes.byteLength / width));
}

/** Little-endian integers of any width. */
export function integersOf({ type, values }: ArrowBatch, signed: boolean): (row: number) => bigint {
  const width = byteWidthOf(type)!;
  if (width === 8) {
    const words = signed ? numbersOf(values, BigInt64Array) : numbersOf(values, BigUint64Array);
    return (row) => words[row]!;
  }
  if (width < 8) {
    const small = smallIntegersOf(values, width, signed);
    return (row) => BigInt(small[row]!);
  }
  const words = numbersOf(values, BigUint64Array);
  const count = width / 8;
  return (row) => {
    let whole = 0n;
    for (let word = count - 1; word >= 0; word--) whole = (whole << 64n) | words[count * row + word]!;
    return signed ? BigInt.asIntN(8 * width, whole) : whole;
  };
}

/** Integers of one, two or four bytes. */
export function smallIntegersOf(values: Bytes | undefined, width: number, signed: boolean): ArrayLike<number> {
  if (width === 1) return signed ? numbersOf(values, Int8Array) : numbersOf(values, Uint8Array);
  if (width === 2) return signed ? numbersOf(values, Int16Array) : numbersOf(values, Uint16Array);
  return signed ? numbersOf(values, Int32Array) : numbersOf(values, Uint32Array);
}

/** The bytes of strings and blobs: views of the batch's own. */
export function contentsOf({ type, values, offsets, data }: ArrowBatch): (row: number) => Uint8Array {
  const bytes = bytesOf(values);
  switch (type.typeId) {
    case Type.FixedSizeBinary:
      return (row) => bytes.subarray(row * type.stride, (row + 1) * type.stride);
    case Type.Utf8View:
    case Type.BinaryView: {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return (row) => {
        const length = view.getInt32(16 * row, true);
        if (length <= 12) return bytes.subarray(16 * row + 4, 16 * row + 4 + length);
        const at = view.getInt32(16 * row + 12, true);
        return data![view.getInt32(16 * row + 8, true)]!.subarray(at, at + length);
      };
    }
    default: {
      const ends = endsOf(type, offsets);
      return (row) => bytes.subarray(Number(ends[row]!), Number(ends[row + 1]!));
    }
  }
}

/** The range of each list's (or map's) elements among those of all: from the first to one past the last. */
export function spansOf({ type, offsets, sizes }: ArrowBatch): (row: number) => readonly [from: number, to: number] {
  if (type.typeId === Type.FixedSizeList) return (row) => [row * type.stride, (row + 1) * type.stride];
  const isLarge = type.typeId === Type.LargeListView;
  if (sizes) {
    const [starts, lengths] = [offsets, sizes].map((view): ArrayLike<number | bigint> =>
      isLarge ? numbersOf(view, BigInt64Array) : numbersOf(view, Int32Array),
    );
    return (row) => [Number(starts![row]!), Number(starts![row]!) + Number(lengths![row]!)];
  }
  const ends = endsOf(type, offsets);
  return (row) => [Number(ends[row]!), Number(ends[row + 1]!)];
}

function endsOf({ typeId }: DataType, offsets: Bytes | undefined): ArrayLike<number | bigint> {
  const isLarge = typeId === Type.LargeUtf8 || typeId === Type.LargeBinary || typeId === Type.LargeList;
  return isLarge ? numbersOf(offsets, BigInt64Array) : numbersOf(offsets, Int32Array);
}
