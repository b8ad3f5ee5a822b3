import { Type, type DataType } from '@uwdata/flechette';
import type { ArrowField } from '../arrow/arrow-layout';

/** A field of any Arrow library, by its structure. */
export interface ForeignField {
  readonly name: string;
  readonly type: ForeignType;
  readonly nullable?: boolean;
}

/**
 * A type of any Arrow library, by its structure. Type ids are those of Arrow's own format and mean the same everywhere.
 * Names differ: apache-arrow has `isSigned`, `byteWidth` and `listSize`, flechette `signed` and `stride`.
 */
export interface ForeignType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly signed?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly byteWidth?: number;
  readonly listSize?: number;
  readonly stride?: number;
  readonly mode?: number;
  readonly typeIds?: ArrayLike<number>;
  readonly keysSorted?: boolean;
  readonly isOrdered?: boolean;
  readonly ordered?: boolean;
  readonly indices?: ForeignType;
  readonly dictionary?: ForeignType;
  readonly children?: readonly ForeignField[] | null;
}

export function ownField({ name, type, nullable }: ForeignField): ArrowField {
  return { name: String(name), type: ownType(type), nullable: nullable ?? true };
}

/**
 * Rebuilds a foreign type as the decoder's own. Each call returns a new object: dictionary types are compared by
 * identity.
 */
export function ownType(type: ForeignType): DataType {
  const { typeId, bitWidth, precision, scale, unit } = type;
  const children = type.children?.map((field) => ({ ...ownField(field), metadata: null }));
  const made = (parts: object): DataType => ({ typeId, ...parts }) as unknown as DataType;
  switch (typeId) {
    case Type.Dictionary:
      return made({
        id: -1,
        dictionary: ownType(type.dictionary!),
        indices: ownType(type.indices!),
        ordered: type.ordered ?? type.isOrdered ?? false,
      });
    case Type.Int:
      return made({ bitWidth, signed: type.signed ?? type.isSigned });
    case Type.Float:
      return made({ precision });
    case Type.Decimal:
      return made({ bitWidth: bitWidth ?? 128, precision, scale });
    case Type.Date:
    case Type.Interval:
    case Type.Duration:
      return made({ unit });
    case Type.Time:
      return made({ unit, bitWidth });
    case Type.Timestamp:
      return made({ unit, timezone: type.timezone ?? null });
    case Type.FixedSizeBinary:
      return made({ stride: type.byteWidth ?? type.stride });
    case Type.FixedSizeList:
      return made({ stride: type.listSize ?? type.stride, children });
    case Type.Map:
      return made({ keysSorted: type.keysSorted ?? false, children });
    case Type.Union:
      return made({ mode: type.mode, typeIds: Array.from(type.typeIds ?? []), children });
    case Type.Struct:
      return made({ children: children ?? [] });
    default:
      return made(children && children.length > 0 ? { children } : {});
  }
}
