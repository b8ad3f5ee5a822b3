import { Type, type DataType } from '@uwdata/flechette';
import type { ArrowBatch, ArrowField } from './arrow-layout';
import { byteWidthOf } from './arrow-layout';

/** Rows of any type that are all NULL. */
export function nullBatch(type: DataType, rows: number): ArrowBatch {
  const children = 'children' in type && Array.isArray(type.children) ? (type.children as ArrowField[]) : [];
  const childRows =
    type.typeId === Type.Struct || type.typeId === Type.Union
      ? rows
      : type.typeId === Type.FixedSizeList
        ? rows * type.stride
        : 0;
  const width = byteWidthOf(type);
  return {
    type,
    length: rows,
    nullCount: rows,
    validity: new Uint8Array((rows + 7) >> 3),
    values: new Uint8Array(width === null ? (rows + 7) >> 3 : width * rows),
    offsets: new Uint8Array(8 * (rows + 1)),
    sizes: new Uint8Array(8 * rows),
    data: [],
    children: children.map((child) => nullBatch(child.type, childRows)),
    // A union represents NULL by its first member.
    ...(type.typeId === Type.Union && { typeIds: new Int8Array(rows).fill(type.typeIds[0] ?? 0) }),
    ...('dictionary' in type && { dictionary: { type: type.dictionary, data: [nullBatch(type.dictionary, 0)] } }),
  };
}
