import {
  Bool,
  DataType,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  LargeUtf8,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Utf8,
  Vector,
  makeData,
  type Data,
} from 'apache-arrow';
import type { Random } from '../harness/random';

/** A value of a row: ticks of integers, times and decimals, floats, strings, booleans. */
export type Value = bigint | number | string | boolean | null;

export interface Kind {
  readonly name: string;
  readonly type: () => DataType;
  /** A value out of few or many; `spread` from 0 (all equal) to 1 (the whole type). */
  readonly draw: (random: Random, spread: number) => Value;
  /** SQL over the column, comparable with its values as literals. */
  readonly sql: string;
  /** For decimals: the value that an engine derives from ticks. */
  readonly scale?: number;
}

const integer = (name: string, type: () => DataType, min: bigint, max: bigint, sql = 'c::HUGEINT'): Kind => ({
  name,
  type,
  sql,
  // Includes values near the limits, where keys wrap and doubles lose digits, but never both limits of 64 bits, which
  // no 64-bit key can represent.
  draw: (random, spread) => {
    const low = max - min > 2n ** 63n ? min + 2n : min;
    const width = BigInt(Math.floor(Number((max - low) / 2n) ** spread));
    const base = random.pick([low, max - width, 0n]);
    const value = base + (width > 0n ? random.bigint(0n, width + 1n) : 0n);
    return value < low ? low : value > max ? max : value;
  },
});
const int = (bits: number, type: () => DataType): Kind =>
  integer(`int${bits}`, type, -(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n);
const uint = (bits: number, type: () => DataType): Kind => integer(`uint${bits}`, type, 0n, 2n ** BigInt(bits) - 1n);
const time = (name: string, type: () => DataType, perSecond: number, sql: string): Kind =>
  integer(name, type, BigInt(-1e8 * perSecond), BigInt(2e9 * perSecond), sql);

const WORDS = [
  '',
  'a',
  'A',
  'ab',
  'zürich',
  '東京',
  'Ω',
  '🐹 hamster',
  'a longer one than twelve bytes',
  "O'Hare",
  '"; DROP TABLE t; --',
  'constructor',
  '__proto__',
  'NULL',
];
const word = (random: Random, spread: number): string =>
  random.next() < spread ? `${random.pick(WORDS)}${random.integer(0, 40)}` : random.pick(WORDS);
const text = (name: string, type: () => DataType): Kind => ({ name, type, draw: word, sql: 'c' });

export const KINDS: readonly Kind[] = [
  { name: 'boolean', type: () => new Bool(), draw: (random) => random.next() < 0.4, sql: 'c::INTEGER' },
  int(8, () => new Int8()),
  int(16, () => new Int16()),
  int(32, () => new Int32()),
  int(64, () => new Int64()),
  uint(8, () => new Uint8()),
  uint(16, () => new Uint16()),
  uint(32, () => new Uint32()),
  uint(64, () => new Uint64()),
  {
    name: 'float32',
    type: () => new Float32(),
    draw: (random, spread) => Math.fround(random.normal() * 10 ** Math.round(40 * spread * (random.next() - 0.5))),
    sql: 'c::DOUBLE',
  },
  {
    name: 'float64',
    type: () => new Float64(),
    draw: (random, spread) =>
      random.pick([1, random.normal()]) * 10 ** Math.round(600 * spread * (random.next() - 0.5)),
    sql: 'c',
  },
  { name: 'halves', type: () => new Float64(), draw: (random) => random.integer(-40, 40) / 4, sql: 'c' },
  text('utf8', () => new Utf8()),
  text('largeUtf8', () => new LargeUtf8()),
  { ...text('dictionary8', () => new Dictionary(new Utf8(), new Int8(), 8)), draw: (random) => random.pick(WORDS) },
  text('dictionary32', () => new Dictionary(new Utf8(), new Uint32(), 32)),
  integer('day', () => new DateDay(), -700_000n, 2_000_000n, "date_diff('day', DATE '1970-01-01', c)"),
  time('second', () => new TimestampSecond(), 1, 'epoch(c)::BIGINT'),
  time('millisecond', () => new TimestampMillisecond(), 1e3, 'epoch_ms(c)'),
  time('microsecond', () => new TimestampMicrosecond('UTC'), 1e6, 'epoch_us(c)'),
  time('nanosecond', () => new TimestampNanosecond(), 1e9, 'epoch_ns(c)'),
  { ...integer('money', () => new Decimal(2, 9), -(10n ** 9n) + 1n, 10n ** 9n - 1n, 'c::DOUBLE'), scale: 2 },
  integer('whole', () => new Decimal(0, 18), -(10n ** 18n) + 1n, 10n ** 18n - 1n),
  { name: 'nothing', type: () => new Null(), draw: () => null, sql: 'c::DOUBLE' },
];

export interface DrawnTable {
  readonly rows: number;
  /** One for each of {@link KINDS}, by name. */
  readonly values: ReadonlyMap<string, readonly Value[]>;
  /** Split into batches with dictionaries of their own. */
  readonly table: Table;
  /** The rows in one batch without dictionaries, with row numbers. The database loads them in a different way. */
  readonly plain: Table;
}

/**
 * How dictionaries continue from batch to batch: each has its own, or extends the one before (deltas, the only kind
 * allowed in Arrow files).
 */
export type DictionaryMode = 'replaced' | 'growing';

/** A table of every type. NULLs, rows, values and batches are random; NULL rows contain garbage. */
export function drawTable(random: Random, mode: DictionaryMode): DrawnTable {
  const rows = random.pick([random.integer(0, 3), random.integer(3, 200), random.integer(200, 3000)]);
  const values = new Map(
    KINDS.map(({ name, draw }) => {
      const [spread, nulls] = [random.pick([0, 0.2, 0.6, 1]), random.pick([0, 0, 0.05, 0.5, 1])];
      return [name, Array.from({ length: rows }, () => (random.next() < nulls ? null : draw(random, spread)))];
    }),
  );
  const cuts = [0, ...Array.from({ length: random.integer(0, 6) }, () => random.integer(0, rows + 1)), rows].sort(
    (a, b) => a - b,
  );
  const types = KINDS.map(({ type }) => type());
  const schema = new Schema(KINDS.map(({ name }, i) => new Field(name, types[i]!, true)));
  const struct = new Struct(schema.fields);
  const growing = KINDS.map((): Words => ({ texts: [], chunks: [] }));
  const batches = cuts.slice(1).map((to, i) => {
    const children = KINDS.map(({ name }, at) =>
      dataOf(types[at]!, values.get(name)!.slice(cuts[i], to), random, mode === 'growing' ? growing[at] : undefined),
    );
    return new RecordBatch(
      schema,
      makeData({ type: struct, length: to - cuts[i]!, nullCount: 0, children }) as Data<Struct>,
    );
  });
  const plainTypes = types.map((type) =>
    DataType.isDictionary(type) || DataType.isLargeUtf8(type) ? new Utf8() : type,
  );
  const plain = new Table(
    Object.fromEntries([
      [
        'row',
        new Vector([
          makeData({ type: new Int32(), length: rows, data: Int32Array.from({ length: rows }, (_, row) => row) }),
        ]),
      ],
      ...KINDS.map(({ name }, at): [string, Vector] => [
        name,
        new Vector([dataOf(plainTypes[at]!, values.get(name)!, random)]),
      ]),
    ]),
  );
  return { rows, values, table: new Table(schema, batches), plain };
}

/** Buffers written by hand, so that nothing is rounded. */
export function dataOf(
  type: DataType,
  values: readonly Value[],
  random: Random,
  known: Words = { texts: [], chunks: [] },
): Data {
  const length = values.length;
  const nullBitmap = new Uint8Array((length + 7) >> 3);
  values.forEach((value, row) => {
    if (value !== null) nullBitmap[row >> 3]! |= 1 << (row & 7);
  });
  const nullCount = values.filter((value) => value === null).length;
  const base = { type, length, nullCount, ...(nullCount > 0 && { nullBitmap }) };
  const numbers = (): bigint[] => values.map((value) => (value === null ? random.bigint(0n, 100n) : (value as bigint)));
  if (DataType.isNull(type)) return makeData({ type, length });
  if (DataType.isBool(type)) {
    const data = new Uint8Array((length + 7) >> 3);
    values.forEach((value, row) => {
      if (value === true) data[row >> 3]! |= 1 << (row & 7);
    });
    return makeData({ ...base, data } as never);
  }
  if (DataType.isFloat(type))
    return makeData({
      ...base,
      data: (type.ArrayType as typeof Float64Array).from(values, (value) => (value === null ? NaN : (value as number))),
    } as never);
  if (DataType.isDictionary(type)) return makeData({ ...base, ...dictionaryOf(type, values, random, known) } as never);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) {
    const texts = values.map((value) => new TextEncoder().encode(value === null ? 'garbage' : String(value)));
    const ends = texts.reduce((ends, { length: bytes }) => [...ends, ends.at(-1)! + bytes], [0]);
    const data = new Uint8Array(ends.at(-1)!);
    texts.forEach((bytes, row) => data.set(bytes, ends[row]));
    return makeData({
      ...base,
      data,
      valueOffsets: DataType.isUtf8(type) ? Int32Array.from(ends) : BigInt64Array.from(ends, BigInt),
    } as never);
  }
  if (DataType.isDecimal(type))
    return makeData({
      ...base,
      data: new Uint32Array(BigInt64Array.from(numbers().flatMap((ticks) => [ticks, ticks >> 63n])).buffer),
    } as never);
  const wide = type.ArrayType as typeof BigInt64Array | typeof Int32Array;
  const data =
    wide.BYTES_PER_ELEMENT === 8
      ? (wide as typeof BigInt64Array).from(numbers())
      : (wide as typeof Int32Array).from(numbers(), Number);
  return makeData({ ...base, data } as never);
}

/** The words of a dictionary so far. */
interface Words {
  readonly texts: Value[];
  readonly chunks: Data[];
}

/** Codes in an order of their own, into words some of which no row uses. */
function dictionaryOf(
  type: Dictionary,
  values: readonly Value[],
  random: Random,
  { texts, chunks }: Words,
): { data: Int8Array | Uint32Array; dictionary: Vector } {
  const fresh = [...new Set([...values, 'unused'])]
    .filter((value) => value !== null && !texts.includes(value))
    .sort(() => random.next() - 0.5);
  texts.push(...fresh);
  if (fresh.length > 0) chunks.push(dataOf(type.dictionary as DataType, fresh, random));
  const codes = new Map(texts.map((own, code) => [own, code]));
  const data = (type.indices.ArrayType as typeof Int8Array).from(values, (value) =>
    value === null ? random.integer(0, texts.length) : codes.get(value)!,
  );
  return { data, dictionary: new Vector([...chunks]) };
}
