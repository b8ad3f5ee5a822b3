import { bool, dateDay, float64, int64, timestamp, TimeUnit, utf8, type DataType } from '@uwdata/flechette';
import { ipcStreams } from '../arrow/arrow-batch';
import type { ArrowBatch, Bytes } from '../arrow/arrow-layout';
import { decodeIpc, type DecodedColumn } from '../encode/decode';
import type { CsvColumn, CsvType } from './plain-csv';

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const POINT = 0x2e;
/** Integers of fewer digits, and powers of ten up to 22, are exact as numbers, so their quotient is rounded once. */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const WORD = 2 ** 32;
const DAY_SECONDS = 86_400;
const NO_BYTES = new Uint8Array(0);

const TYPES: Readonly<Record<CsvType, DataType>> = {
  integers: int64(),
  doubles: float64(),
  dates: dateDay(),
  times: timestamp(TimeUnit.MICROSECOND),
  booleans: bool(),
  texts: utf8(),
};

export function arrowType(type: CsvType): DataType {
  return TYPES[type];
}

/** Collects the values of a column, one cell after another. */
interface Values {
  set(row: number, from: number, to: number): void;
  /** The buffers of the Arrow layout. */
  buffers(): { readonly values: Bytes; readonly offsets?: Bytes };
}

/** A column of some rows. Copies: every value once into Arrow's layout, and those buffers once more. */
export class ColumnBuilder {
  readonly #column: CsvColumn;
  readonly #rows: number;
  readonly #values: Values;
  readonly #validity: Uint8Array;
  #row = 0;
  #nullCount = 0;

  /** @param mostBytes of all cells of the rows */
  constructor(column: CsvColumn, bytes: Uint8Array, rows: number, mostBytes: number) {
    this.#column = column;
    this.#rows = rows;
    this.#values = valuesOf(column.type, bytes, rows, mostBytes);
    this.#validity = new Uint8Array((rows + 7) >> 3).fill(0xff);
  }

  /** The cell of the next row. */
  add(from: number, to: number): void {
    const row = this.#row++;
    if (from === to) {
      this.#validity[row >> 3]! &= ~(1 << (row & 7));
      this.#nullCount++;
    }
    this.#values.set(row, from, to);
  }

  finish(): DecodedColumn {
    const { name, type } = this.#column;
    const nullCount = this.#nullCount;
    const batch: ArrowBatch = {
      type: arrowType(type),
      length: this.#rows,
      nullCount,
      validity: nullCount > 0 ? this.#validity : NO_BYTES,
      ...this.#values.buffers(),
      children: [],
    };
    const fields = [{ name, type: batch.type, nullable: true }];
    const [stream] = ipcStreams({ fields, batches: [{ rows: this.#rows, columns: [batch] }] }, [0]);
    return decodeIpc(stream!, `column "${name}"`)[0]!;
  }
}

function valuesOf(type: CsvType, bytes: Uint8Array, rows: number, mostBytes: number): Values {
  switch (type) {
    case 'integers':
      return integers(bytes, rows);
    case 'doubles': {
      const values = new Float64Array(rows);
      return { set: (row, from, to) => (values[row] = doubleOf(bytes, from, to)), buffers: () => ({ values }) };
    }
    case 'dates': {
      const values = new Int32Array(rows);
      const set = (row: number, from: number, to: number): void => {
        if (from < to) values[row] = dayOf(bytes, from);
      };
      return { set, buffers: () => ({ values }) };
    }
    case 'times':
      return times(bytes, rows);
    case 'booleans': {
      const values = new Uint8Array((rows + 7) >> 3);
      const set = (row: number, from: number, to: number): void => {
        if (to - from === 'true'.length) values[row >> 3]! |= 1 << (row & 7);
      };
      return { set, buffers: () => ({ values }) };
    }
    case 'texts':
      return texts(bytes, rows, mostBytes);
  }
}

function integers(bytes: Uint8Array, rows: number): Values {
  const values = new BigInt64Array(rows);
  const words = new Int32Array(values.buffer);
  const set = (row: number, from: number, to: number): void => {
    if (to - from > EXACT_DIGITS) {
      values[row] = BigInt(asciiOf(bytes, from, to));
      return;
    }
    const isNegative = bytes[from] === MINUS;
    let value = 0;
    for (let at = isNegative ? from + 1 : from; at < to; at++) value = value * 10 + bytes[at]! - ZERO;
    if (isNegative) value = -value;
    // Assigned to an Int32Array, a number keeps its low 32 bits.
    words[2 * row] = value;
    words[2 * row + 1] = Math.floor(value / WORD);
  };
  return { set, buffers: () => ({ values }) };
}

function times(bytes: Uint8Array, rows: number): Values {
  const values = new BigInt64Array(rows);
  const set = (row: number, from: number, to: number): void => {
    if (from === to) return;
    const clock = pair(bytes, from + 11) * 3600 + pair(bytes, from + 14) * 60 + pair(bytes, from + 17);
    let micros = 0;
    for (let i = 0, at = from + 20; i < 6; i++, at++) micros = micros * 10 + (at < to ? bytes[at]! - ZERO : 0);
    const seconds = dayOf(bytes, from) * DAY_SECONDS + clock;
    values[row] = BigInt(seconds) * 1_000_000n + BigInt(micros);
  };
  return { set, buffers: () => ({ values }) };
}

function texts(bytes: Uint8Array, rows: number, mostBytes: number): Values {
  const offsets = new Int32Array(rows + 1);
  const values = new Uint8Array(mostBytes);
  let length = 0;
  const set = (row: number, from: number, to: number): void => {
    // Most texts are short: a loop is faster than to make a view of each.
    for (let at = from; at < to; at++) values[length++] = bytes[at]!;
    offsets[row + 1] = length;
  };
  return { set, buffers: () => ({ offsets, values: values.subarray(0, length) }) };
}

/** The number nearest to a decimal text, by its digits if that is exact. 0 for no text. */
function doubleOf(bytes: Uint8Array, from: number, to: number): number {
  const isNegative = bytes[from] === MINUS;
  const start = isNegative ? from + 1 : from;
  let [value, fraction] = [0, -1];
  for (let at = start; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === POINT) fraction = 0;
    else if (byte > NINE || at - start > EXACT_DIGITS) return Number(asciiOf(bytes, from, to));
    else {
      value = value * 10 + byte - ZERO;
      if (fraction >= 0) fraction++;
    }
  }
  if (fraction > 0) value /= POWERS[fraction]!;
  return isNegative ? -value : value;
}

/** Days since 1970 of `2024-01-31`, in the proleptic Gregorian calendar. */
function dayOf(bytes: Uint8Array, at: number): number {
  const month = pair(bytes, at + 5);
  // Years that start in March have the leap day at their end.
  const year = pair(bytes, at) * 100 + pair(bytes, at + 2) - (month <= 2 ? 1 : 0);
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + pair(bytes, at + 8) - 1;
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - 719_468;
}

function pair(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - ZERO) * 10 + bytes[at + 1]! - ZERO;
}

function asciiOf(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
