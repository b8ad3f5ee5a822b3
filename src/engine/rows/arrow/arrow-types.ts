import { DateUnit, Precision, TimeUnit, Type, type DataType, type Field } from '@uwdata/flechette';
import { PikaError } from '../../errors';

const TIMESTAMP_SQL = ['TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP', 'TIMESTAMP_NS'] as const;
const UNIT_NAMES = ['s', 'ms', 'µs', 'ns'] as const;
const FLOAT_NAMES = ['Float16', 'Float32', 'Float64'] as const;
const INTERVAL_NAMES = ['Interval<month>', 'Interval<day, time>', 'Interval<month, day, ns>'] as const;

/** An Arrow type's name for a message: `List<Utf8>`, `Timestamp<µs, UTC>`. */
export function describeType(type: DataType): string {
  switch (type.typeId) {
    case Type.Dictionary:
      return `Dictionary<${describeType(type.dictionary)}>`;
    case Type.Null:
      return 'Null';
    case Type.Int:
      return `${type.signed ? 'Int' : 'UInt'}${type.bitWidth}`;
    case Type.Float:
      return FLOAT_NAMES[type.precision];
    case Type.Decimal:
      return `Decimal${type.bitWidth}(${type.precision}, ${type.scale})`;
    case Type.Date:
      return type.unit === DateUnit.DAY ? 'Date32' : 'Date64';
    case Type.Time:
      return `Time${type.bitWidth}<${UNIT_NAMES[type.unit]}>`;
    case Type.Timestamp:
      return `Timestamp<${UNIT_NAMES[type.unit]}${type.timezone ? `, ${type.timezone}` : ''}>`;
    case Type.Duration:
      return `Duration<${UNIT_NAMES[type.unit]}>`;
    case Type.Interval:
      return INTERVAL_NAMES[type.unit] ?? 'Interval';
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
      return `List<${describeType(type.children[0].type)}>`;
    case Type.FixedSizeList:
      return `FixedSizeList<${describeType(type.children[0].type)}, ${type.stride}>`;
    case Type.Struct:
      return `Struct<${type.children.map(describeField).join(', ')}>`;
    case Type.Map:
      return 'Map';
    default:
      return Object.entries(Type).find(([, id]) => id === type.typeId)?.[0] ?? `type ${String(type.typeId)}`;
  }
}

function describeField({ name, type }: Field): string {
  return `${name}: ${describeType(type)}`;
}

/** The DuckDB type that a column of this Arrow type becomes. */
export function sqlTypeOf(type: DataType): string {
  switch (type.typeId) {
    case Type.Dictionary:
      return sqlTypeOf(type.dictionary);
    case Type.Null:
      return '"NULL"';
    case Type.Bool:
      return 'BOOLEAN';
    case Type.Int:
      return `${type.signed ? '' : 'U'}${{ 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[type.bitWidth]}`;
    case Type.Float:
      return type.precision === Precision.DOUBLE ? 'DOUBLE' : 'FLOAT';
    case Type.Decimal:
      return type.bitWidth === 256 ? 'DOUBLE' : `DECIMAL(${type.precision},${type.scale})`;
    case Type.Date:
      return 'DATE';
    case Type.Time:
      return 'TIME';
    case Type.Timestamp:
      return type.timezone ? 'TIMESTAMP WITH TIME ZONE' : TIMESTAMP_SQL[type.unit];
    case Type.Duration:
    case Type.Interval:
      return 'INTERVAL';
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return 'VARCHAR';
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return 'BLOB';
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
      return `${sqlTypeOf(type.children[0].type)}[]`;
    case Type.FixedSizeList:
      return `${sqlTypeOf(type.children[0].type)}[${type.stride}]`;
    case Type.Struct:
      return `STRUCT(${type.children.map(({ name, type: child }) => `"${name.replaceAll('"', '""')}" ${sqlTypeOf(child)}`).join(', ')})`;
    case Type.Map: {
      const [key, value] = (type.children[0].type as Extract<DataType, { typeId: typeof Type.Struct }>).children;
      return key && value ? `MAP(${sqlTypeOf(key.type)}, ${sqlTypeOf(value.type)})` : 'MAP';
    }
    default:
      return describeType(type).toUpperCase();
  }
}

/** Ticks per millisecond, for types whose values count from 1970; null for others. */
export function ticksPerMsOf(type: DataType): number | null {
  if (type.typeId === Type.Date) return type.unit === DateUnit.DAY ? 1 / 86_400_000 : 1;
  if (type.typeId === Type.Timestamp)
    return {
      [TimeUnit.SECOND]: 0.001,
      [TimeUnit.MILLISECOND]: 1,
      [TimeUnit.MICROSECOND]: 1000,
      [TimeUnit.NANOSECOND]: 1e6,
    }[type.unit];
  return null;
}

/** Identifies a column in messages. */
export interface ColumnSubject {
  readonly query: string;
  readonly label: string;
}

export function subjectOf({ query, label }: ColumnSubject): string {
  return `column "${label}" of query "${query}"`;
}

/** The error rows/unsupported-type, with SQL that derives something drawable from such a column. */
export function unsupportedType(subject: ColumnSubject, type: DataType): PikaError {
  return new PikaError('rows/unsupported-type', {
    subject: subjectOf(subject),
    expected: 'a number, date or category',
    found: describeType(type),
    next: remedyFor(type, expressionOf(subject.label)),
  });
}

function remedyFor(type: DataType, sql: string): string {
  switch (type.typeId) {
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
      return `Select one element in SQL, e.g. ${sql}[1].`;
    case Type.Struct:
      return `Select one field in SQL, e.g. ${/\W/.test(sql) && !sql.startsWith('"') ? `(${sql})` : sql}.${expressionOf(type.children[0]?.name ?? 'field')}.`;
    case Type.Map:
      return `Select one entry in SQL, e.g. map_extract_value(${sql}, 'key').`;
    case Type.Time:
      return `Select a number in SQL, e.g. hour(${sql}), or epoch(${sql}) for seconds since midnight.`;
    case Type.Duration:
    case Type.Interval:
      return `Select a number in SQL, e.g. epoch(${sql}) for seconds.`;
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
      return `If it holds text, which some programs store as bytes, select decode(${sql}) in SQL; otherwise, e.g. octet_length(${sql}).`;
    case Type.FixedSizeBinary:
      return `Select something drawable in SQL, e.g. hex(${sql}) or octet_length(${sql}).`;
    case Type.Decimal:
      return `Cast it in SQL: CAST(${sql} AS DOUBLE).`;
    default:
      return `Cast it in SQL, e.g. CAST(${sql} AS VARCHAR).`;
  }
}

/** A label as SQL: a plain name or an expression stays as it is, any other name is quoted. */
function expressionOf(label: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(label) || /[()"[\]]/.test(label) ? label : `"${label}"`;
}
