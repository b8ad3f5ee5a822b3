import { PikaError } from '../../errors';
import type { ArrowBatch } from '../arrow/arrow-layout';
import { classOf, describeValue, isDate, isMap } from '../values/describe-value';
import { distinctNames } from '../table-reader';
import {
  blobs,
  booleans,
  doubles,
  flattened,
  integers,
  isPresent,
  listOf,
  mapOf,
  MILLISECONDS,
  nothing,
  smallIntegers,
  structOf,
  texts,
  timestamps,
  type Shape,
} from '../values/value-shape';

/** The kind of one value; `integer` fits 32 bits, `whole` the 53 of a double. */
type Kind =
  'boolean' | 'integer' | 'whole' | 'number' | 'bigint' | 'string' | 'date' | 'bytes' | 'list' | 'map' | 'object';

const MAX_INT32 = 0x7fff_ffff;
/** Arrow readers refuse types nested deeper than 64; a list and its element count as two. */
const DEEPEST = 24;
const WIDER: readonly Kind[] = ['integer', 'whole', 'number'];

/** Values and their origin: `rowOf` returns the row of the value at an index, for errors. */
interface Values {
  readonly values: readonly unknown[];
  readonly subject: string;
  readonly depth: number;
  rowOf(at: number): number;
}

/**
 * Converts plain JavaScript values to one Arrow column of the narrowest type that represents them all: BOOLEAN,
 * INTEGER, DOUBLE, BIGINT (UBIGINT, or 20 digits), VARCHAR, TIMESTAMP_MS for Dates, BLOB for Uint8Array and
 * ArrayBuffer, LIST for arrays and typed arrays, MAP for Maps, STRUCT for objects by their own fields. `undefined` and
 * missing fields are NULL. Dates, Maps and arrays may come from another window. Copies: every value once. Throws
 * source/bad-data that names the row for: values of two kinds, invalid dates, integers beyond 64 bits, functions and
 * symbols, objects without fields, objects of a class that hides its value (it has no fields, or a toJSON method), and
 * cycles.
 */
export function columnOfValues(values: readonly unknown[], subject: string): ArrowBatch {
  return shapeOf({ values, subject, depth: 0, rowOf: (at) => at }).column(values);
}

function shapeOf(all: Values): Shape {
  const kind = kindOf(all);
  switch (kind) {
    // Inside lists and structs DuckDB accepts no column without a type.
    case null:
      return all.depth === 0 ? nothing() : texts();
    case 'boolean':
      return booleans();
    case 'integer':
      return smallIntegers();
    case 'whole':
    case 'number':
      return doubles(Number);
    case 'bigint':
      return wideIntegers(all);
    case 'string':
      return texts();
    case 'date':
      return timestamps(MILLISECONDS, (date) => BigInt((date as Date).getTime()));
    case 'bytes':
      return blobs((bytes) =>
        ArrayBuffer.isView(bytes) ? (bytes as Uint8Array) : new Uint8Array(bytes as ArrayBuffer),
      );
    default:
      if (all.depth === DEEPEST)
        throw badValues(
          all,
          `values nested at most ${DEEPEST} deep`,
          `deeper values in row ${all.rowOf(all.values.findIndex(isPresent))}`,
          'Pass them as JSON text.',
        );
      if (all.depth === 0) all.values.forEach((value, at) => requireNoCircle(value, new Set(), all, at));
      return kind === 'list' ? listShape(all) : kind === 'map' ? mapShape(all) : structShape(all);
  }
}

/** The common kind of all values present; null if there are none. */
function kindOf(all: Values): Kind | null {
  const { values, rowOf } = all;
  let kind: Kind | null = null;
  let first = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value === null || value === undefined) continue;
    const found = kindOfOne(value, at, all);
    if (found === kind) continue;
    const wider: Kind | null = kind === null ? found : common(kind, found);
    if (wider === null) {
      const [a, b] = [values[first], value].map(describeValue);
      throw badValues(
        all,
        'values of one type',
        `${a} in row ${rowOf(first)} and ${b} in row ${rowOf(at)}`,
        'Convert them to one type first, e.g. with String(value) or Number(value).',
      );
    }
    if (kind === null) first = at;
    kind = wider;
  }
  return kind;
}

function kindOfOne(value: unknown, at: number, all: Values): Kind {
  switch (typeof value) {
    case 'boolean':
    case 'bigint':
    case 'string':
      return typeof value as 'boolean' | 'bigint' | 'string';
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) return 'number';
      return Math.abs(value) <= MAX_INT32 ? 'integer' : 'whole';
    case 'object':
      return kindOfObject(value!, at, all);
    default:
      throw badValues(
        all,
        'numbers, strings, booleans, dates, lists or objects',
        `a ${typeof value} in row ${all.rowOf(at)}`,
        'Leave the column out, or pass null.',
      );
  }
}

