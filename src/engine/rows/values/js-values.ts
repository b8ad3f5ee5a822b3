import { DateUnit, Precision, Type, type DataType } from '@uwdata/flechette';
import type { ArrowBatch } from '../arrow/arrow-layout';
import { bytesOf, contentsOf, integersOf, numbersOf, smallIntegersOf, spansOf } from '../arrow/batch-access';
import { bitAt } from '../arrow/bitmap';
import { decimalText } from './number-text';
import type { SqlType } from './sql-type';
import { valueText } from './value-text';

/** Reads the values of a column's batches, in order. */
type Read = (batches: readonly ArrowBatch[]) => unknown[];

const MS_PER_DAY = 86_400_000n;
/** Timestamp ticks per millisecond, or milliseconds per tick. */
const TICKS_PER_MS = [null, 1n, 1000n, 1_000_000n] as const;
/** The tick count of infinity, and its negative. As nanoseconds it would be a day in 2262. */
const INFINITE_TICKS = 2n ** 63n - 1n;
/** The largest power of ten that a double represents exactly. */
const MAX_EXACT_POWER = 22;
const DECIMAL_DIGITS = 38;
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Converts one column of a query result to JavaScript values, NULL to null. `sql` is its DuckDB type, if known.
 *
 * - BOOLEAN: boolean.
 * - Integers, and DECIMALs without a fraction: numbers; or all bigints, if one value of the column (or of its elements,
 *   or of a field) is beyond 2⁵³.
 * - FLOAT, DOUBLE, other DECIMALs: the nearest number.
 * - DATE and TIMESTAMPs: Dates in UTC, rounded down to the millisecond; invalid Dates outside their range (infinity,
 *   years beyond 275,760).
 * - BLOB: Uint8Array. LIST and ARRAY: arrays. STRUCT: objects. MAP: Map. UNION: the value of its member.
 * - VARCHAR, ENUM, UUID, TIME, INTERVAL, BIT and all other types: the text that DuckDB writes.
 */
export function jsValues(batches: readonly ArrowBatch[], type: DataType, sql: SqlType | null): unknown[] {
  return readerOf(type, sql)(batches);
}

function readerOf(type: DataType, sql: SqlType | null): Read {
  switch (type.typeId) {
    case Type.Null:
      return each(() => () => null);
    case Type.Bool:
      return each(
        ({ values }) =>
          (row) =>
            bitAt(bytesOf(values), row),
      );
    case Type.Int:
      if (type.bitWidth === 64) return integers((batch) => integersOf(batch, type.signed));
      return each(({ values }) => at(smallIntegersOf(values, type.bitWidth / 8, type.signed)));
    case Type.Float:
      return each(({ values }) =>
        at(type.precision === Precision.DOUBLE ? numbersOf(values, Float64Array) : numbersOf(values, Float32Array)),
      );
    case Type.Decimal: {
      const { scale } = type;
      if (scale === 0) return integers((batch) => integersOf(batch, true));
      return each((batch) => mapped(integersOf(batch, true), (unscaled) => decimalNumber(unscaled, scale)));
    }
    case Type.Date:
      return each((batch) =>
        mapped(integersOf(batch, true), (ticks) => dateOf(type.unit === DateUnit.DAY ? ticks * MS_PER_DAY : ticks)),
      );
    case Type.Timestamp: {
      const ticksPerMs = TICKS_PER_MS[type.unit];
      return each((batch) => mapped(integersOf(batch, true), (ticks) => timeOf(ticks, ticksPerMs)));
    }
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return each((batch) => mapped(contentsOf(batch), (bytes) => UTF8.decode(bytes)));
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return binaryReader(sql?.kind === 'plain' ? sql.name : '');
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList: {
      const elements = readerOf(type.children[0].type, sql?.kind === 'list' ? sql.element : null);
      return listed(elements, (values) => values);
    }
    case Type.Struct:
      return structs(type.children, sql?.kind === 'struct' ? sql.fields.map((field) => field.type) : []);
    case Type.Map: {
      const [key, value] = (type.children[0].type as Extract<DataType, { typeId: typeof Type.Struct }>).children;
      const [keys, values] = [
        readerOf(key!.type, sql?.kind === 'map' ? sql.key : null),
        readerOf(value!.type, sql?.kind === 'map' ? sql.value : null),
      ];
      const pairs: Read = (batches) => {
        const [allKeys, allValues] = [keys(childrenOf(batches, 0)), values(childrenOf(batches, 1))];
        return allKeys.map((one, i) => [one, allValues[i]]);
      };
      return listed(pairs, (entries) => new Map(entries as [unknown, unknown][]));
    }
    case Type.Union:
      return unions(
        type.children.map((child, i) =>
          readerOf(child.type, sql?.kind === 'union' ? (sql.fields[i]?.type ?? null) : null),
        ),
        type.typeIds,
      );
    default:
      return each((batch) => (row) => valueText(batch, row));
  }
}

