import {
  binary,
  bool,
  dateDay,
  decimal128,
  field,
  float64,
  int32,
  int64,
  list,
  map,
  nullType,
  struct,
  timestamp,
  TimeUnit,
  uint64,
  utf8,
  type DataType,
  type Field,
  type TimeUnit_,
} from '@uwdata/flechette';
import type { ArrowBatch, Bytes } from '../arrow/arrow-layout';
import { validityOf } from '../arrow/bitmap';
import { utf8Column } from '../arrow/utf8-column';

/**
 * The Arrow form of a column of JavaScript values, chosen once for all values. `column` then makes a batch of some of
 * them, in which null and undefined are NULL. Copies: every value once.
 */
export interface Shape {
  readonly type: DataType;
  column(values: readonly unknown[]): ArrowBatch;
}

/** Converts a value to its Arrow representation; called only for values that are present. */
type Reading<T> = (value: unknown) => T;

const NO_BYTES = new Uint8Array(0);
const INT64_LIMIT = 2n ** 63n;
const UINT64_LIMIT = 2n ** 64n;
/** Enough digits for any 64-bit integer, signed or not. */
const WIDE_DIGITS = 20;

export function nothing(): Shape {
  const type = nullType();
  return { type, column: ({ length }) => ({ type, length, nullCount: length, validity: NO_BYTES, children: [] }) };
}

export function booleans(): Shape {
  return flat(bool(), (values) => {
    const bits = new Uint8Array((values.length + 7) >> 3);
    values.forEach((value, row) => {
      if (value === true) bits[row >> 3]! |= 1 << (row & 7);
    });
    return bits;
  });
}

export function smallIntegers(): Shape {
  return flat(int32(), (values) => Int32Array.from(values, Number));
}

export function doubles(of: Reading<number>): Shape {
  return flat(float64(), (values) => Float64Array.from(values, (value) => (isPresent(value) ? of(value) : 0)));
}

/**
 * Integers within a range: BIGINT, UBIGINT, or decimals of 20 digits if some are negative and others beyond BIGINT.
 * Null if one does not fit 64 bits.
 */
export function integers(least: bigint, most: bigint): Shape | null {
  const toBigint = (value: unknown): bigint => (isPresent(value) ? BigInt(value as number | bigint) : 0n);
  if (least >= -INT64_LIMIT && most < INT64_LIMIT)
    return flat(int64(), (values) => BigInt64Array.from(values, toBigint));
  if (least >= 0n && most < UINT64_LIMIT) return flat(uint64(), (values) => BigUint64Array.from(values, toBigint));
  if (least < -INT64_LIMIT || most >= UINT64_LIMIT) return null;
  return flat(decimal128(WIDE_DIGITS, 0), (values) => {
    const words = new BigUint64Array(2 * values.length);
    values.forEach((value, row) => {
      const integer = toBigint(value);
      words[2 * row] = BigInt.asUintN(64, integer);
      words[2 * row + 1] = BigInt.asUintN(64, integer >> 64n);
    });
    return words;
  });
}

export function days(of: Reading<number>): Shape {
  return flat(dateDay(), (values) => Int32Array.from(values, (value) => (isPresent(value) ? of(value) : 0)));
}

/** Ticks of a unit since 1970, in UTC. */
export function timestamps(unit: TimeUnit_, of: Reading<bigint>): Shape {
  return flat(timestamp(unit), (values) => BigInt64Array.from(values, (value) => (isPresent(value) ? of(value) : 0n)));
}

export function texts(of: Reading<string> = String): Shape {
  const convert = (value: unknown): string | null =>
    typeof value === 'string' ? value : isPresent(value) ? of(value) : null;
  const type = utf8();
  return { type, column: (values) => ({ ...utf8Column(values.map(convert)), type }) };
}

export function blobs(of: Reading<Uint8Array>): Shape {
  const type = binary();
  return {
    type,
    column: (values) => {
      const parts = values.map((value) => (isPresent(value) ? of(value) : NO_BYTES));
      const offsets = offsetsOf(parts);
      const bytes = new Uint8Array(offsets[parts.length]!);
      parts.forEach((part, row) => bytes.set(part, offsets[row]));
      return { type, length: values.length, ...validityOf(values), offsets, values: bytes, children: [] };
    },
  };
}

export function listOf(
  element: Shape,
  of: Reading<ArrayLike<unknown>> = (value) => value as ArrayLike<unknown>,
): Shape {
  const type = list(field('l', element.type));
  return {
    type,
    column: (values) => {
      const lists = values.map((value) => (isPresent(value) ? of(value) : []));
      return {
        type,
        length: values.length,
        ...validityOf(values),
        offsets: offsetsOf(lists),
        children: [element.column(flattened(lists))],
      };
    },
  };
}

/** `name` is the field's name in SQL; `of` reads it from a value. */
export function structOf(
  fields: readonly { readonly name: string; readonly shape: Shape; readonly of: Reading<unknown> }[],
): Shape {
  const type = struct(fields.map(({ name, shape }): Field => field(name, shape.type)));
  return {
    type,
    column: (values) => ({
      type,
      length: values.length,
      ...validityOf(values),
      children: fields.map(({ shape, of }) =>
        shape.column(values.map((value) => (isPresent(value) ? of(value) : null))),
      ),
    }),
  };
}

/** `entries` returns the keys and values of one map, in the same order. No key may be null. */
export function mapOf(
  key: Shape,
  value: Shape,
  entries: Reading<{ readonly keys: readonly unknown[]; readonly values: readonly unknown[] }>,
): Shape {
  const type = map(field('key', key.type, false), field('value', value.type));
  const [{ type: pairType }] = type.children;
  return {
    type,
    column: (values) => {
      const all = values.map((one) => (isPresent(one) ? entries(one) : { keys: [], values: [] }));
      const keys = flattened(all.map((one) => one.keys));
      const pairs: ArrowBatch = {
        type: pairType,
        length: keys.length,
        nullCount: 0,
        validity: NO_BYTES,
        children: [key.column(keys), value.column(flattened(all.map((one) => one.values)))],
      };
      return {
        type,
        length: values.length,
        ...validityOf(values),
        offsets: offsetsOf(all.map((one) => one.keys)),
        children: [pairs],
      };
    },
  };
}

export const MICROSECONDS = TimeUnit.MICROSECOND;
export const MILLISECONDS = TimeUnit.MILLISECOND;
export const NANOSECONDS = TimeUnit.NANOSECOND;

export function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** All elements of all lists, in order. */
export function flattened(lists: readonly ArrayLike<unknown>[]): unknown[] {
  const all: unknown[] = [];
  for (const one of lists) for (let i = 0; i < one.length; i++) all.push(one[i]);
  return all;
}

function flat(type: DataType, write: (values: readonly unknown[]) => Bytes): Shape {
  return {
    type,
    column: (values) => ({ type, length: values.length, ...validityOf(values), values: write(values), children: [] }),
  };
}

function offsetsOf(lists: readonly ArrayLike<unknown>[]): Int32Array {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((one, i) => {
    offsets[i + 1] = offsets[i]! + one.length;
  });
  return offsets;
}