function kindOfObject(value: object, at: number, all: Values): Kind {
  if (Array.isArray(value)) return 'list';
  const name = classOf(value);
  if (name === null) return 'object';
  if (isDate(value)) {
    if (!Number.isNaN(value.getTime())) return 'date';
    throw badValues(all, 'dates', `an invalid Date in row ${all.rowOf(at)}`, 'Pass null where there is no date.');
  }
  if (ArrayBuffer.isView(value) && name !== 'DataView')
    return Object.prototype.toString.call(value) === '[object Uint8Array]' ? 'bytes' : 'list';
  if (name === 'ArrayBuffer') return 'bytes';
  if (isMap(value)) return 'map';
  if (Object.keys(value).length > 0 && !('toJSON' in value) && !(value instanceof String)) return 'object';
  throw badValues(
    all,
    'numbers, strings, booleans, Dates, arrays, Maps or objects',
    `${describeValue(value)} in row ${all.rowOf(at)}`,
    'Convert it to one of these, e.g. a Date, a number, or String(value).',
  );
}

/** The kind that represents both; null if there is none. */
function common(a: Kind, b: Kind): Kind | null {
  const [less, more] = WIDER.indexOf(a) <= WIDER.indexOf(b) ? [a, b] : [b, a];
  if (WIDER.includes(less)) return more;
  return less === 'bigint' && (more === 'integer' || more === 'whole') ? 'bigint' : null;
}

function wideIntegers(all: Values): Shape {
  let least = 0n;
  let most = 0n;
  let extreme = 0;
  all.values.forEach((value, at) => {
    if (!isPresent(value)) return;
    const integer = BigInt(value as number | bigint);
    if (integer >= least && integer <= most) return;
    if (integer < least) least = integer;
    else most = integer;
    if (integer < -(2n ** 63n) || integer >= 2n ** 64n) extreme = at;
  });
  const shape = integers(least, most);
  if (shape) return shape;
  throw badValues(
    all,
    'integers of up to 64 bits',
    `${String(all.values[extreme])} in row ${all.rowOf(extreme)}`,
    'Pass them as numbers or strings.',
  );
}

function listShape(all: Values): Shape {
  const lists = all.values.map((value) => (isPresent(value) ? (value as ArrayLike<unknown>) : []));
  return listOf(shapeOf({ ...inner(all, lists), values: flattened(lists), subject: `elements of ${all.subject}` }));
}

function mapShape(all: Values): Shape {
  const maps = all.values.map((value) => (isPresent(value) ? [...(value as ReadonlyMap<unknown, unknown>)] : []));
  const parts = inner(all, maps);
  const entries = flattened(maps) as [unknown, unknown][];
  const keys = entries.map(([key]) => key);
  const missing = keys.findIndex((key) => !isPresent(key));
  if (missing >= 0)
    throw badValues(
      all,
      'Maps without missing keys',
      `a key of ${String(keys[missing])} in row ${parts.rowOf(missing)}`,
      'Leave the entry out.',
    );
  const shapes = [
    shapeOf({ ...parts, values: keys, subject: `keys of ${all.subject}` }),
    shapeOf({ ...parts, values: entries.map(([, value]) => value), subject: `values of ${all.subject}` }),
  ] as const;
  return mapOf(...shapes, (map) => ({
    keys: [...(map as ReadonlyMap<unknown, unknown>).keys()],
    values: [...(map as ReadonlyMap<unknown, unknown>).values()],
  }));
}

function structShape(all: Values): Shape {
  const names = [...new Set(all.values.flatMap((value) => (isPresent(value) ? Object.keys(value as object) : [])))];
  const firstRow = (): number => all.rowOf(all.values.findIndex(isPresent));
  if (names.length === 0)
    throw badValues(
      all,
      'objects with fields',
      `only empty objects, the first in row ${firstRow()}`,
      'Leave the column out, or pass null.',
    );
  if (names.includes(''))
    throw badValues(
      all,
      'objects whose fields have names',
      `a field named "" in row ${all.rowOf(all.values.findIndex((value) => isPresent(value) && Object.hasOwn(value as object, '')))}`,
      'Give it a name.',
    );
  const distinct = distinctNames(names);
  return structOf(
    names.map((name, i) => {
      const of = (value: unknown): unknown =>
        Object.hasOwn(value as object, name) ? (value as Readonly<Record<string, unknown>>)[name] : null;
      const values = all.values.map((value) => (isPresent(value) ? of(value) : null));
      return {
        name: distinct[i]!,
        of,
        shape: shapeOf({
          values,
          subject: `field "${name}" of ${all.subject}`,
          depth: all.depth + 1,
          rowOf: all.rowOf,
        }),
      };
    }),
  );
}

/** The parts for the elements of lists: an element's row is that of its list. */
function inner(all: Values, lists: readonly ArrayLike<unknown>[]): Pick<Values, 'depth' | 'rowOf'> {
  return {
    depth: all.depth + 1,
    rowOf: (at) => {
      let end = 0;
      return all.rowOf(lists.findIndex(({ length }) => at < (end += length)));
    },
  };
}

/** An object that contains itself would be nested without end. */
function requireNoCircle(value: unknown, outer: Set<unknown>, all: Values, at: number): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (outer.has(value))
    throw badValues(
      all,
      'lists and objects that do not contain themselves',
      `${describeValue(value)} that contains itself in row ${all.rowOf(at)}`,
      'Leave that field out.',
    );
  // Values nested too deep are refused elsewhere.
  if (outer.size > DEEPEST) return;
  outer.add(value);
  for (const one of isMap(value) ? [...value].flat() : Object.values(value)) requireNoCircle(one, outer, all, at);
  outer.delete(value);
}

function badValues({ subject }: Values, expected: string, found: string, next: string): PikaError {
  return new PikaError('source/bad-data', { subject, expected, found, next });
}