function binaryReader(name: string): Read {
  switch (name) {
    case 'BIGNUM':
      return integers((batch) => mapped(contentsOf(batch), bignumOf));
    case 'UHUGEINT':
      return integers((batch) =>
        mapped(contentsOf(batch), (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)),
      );
    default:
      return each((batch) => mapped(contentsOf(batch), (bytes) => bytes.slice()));
  }
}

/** `prepare` inspects a batch and returns a function that reads its rows. */
function each(prepare: (batch: ArrowBatch) => (row: number) => unknown): Read {
  return (batches) => {
    const all: unknown[] = [];
    for (const batch of batches) {
      const valueAt = prepare(batch);
      for (let row = 0; row < batch.length; row++) all.push(isValid(batch, row) ? valueAt(row) : null);
    }
    return all;
  };
}

function mapped<T>(valueAt: (row: number) => T, make: (value: T) => unknown): (row: number) => unknown {
  return (row) => make(valueAt(row));
}

function at(values: ArrayLike<number>): (row: number) => number {
  return (row) => values[row]!;
}

function isValid({ validity }: ArrowBatch, row: number): boolean {
  return validity.length === 0 || bitAt(validity, row);
}

/** Numbers, unless one is beyond 2⁵³: all values of a column have one type. */
function integers(prepare: (batch: ArrowBatch) => (row: number) => unknown): Read {
  const read = each(prepare);
  return (batches) => {
    const exact = read(batches) as (bigint | null)[];
    if (exact.some((value) => value !== null && !Number.isSafeInteger(Number(value)))) return exact;
    return exact.map((value) => (value === null ? null : Number(value)));
  };
}

function listed(elements: Read, make: (values: unknown[]) => unknown): Read {
  return (batches) => {
    const all = elements(childrenOf(batches, 0));
    let first = 0;
    const read = each((batch) => {
      const spanAt = spansOf(batch);
      const before = first;
      first += batch.children[0]!.length;
      return (row) => {
        const [from, to] = spanAt(row);
        return make(all.slice(before + from, before + to));
      };
    });
    return read(batches);
  };
}

function structs(
  fields: readonly { readonly name: string; readonly type: DataType }[],
  sqlTypes: readonly SqlType[],
): Read {
  const readers = fields.map(({ type }, i) => readerOf(type, sqlTypes[i] ?? null));
  const names = fields.map(({ name }) => name);
  return (batches) => {
    const columns = readers.map((read, i) => read(childrenOf(batches, i)));
    let first = 0;
    const read = each((batch) => {
      const before = first;
      // A slice may have more values than rows.
      first += batch.children[0]?.length ?? 0;
      return (row) => objectAt(names, columns, before + row);
    });
    return read(batches);
  };
}

function unions(readers: readonly Read[], typeIds: ArrayLike<number>): Read {
  return (batches) =>
    batches.flatMap((batch) => {
      const members = readers.map((read, i) => read([batch.children[i]!]));
      const ids = numbersOf(batch.typeIds, Int8Array);
      const offsets = batch.offsets ? numbersOf(batch.offsets, Int32Array) : null;
      return Array.from(
        { length: batch.length },
        (_, row) => members[Array.from(typeIds).indexOf(ids[row]!)]![offsets ? offsets[row]! : row],
      );
    });
}

function childrenOf(batches: readonly ArrowBatch[], place: number): ArrowBatch[] {
  return batches.map(({ children }) => children[place]!);
}

/** One row of some columns as an object with own properties only: `__proto__` is a name like any other. */
export function objectAt(
  names: readonly string[],
  columns: readonly (readonly unknown[])[],
  row: number,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i++) {
    const value = columns[i]![row];
    if (names[i] === '__proto__')
      Object.defineProperty(object, '__proto__', { value, enumerable: true, configurable: true, writable: true });
    else object[names[i]!] = value;
  }
  return object;
}

function timeOf(ticks: bigint, ticksPerMs: bigint | null): Date {
  if (ticks === INFINITE_TICKS || ticks === -INFINITE_TICKS) return new Date(NaN);
  return dateOf(ticksPerMs === null ? ticks * 1000n : floorDivide(ticks, ticksPerMs));
}

function dateOf(ms: bigint): Date {
  return new Date(Number(ms));
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

/** The nearest double: a quotient of two exact doubles is; longer decimals are parsed from their digits. */
function decimalNumber(unscaled: bigint, scale: number): number {
  const whole = Number(unscaled);
  return Number.isSafeInteger(whole) && scale <= MAX_EXACT_POWER
    ? whole / 10 ** scale
    : Number(decimalText(unscaled, DECIMAL_DIGITS, scale));
}

/**
 * Three bytes of sign and length, then the magnitude in big-endian order; all bits of negative numbers are inverted.
 */
function bignumOf(bytes: Uint8Array): bigint {
  const isNegative = (bytes[0]! & 0x80) === 0;
  const magnitude = bytes.subarray(3).reduce((sum, byte) => (sum << 8n) | BigInt(isNegative ? byte ^ 0xff : byte), 0n);
  return isNegative ? -magnitude : magnitude;
}
