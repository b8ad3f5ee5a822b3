import { readTime, type TextTime } from './json-time';
import { WholeDecimal, type JsonObject, type JsonValue } from './json-parser';
import { jsonText } from './json-text';
import { distinctNames } from '../table-reader';
import {
  booleans,
  days,
  doubles,
  flattened,
  integers,
  listOf,
  mapOf,
  MICROSECONDS,
  NANOSECONDS,
  structOf,
  texts,
  timestamps,
  type Shape,
} from '../values/value-shape';

type Kind = 'integer' | 'number' | 'boolean' | 'text' | 'list' | 'object';

/**
 * Objects with more names are maps, and so are those that have less than a tenth of the names on average: DuckDB's
 * thresholds.
 */
const MAX_FIELDS = 200;
const LEAST_APPEARANCE = 0.1;
/** Arrow readers refuse types nested deeper than 64; a list and its element count as two. */
const DEEPEST = 24;
const NANOSECOND_SECONDS = 9_223_372_035;
const DAY_SECONDS = 86_400;

/**
 * Infers the type of all values of a name, like DuckDB's read_json_auto: BIGINT (UBIGINT, or 20 digits, beyond it),
 * DOUBLE, BOOLEAN, DATE, TIMESTAMP, LIST, STRUCT, MAP, and VARCHAR. Values of several kinds become text; those that are
 * not strings, as JSON writes them. Deliberate differences: UUIDs and times of day stay VARCHAR, which plots can draw;
 * nanoseconds are kept (TIMESTAMP_NS), where DuckDB reads VARCHAR; dates mixed with times are read, where DuckDB fails.
 */
export function jsonShape(values: readonly JsonValue[], depth = 0): Shape {
  const kind = kindOf(values);
  switch (kind) {
    case 'boolean':
      return booleans();
    case 'number':
      return doubles(toDouble);
    case 'integer':
      return integersOf(values);
    case 'text':
      return timesOf(values) ?? texts();
    case 'list':
      return depth < DEEPEST ? listsOf(values as readonly (readonly JsonValue[] | null)[], depth) : asText();
    case 'object':
      return (depth < DEEPEST ? objectsOf(values as readonly (JsonObject | null)[], depth) : null) ?? asText();
    case null:
      return asText();
  }
}

function asText(): Shape {
  return texts((value) => jsonText(value as JsonValue));
}

/** The common kind of all values present; null if there are several or none. */
function kindOf(values: readonly JsonValue[]): Kind | null {
  let kind: Kind | null = null;
  for (const value of values) {
    if (value === null) continue;
    const own = kindOfOne(value);
    if (kind === null || kind === own) kind = own;
    else if ((kind === 'integer' && own === 'number') || (kind === 'number' && own === 'integer')) kind = 'number';
    else return null;
  }
  return kind;
}

function kindOfOne(value: Exclude<JsonValue, null>): Kind {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'bigint':
      return 'integer';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    default:
      return value instanceof WholeDecimal ? 'number' : Array.isArray(value) ? 'list' : 'object';
  }
}

function toDouble(value: unknown): number {
  return value instanceof WholeDecimal ? value.value : Number(value);
}

function integersOf(values: readonly JsonValue[]): Shape {
  let least = 0n;
  let most = 0n;
  for (const value of values) {
    if (typeof value !== 'bigint') continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  // A small negative value is a number, not a bigint, so the loop above skipped it.
  if (least === 0n && values.some((value) => typeof value === 'number' && value < 0)) least = -1n;
  return integers(least, most)!;
}

/** The shape of strings that are all dates, or all dates and times; null for any others. */
function timesOf(values: readonly JsonValue[]): Shape | null {
  let areDates = true;
  let isFiner = false;
  let isNear = true;
  for (const value of values) {
    if (value === null) continue;
    const time = readTime(value as string);
    if (!time) return null;
    areDates &&= time.isDate;
    isFiner ||= time.nanoseconds % 1000 !== 0;
    isNear &&= Math.abs(time.seconds) < NANOSECOND_SECONDS;
  }
  const read = (value: unknown): TextTime => readTime(value as string)!;
  if (areDates) return days((value) => read(value).seconds / DAY_SECONDS);
  // Times outside the range of 64-bit nanoseconds are kept in microseconds, as in a CAST.
  const [unit, perSecond] =
    isFiner && isNear ? ([NANOSECONDS, 1_000_000_000n] as const) : ([MICROSECONDS, 1_000_000n] as const);
  return timestamps(unit, (value) => {
    const { seconds, nanoseconds } = read(value);
    const fraction = unit === NANOSECONDS ? nanoseconds : Math.floor(nanoseconds / 1000);
    return BigInt(seconds) * perSecond + BigInt(fraction);
  });
}

function listsOf(lists: readonly (readonly JsonValue[] | null)[], depth: number): Shape {
  return listOf(jsonShape(flattened(lists.map((one) => one ?? [])) as JsonValue[], depth + 1));
}

/** A STRUCT; a MAP if names are data; null if there is no name, or one that SQL cannot use for a field. */
function objectsOf(objects: readonly (JsonObject | null)[], depth: number): Shape | null {
  const names = new Set<string>();
  let appearances = 0;
  let count = 0;
  for (const object of objects) {
    if (object === null) continue;
    count++;
    for (const name of Object.keys(object)) {
      names.add(name);
      appearances++;
    }
  }
  if (names.size === 0) return null;
  if (names.size > MAX_FIELDS || appearances / count / names.size < LEAST_APPEARANCE) {
    const shape = jsonShape(
      objects.flatMap((object) => (object === null ? [] : Object.values(object))),
      depth + 2,
    );
    return mapOf(texts(), shape, (object) => ({
      keys: Object.keys(object as JsonObject),
      values: Object.values(object as JsonObject),
    }));
  }
  if (names.has('')) return null;
  const distinct = distinctNames([...names]);
  return structOf(
    [...names].map((name, i) => {
      const of = (object: unknown): JsonValue =>
        Object.hasOwn(object as JsonObject, name) ? (object as JsonObject)[name]! : null;
      return {
        name: distinct[i]!,
        shape: jsonShape(
          objects.map((object) => (object === null ? null : of(object))),
          depth + 1,
        ),
        of,
      };
    }),
  );
}
