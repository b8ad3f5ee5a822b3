import {
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  uint16,
  uint32,
  uint64,
  uint8,
  type DataType,
} from '@uwdata/flechette';
import { PAGE_ROWS } from '../../columns/column';
import { PikaError } from '../../errors';
import type { ArrowBatch, ArrowField, RecordBatch, RecordBatches } from '../arrow/arrow-layout';
import { describeValue, isDate, isMap } from '../values/describe-value';
import { columnOfValues } from './plain-values';
import { distinctNames } from '../table-reader';

export type NumberArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** An array of objects, one for each row. Throws source/bad-data. */
export function readObjects(rows: readonly unknown[], subject: string): RecordBatches {
  const names = new Set<string>();
  rows.forEach((row, i) => {
    if (!isRow(row))
      throw badData(
        subject,
        'an array of objects, one for each row',
        `${describeValue(row)} in row ${i}`,
        'Give each row names, e.g. { value: 1 }.',
      );
    for (const name in row) if (Object.hasOwn(row, name) || !(name in Object.prototype)) names.add(name);
  });
  const columns = [...names].map((name) =>
    columnOfValues(valuesOf(rows, name, subject), `column "${name}" of ${subject}`),
  );
  return batchOf([...names], columns, rows.length);
}

/** Reads a property of all rows. A getter of a page's class may throw. */
function valuesOf(rows: readonly unknown[], name: string, subject: string): unknown[] {
  const read = readerOf(name);
  let at = 0;
  try {
    return rows.map((row, i) => {
      at = i;
      return read(row);
    });
  } catch (thrown) {
    throw badData(
      subject,
      'values that can be read',
      `${String(thrown)}, thrown by "${name}" of row ${at}`,
      'Make the getter return null for no value, or pass plain objects.',
    );
  }
}

function isRow(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !isDate(value) &&
    !isMap(value)
  );
}

/**
 * Rows of a class may have names on their prototype. Names that every object has, such as `constructor`, do not count.
 */
function readerOf(name: string): (row: unknown) => unknown {
  if (!(name in Object.prototype)) return (row) => (row as Readonly<Record<string, unknown>>)[name];
  return (row) => (Object.hasOwn(row as object, name) ? (row as Readonly<Record<string, unknown>>)[name] : null);
}

/** An object of arrays, one for each column. Throws source/bad-data. */
export function readArrays(arrays: Readonly<Record<string, unknown>>, subject: string): RecordBatches {
  const names = Object.keys(arrays);
  const lengths = names.map((name) => {
    const array = arrays[name];
    if (Array.isArray(array) || isNumberArray(array)) return array.length;
    throw badData(
      subject,
      'an array for each column',
      `${describeValue(array)} for "${name}"`,
      'Give typed arrays or plain arrays, all of one length.',
    );
  });
  const other = lengths.findIndex((length) => length !== lengths[0]);
  if (other > 0) {
    throw badData(
      subject,
      'columns of one length',
      `${lengths[0]!.toLocaleString('en')} values in "${names[0]}" and ${lengths[other]!.toLocaleString('en')} in "${names[other]}"`,
      'Pad the shorter one with null or NaN.',
    );
  }
  const columns = names.map((name): ArrowBatch => {
    const array = arrays[name] as NumberArray | readonly unknown[];
    return isNumberArray(array) ? numbers(array) : columnOfValues(array, `column "${name}" of ${subject}`);
  });
  const rows = lengths[0] ?? 0;
  const whole = batchOf(names, columns, rows);
  // Too many rows at once would make one message larger than browsers can send.
  return rows > PAGE_ROWS && names.every((name) => isNumberArray(arrays[name]))
    ? { ...whole, batches: [...slicesOf(Object.values(arrays) as NumberArray[], rows)] }
    : whole;
}

function numbers(values: NumberArray): ArrowBatch {
  return {
    type: typeOf(values),
    length: values.length,
    nullCount: 0,
    validity: new Uint8Array(0),
    values,
    children: [],
  };
}

function* slicesOf(arrays: readonly NumberArray[], rows: number): Generator<RecordBatch> {
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    const to = Math.min(rows, from + PAGE_ROWS);
    yield { rows: to - from, columns: arrays.map((array) => numbers(array.subarray(from, to))) };
  }
}

function batchOf(names: readonly string[], columns: readonly ArrowBatch[], rows: number): RecordBatches {
  const distinct = distinctNames(names);
  const fields = columns.map(({ type }, i): ArrowField => ({ name: distinct[i]!, type, nullable: true }));
  const batch: RecordBatch = { rows, columns };
  return { fields, batches: rows > 0 ? [batch] : [] };
}

function isNumberArray(value: unknown): value is NumberArray {
  return ArrayBuffer.isView(value) && NUMBER_TYPES.has(value.constructor.name);
}

const NUMBER_TYPES = new Map<string, () => DataType>([
  ['Int8Array', int8],
  ['Uint8Array', uint8],
  ['Uint8ClampedArray', uint8],
  ['Int16Array', int16],
  ['Uint16Array', uint16],
  ['Int32Array', int32],
  ['Uint32Array', uint32],
  ['BigInt64Array', int64],
  ['BigUint64Array', uint64],
  ['Float32Array', float32],
  ['Float64Array', float64],
]);

function typeOf(array: NumberArray): DataType {
  return NUMBER_TYPES.get(array.constructor.name)!();
}

export function badData(subject: string, expected: string, found: string, next: string): PikaError {
  return new PikaError('source/bad-data', { subject, expected, found, next });
}
