import { bool, columnFromArray, dateDay, float64, int64, timestamp, TimeUnit, utf8, type Column, type DataType } from '@uwdata/flechette';
import type { DecodedColumn } from './decode';
import type { JsonRow } from './json-rows';

type Kind = 'integer' | 'number' | 'boolean' | 'date' | 'timestamp' | 'text';

const DATE = /^\d{4}-\d\d-\d\d$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?$/;

const TYPES: Readonly<Record<Kind, DataType>> = {
  integer: int64(), number: float64(), boolean: bool(), date: dateDay(), timestamp: timestamp(TimeUnit.MILLISECOND), text: utf8(),
};

/** Rows in a record batch: what the database takes in at once. */
const BATCH_ROWS = 1 << 18;

/**
 * Rows of JSON as Arrow columns, in the order their names first appear; a row that lacks one has NULL there. Numbers are BIGINT when
 * all are whole and safe, else DOUBLE; texts that are all ISO dates are dates; anything nested, and what is of several kinds, is JSON text.
 */
export function jsonColumns(rows: readonly JsonRow[]): DecodedColumn[] {
  const values = new Map<string, unknown[]>();
  rows.forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) {
      let column = values.get(name);
      if (!column) values.set(name, column = new Array<unknown>(rows.length).fill(null));
      column[i] = value;
    }
  });
  return [...values].map(([name, column]) => {
    const kind = kindOf(column);
    const type = TYPES[kind];
    const made = columnFromArray(column.map((value) => (value === null ? null : converted(value, kind))), type, { maxBatchRows: BATCH_ROWS }) as Column<unknown>;
    return { name, type, chunks: made.data.map((batch) => ({ batch, rows: batch.length, validity: batch.nullCount > 0 ? batch.validity : null })) };
  });
}

/** The one kind of all values that are there. */
function kindOf(values: readonly unknown[]): Kind {
  let kind: Kind | null = null;
  for (const value of values) {
    if (value === null) continue;
    const own = kindOfOne(value);
    if (kind === null || kind === own) kind = own;
    else if ((kind === 'integer' && own === 'number') || (kind === 'number' && own === 'integer')) kind = 'number';
    else if ((kind === 'date' && own === 'timestamp') || (kind === 'timestamp' && own === 'date')) kind = 'timestamp';
    else return 'text';
  }
  return kind ?? 'text';
}

function kindOfOne(value: unknown): Kind {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'string') return 'text';
  if (DATE.test(value)) return isTime(value) ? 'date' : 'text';
  return TIMESTAMP.test(value) && isTime(value) ? 'timestamp' : 'text';
}

/** As UTC, which is what a time without a zone stands for everywhere here. Date forgives 31 February; its text then differs. */
function isTime(text: string): boolean {
  const ms = timeMs(text);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 10));
}

function timeMs(text: string): number {
  return text.length === 10 ? Date.parse(text) : Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace(/Z$/, '')}Z`);
}

function converted(value: unknown, kind: Kind): unknown {
  switch (kind) {
    case 'date': case 'timestamp': return timeMs(value as string);
    case 'integer': return BigInt(value as number);
    case 'text': return typeof value === 'string' ? value : JSON.stringify(value);
    default: return value;
  }
}
