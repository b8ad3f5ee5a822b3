import { bool, columnFromArray, float64, int32, int64, nullType, timestamp, TimeUnit, uint64, type Column, type DataType } from '@uwdata/flechette';
import { PikaError } from '../errors';
import type { ArrowBatch } from './arrow-layout';
import { validityOf } from './bitmap';
import { readForeignTable } from './foreign-table';
import { utf8Column } from './utf8-column';

/** What the values of a column are, as far as a plot or SQL cares. */
export type ValueKind = 'nothing' | 'boolean' | 'integer' | 'number' | 'bigint' | 'string' | 'date' | 'nested';

const MAX_INT32 = 0x7fff_ffff;

/**
 * Plain JavaScript values → one Arrow column of the narrowest type that holds them all: BOOLEAN, INTEGER, DOUBLE, BIGINT (UBIGINT), VARCHAR,
 * TIMESTAMP_MS, and lists or structs of these. `undefined` is NULL. Copies: every value once.
 * Throws source/bad-data: values of two kinds, invalid dates, integers beyond 64 bits, functions and symbols.
 */
export function columnOfValues(values: readonly unknown[], subject: string): ArrowBatch {
  const kind = kindOf(values, subject);
  const length = values.length;
  const base = { length, ...validityOf(values), children: [] };
  switch (kind) {
    case 'nothing': return { type: nullType(), length, nullCount: length, validity: new Uint8Array(0), children: [] };
    case 'boolean': {
      const bits = new Uint8Array((length + 7) >> 3);
      values.forEach((value, row) => { if (value) bits[row >> 3]! |= 1 << (row & 7); });
      return { ...base, type: bool(), values: bits };
    }
    case 'integer': return { ...base, type: int32(), values: Int32Array.from(values, Number) };
    case 'number': return { ...base, type: float64(), values: Float64Array.from(values, (value) => Number(value ?? 0)) };
    case 'date': return { ...base, type: timestamp(TimeUnit.MILLISECOND), values: BigInt64Array.from(values, (value) => (value ? BigInt((value as Date).getTime()) : 0n)) };
    case 'bigint': return { ...base, ...wideIntegers(values as readonly (bigint | number | null | undefined)[], subject) };
    case 'string': return utf8Column(values as readonly (string | null | undefined)[]);
    case 'nested': return built(values, subject);
  }
}

function kindOf(values: readonly unknown[], subject: string): ValueKind {
  let kind: ValueKind = 'nothing';
  let first = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    const found = kindOfValue(value, row, subject);
    if (found === kind) continue;
    const wider: ValueKind | null = kind === 'nothing' ? found : common(kind, found);
    if (wider === null) {
      throw badValues(subject, 'values of one kind', `a ${wordFor(kind)} in row ${first} and a ${wordFor(found)} in row ${row}`, 'Make them one kind first, e.g. with String(value) or Number(value).');
    }
    if (kind === 'nothing') first = row;
    kind = wider;
  }
  return kind;
}

function kindOfValue(value: unknown, row: number, subject: string): ValueKind {
  switch (typeof value) {
    case 'boolean': return 'boolean';
    case 'number': return Number.isInteger(value) && Math.abs(value) <= MAX_INT32 && !Object.is(value, -0) ? 'integer' : 'number';
    case 'bigint': return 'bigint';
    case 'string': return 'string';
    case 'object':
      if (!(value instanceof Date)) return 'nested';
      if (!Number.isNaN(value.getTime())) return 'date';
      throw badValues(subject, 'dates', `an invalid Date in row ${row}`, 'Give null where there is no date.');
    default:
      throw badValues(subject, 'numbers, strings, booleans, dates, lists or objects', `a ${typeof value} in row ${row}`, 'Leave the column out, or give null.');
  }
}

/** The kind that holds both; null when there is none. */
export function common(a: ValueKind, b: ValueKind): ValueKind | null {
  const both = new Set([a, b]);
  if (both.has('nothing')) return a === 'nothing' ? b : a;
  if (both.has('integer') && both.has('number')) return 'number';
  if (both.has('integer') && both.has('bigint')) return 'bigint';
  return a === b ? a : null;
}

function wordFor(kind: ValueKind): string {
  return kind === 'nested' ? 'list or object' : kind === 'integer' ? 'number' : kind;
}

function wideIntegers(values: readonly (bigint | number | null | undefined)[], subject: string): { type: DataType; values: BigInt64Array | BigUint64Array } {
  let min = 0n;
  let max = 0n;
  const wide = values.map((value) => BigInt(value ?? 0));
  for (const value of wide) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min >= -(2n ** 63n) && max < 2n ** 63n) return { type: int64(), values: BigInt64Array.from(wide) };
  if (min >= 0n && max < 2n ** 64n) return { type: uint64(), values: BigUint64Array.from(wide) };
  throw badValues(subject, 'integers of up to 64 bits', String(min < 0n && -min > max ? min : max), 'Give them as numbers, or as strings.');
}

function built(values: readonly unknown[], subject: string): ArrowBatch {
  try {
    const column = columnFromArray(values as unknown[], undefined, { useBigInt: true, maxBatchRows: Infinity }) as Column<unknown>;
    const { batches } = readForeignTable({ schema: { fields: [{ name: 'c', type: column.type }] }, children: [column] }, subject);
    return batches[0]!.columns[0]!;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw badValues(subject, 'lists or objects that are all alike', `values that are not (${why})`, 'Give them as JSON text, or each part as a column of its own.');
  }
}

function badValues(subject: string, expected: string, found: string, next: string): PikaError {
  return new PikaError('source/bad-data', { subject, expected, found, next });
}
