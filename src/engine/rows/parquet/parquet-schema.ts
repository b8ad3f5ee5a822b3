import {
  binary,
  bool,
  date,
  DateUnit,
  decimal,
  field,
  fixedSizeBinary,
  float16,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  interval,
  IntervalUnit,
  list,
  map,
  nullType,
  struct,
  time,
  timestamp,
  TimeUnit,
  Type,
  uint16,
  uint32,
  uint64,
  uint8,
  utf8,
  type DataType,
} from '@uwdata/flechette';
import { arrowHints } from '../arrow/arrow-hints';
import { REPETITION, type ParquetFooter, type SchemaElement } from './parquet-footer';
import { distinctNames } from '../table-reader';

/** Parquet's physical types. */
export const PHYSICAL = {
  boolean: 0,
  int32: 1,
  int64: 2,
  int96: 3,
  float: 4,
  double: 5,
  byteArray: 6,
  fixed: 7,
} as const;
const CONVERTED = {
  utf8: 0,
  map: 1,
  mapKeyValue: 2,
  list: 3,
  enum: 4,
  decimal: 5,
  date: 6,
  timeMillis: 7,
  timeMicros: 8,
  timestampMillis: 9,
  timestampMicros: 10,
  uint8: 11,
  uint16: 12,
  uint32: 13,
  uint64: 14,
  int8: 15,
  int16: 16,
  json: 19,
  interval: 21,
} as const;
const LOGICAL = {
  string: 1,
  map: 2,
  list: 3,
  enum: 4,
  decimal: 5,
  date: 6,
  time: 7,
  timestamp: 8,
  integer: 10,
  unknown: 11,
  json: 12,
  bson: 13,
  uuid: 14,
  float16: 15,
  variant: 16,
} as const;
const MAX_DEPTH = 64;
const MAX_DIGITS = 76;

/** How raw values are converted to those of the type. */
export type Conversion = 'none' | 'narrow' | 'decimal' | 'uuid' | 'interval' | 'int96' | 'nothing';

export type ParquetNode = ParquetLeaf | ParquetStruct | ParquetList;

export interface ParquetLeaf {
  readonly kind: 'leaf';
  /** The Arrow type of its rows. */
  readonly type: DataType;
  readonly isOptional: boolean;
  readonly physical: number;
  readonly byteLength: number;
  /** Whether the bytes must be UTF-8. */
  readonly isText: boolean;
  readonly conversion: Conversion;
  /** Its index among all leaves, and so among a row group's chunks. */
  readonly index: number;
}

export interface ParquetStruct {
  readonly kind: 'struct';
  readonly type: DataType;
  readonly isOptional: boolean;
  readonly children: readonly ParquetNode[];
}

/** A list, or a map, which is a list of structs. */
export interface ParquetList {
  readonly kind: 'list';
  readonly type: DataType;
  readonly isOptional: boolean;
  readonly element: ParquetNode;
}

/** One column of the table. */
export type ParquetColumn = { readonly name: string } & (
  | { readonly node: ParquetNode; readonly unreadable: null }
  /** `unreadable` is the reason: `a VARIANT`. */
  | { readonly node: null; readonly unreadable: string }
);

/** A type that cannot be read. Only its column fails, not the file. */
class UnreadableType extends Error {}

/**
 * Converts a footer's schema to columns of Arrow types by Parquet's own annotations, to the types that native DuckDB
 * reads. Names are distinct, and none is empty inside structs. Throws an Error if the schema tree is damaged.
 */
export function columnsOfFooter({ schema, arrowSchema }: ParquetFooter): ParquetColumn[] {
  const walk = new SchemaWalk(schema);
  const raw = walk.columns();
  const names = distinctNames(raw.map(({ name }) => name));
  const hints = arrowSchema === null ? null : arrowHints(arrowSchema);
  return raw.map((column, i) => {
    const hint = hints?.length === raw.length && hints[i]!.name === column.name ? hints[i]!.type : null;
    const named = { ...column, name: names[i]! };
    return hint && named.node ? { ...named, node: withHint(named.node, hint) } : named;
  });
}

/** All leaves below a node, in order. */
export function leavesOf(node: ParquetNode): ParquetLeaf[] {
  if (node.kind === 'leaf') return [node];
  return node.kind === 'list' ? leavesOf(node.element) : node.children.flatMap(leavesOf);
}

class SchemaWalk {
  readonly #schema: readonly SchemaElement[];
  #at = 1;
  #leaves = 0;

  constructor(schema: readonly SchemaElement[]) {
    this.#schema = schema;
  }

  columns(): ParquetColumn[] {
    const columns = Array.from({ length: this.#childrenOf(this.#schema[0]!) }, (): ParquetColumn => {
      const start = this.#at;
      const { name } = this.#peek();
      try {
        return { name, node: this.#field(0), unreadable: null };
      } catch (thrown) {
        if (!(thrown instanceof UnreadableType)) throw thrown;
        this.#skipFrom(start);
        return { name, node: null, unreadable: thrown.message };
      }
    });
    if (this.#at !== this.#schema.length)
      throw new Error(`a schema of ${this.#schema.length} elements, only ${this.#at} of them in its tree`);
    return columns;
  }

  /** One field of a group. A repeated field outside a list group is a list by itself. */
  #field(depth: number): ParquetNode {
    const element = this.#next(depth);
    if (element.repetition === REPETITION.repeated) return listOf(this.#value(element, false, depth), false);
    return this.#value(element, element.repetition === REPETITION.optional, depth);
  }

  #value(element: SchemaElement, isOptional: boolean, depth: number): ParquetNode {
    if (element.physical !== null) return leafOf(element, isOptional, this.#leaves++);
    if (element.logical?.id === LOGICAL.variant) throw new UnreadableType('a VARIANT');
    if (isListElement(element) && element.children === 1 && this.#peek().repetition === REPETITION.repeated)
      return listOf(this.#listElement(element.name, depth + 1), isOptional);
    if (
      isMapElement(element) &&
      element.children === 1 &&
      this.#peek().repetition === REPETITION.repeated &&
      this.#peek().children === 2
    )
      return mapOf(this.#value(this.#next(depth + 1), false, depth + 1), isOptional);
    const names: string[] = [];
    const children = Array.from({ length: this.#childrenOf(element) }, () => {
      names.push(this.#peek().name);
      return this.#field(depth + 1);
    });
    if (children.length === 0) throw new UnreadableType('a struct without fields');
    const distinct = distinctNames(names.map((name, i) => (name === '' ? `field_${i + 1}` : name)));
    return {
      kind: 'struct',
      isOptional,
      children,
      type: struct(children.map((child, i) => field(distinct[i]!, child.type, child.isOptional))),
    };
  }

  /** Distinguishes lists of old writers from today's, by the rules in LogicalTypes.md of Apache Parquet. */
  #listElement(listName: string, depth: number): ParquetNode {
    const repeated = this.#next(depth);
    const isElement =
      repeated.physical !== null ||
      repeated.children !== 1 ||
      repeated.name === 'array' ||
      repeated.name === `${listName}_tuple` ||
      this.#peek().repetition === REPETITION.repeated;
    if (isElement) return this.#value(repeated, false, depth);
    return this.#field(depth + 1);
  }

  #next(depth: number): SchemaElement {
    if (depth > MAX_DEPTH) throw new Error(`columns nested more than ${MAX_DEPTH} deep`);
    const element = this.#peek();
    this.#at++;
    return element;
  }

  #peek(): SchemaElement {
    const element = this.#schema[this.#at];
    if (!element) throw new Error('a schema that declares more columns than it has');
    return element;
  }

  #childrenOf({ children }: SchemaElement): number {
    if (!(children >= 0 && children <= this.#schema.length - this.#at))
      throw new Error('a schema that declares more columns than it has');
    return children;
  }

  /** Continues after the field that starts at `start`. */
  #skipFrom(start: number): void {
    this.#leaves -= this.#schema.slice(start, this.#at).filter(({ physical }) => physical !== null).length;
    this.#at = start;
    for (let open = 1; open > 0; open--) {
      const element = this.#next(0);
      if (element.physical === null) open += this.#childrenOf(element);
      else this.#leaves++;
    }
  }
}

function isListElement({ converted, logical }: SchemaElement): boolean {
  return converted === CONVERTED.list || logical?.id === LOGICAL.list;
}

function isMapElement({ converted, logical }: SchemaElement): boolean {
  return converted === CONVERTED.map || converted === CONVERTED.mapKeyValue || logical?.id === LOGICAL.map;
}

function listOf(element: ParquetNode, isOptional: boolean): ParquetList {
  return { kind: 'list', isOptional, element, type: list(field('element', element.type, element.isOptional)) };
}

function mapOf(element: ParquetNode, isOptional: boolean): ParquetNode {
  if (element.kind !== 'struct') return listOf(element, isOptional);
  const [key, value] = element.children;
  return {
    kind: 'list',
    isOptional,
    element,
    type: map(field('key', key!.type, false), field('value', value!.type, value!.isOptional)),
  };
}

function leafOf(element: SchemaElement, isOptional: boolean, index: number): ParquetLeaf {
  const { physical, byteLength } = element;
  const made = (type: DataType, conversion: Conversion = 'none'): ParquetLeaf => ({
    kind: 'leaf',
    type,
    isOptional,
    physical: physical!,
    byteLength,
    isText: type.typeId === Type.Utf8 && conversion === 'none',
    conversion,
    index,
  });
  if (element.logical?.id === LOGICAL.unknown) return made(nullType(), 'nothing');
  if (isDecimal(element)) return made(decimalType(element), 'decimal');
  switch (physical) {
    case PHYSICAL.boolean:
      return made(bool());
    case PHYSICAL.float:
      return made(float32());
    case PHYSICAL.double:
      return made(float64());
    case PHYSICAL.int96:
      return made(timestamp(TimeUnit.MICROSECOND), 'int96');
    case PHYSICAL.int32:
      return made(...int32Type(element));
    case PHYSICAL.int64:
      return made(int64Type(element));
    case PHYSICAL.byteArray:
      return made(isTextElement(element) ? utf8() : binary());
    case PHYSICAL.fixed:
      return fixedLeaf(element, made);
    default:
      throw new UnreadableType(`values of physical type ${String(physical)}`);
  }
}

function fixedLeaf(
  { logical, converted, byteLength }: SchemaElement,
  made: (type: DataType, conversion?: Conversion) => ParquetLeaf,
): ParquetLeaf {
  if (byteLength <= 0) throw new UnreadableType(`values of ${byteLength} bytes`);
  if (logical?.id === LOGICAL.uuid && byteLength === 16) return made(utf8(), 'uuid');
  if (logical?.id === LOGICAL.float16 && byteLength === 2) return made(float16());
  if (converted === CONVERTED.interval && byteLength === 12)
    return made(interval(IntervalUnit.MONTH_DAY_NANO), 'interval');
  return made(fixedSizeBinary(byteLength));
}

function isTextElement({ logical, converted }: SchemaElement): boolean {
  if (logical) return logical.id === LOGICAL.string || logical.id === LOGICAL.enum || logical.id === LOGICAL.json;
  return converted === CONVERTED.utf8 || converted === CONVERTED.enum || converted === CONVERTED.json;
}

function isDecimal({ logical, converted }: SchemaElement): boolean {
  return logical ? logical.id === LOGICAL.decimal : converted === CONVERTED.decimal;
}

function decimalType({
  logical,
  precision: ownPrecision,
  scale: ownScale,
  byteLength,
  physical,
}: SchemaElement): DataType {
  const { precision, scale } = logical ?? { precision: ownPrecision, scale: ownScale };
  const isFit =
    precision > 0 &&
    precision <= MAX_DIGITS &&
    scale >= 0 &&
    scale <= precision &&
    !(physical === PHYSICAL.fixed && !(byteLength > 0 && byteLength <= 64));
  if (!isFit) throw new UnreadableType(`DECIMAL(${precision}, ${scale})`);
  return decimal(precision, scale, precision > 38 ? 256 : 128);
}

const INT_TYPES: Readonly<Record<number, () => DataType>> = { 8: int8, 16: int16, 32: int32 };
const UINT_TYPES: Readonly<Record<number, () => DataType>> = { 8: uint8, 16: uint16, 32: uint32 };

function int32Type({ logical, converted }: SchemaElement): [DataType, Conversion?] {
  if (logical?.id === LOGICAL.date || (!logical && converted === CONVERTED.date)) return [date(DateUnit.DAY)];
  if (logical?.id === LOGICAL.time || (!logical && converted === CONVERTED.timeMillis))
    return [time(TimeUnit.MILLISECOND)];
  const bits =
    logical?.id === LOGICAL.integer
      ? logical.bitWidth
      : ({ [CONVERTED.int8]: 8, [CONVERTED.uint8]: 8, [CONVERTED.int16]: 16, [CONVERTED.uint16]: 16 }[
          converted ?? -1
        ] ?? 32);
  const isUnsigned =
    logical?.id === LOGICAL.integer
      ? !logical.isSigned
      : converted === CONVERTED.uint8 || converted === CONVERTED.uint16 || converted === CONVERTED.uint32;
  const type = (isUnsigned ? UINT_TYPES : INT_TYPES)[bits] ?? int32;
  return [type(), bits < 32 ? 'narrow' : 'none'];
}

/** Units by their number in the footer. */
const UNITS: Readonly<Record<number, (typeof TimeUnit)[keyof typeof TimeUnit]>> = {
  1: TimeUnit.MILLISECOND,
  2: TimeUnit.MICROSECOND,
  3: TimeUnit.NANOSECOND,
};

function int64Type({ logical, converted }: SchemaElement): DataType {
  if (logical?.id === LOGICAL.timestamp)
    return timestamp(UNITS[logical.unit] ?? TimeUnit.MICROSECOND, logical.isUtc ? 'UTC' : null);
  if (logical?.id === LOGICAL.time) return time(UNITS[logical.unit] ?? TimeUnit.MICROSECOND);
  if (logical?.id === LOGICAL.integer) return logical.isSigned ? int64() : uint64();
  if (logical) return int64();
  // By the format's specification the old annotations are in UTC, though native DuckDB reads them as local.
  if (converted === CONVERTED.timestampMillis) return timestamp(TimeUnit.MILLISECOND, 'UTC');
  if (converted === CONVERTED.timestampMicros) return timestamp(TimeUnit.MICROSECOND, 'UTC');
  if (converted === CONVERTED.timeMicros) return time(TimeUnit.MICROSECOND);
  return converted === CONVERTED.uint64 ? uint64() : int64();
}

/**
 * Types that only the Arrow schema declares, because Parquet has no annotation for them: times in seconds, and dates in
 * milliseconds.
 */
function withHint(node: ParquetNode, hint: DataType): ParquetNode {
  if (node.kind !== 'leaf' || node.type.typeId !== Type.Int || !node.type.signed) return node;
  const isFit =
    node.type.bitWidth === 64
      ? (hint.typeId === Type.Timestamp && hint.unit === TimeUnit.SECOND) ||
        (hint.typeId === Type.Date && hint.unit === DateUnit.MILLISECOND)
      : node.type.bitWidth === 32 && hint.typeId === Type.Time && hint.unit === TimeUnit.SECOND;
  return isFit ? { ...node, type: hint } : node;
}
