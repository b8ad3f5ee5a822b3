import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as arrow from 'apache-arrow';
import {
  binary,
  bool,
  dateDay,
  dateMillisecond,
  decimal32,
  decimal64,
  decimal128,
  dictionary,
  float16,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  largeUtf8,
  list,
  struct,
  timeMicrosecond,
  TimeUnit,
  uint16,
  uint32,
  uint64,
  uint8,
  utf8,
  type DataType,
  type TimeUnit_,
} from '@uwdata/flechette';
import { PAGE_ROWS } from '../../../src/engine/columns/column';
import { PikaError } from '../../../src/engine/errors';
import type { EncodedColumn } from '../../../src/engine/rows/rows';
import { encode, ipcOf, service, valuesOf } from '../arrow-columns';

const MAX = 2n ** 63n - 1n;

async function refused(work: Promise<unknown>, ...patterns: RegExp[]): Promise<void> {
  await assert.rejects(work, (thrown) => {
    assert.ok(thrown instanceof PikaError);
    for (const pattern of patterns) assert.match(thrown.message, pattern);
    return true;
  });
}

test('integers of every width keep every value, NULLs and extremes, in u32 if they fit', async () => {
  const cases: [DataType, (number | null)[], string][] = [
    [int8(), [-128, 127, null, 0], 'u32'],
    [int16(), [-32768, null, 32767], 'u32'],
    [int32(), [null, -2, 2147483647], 'u32'],
    [uint8(), [255, 0, null], 'u32'],
    [uint16(), [65535, null], 'u32'],
    [uint32(), [1, 4294967295, null], 'u32'],
    [int32(), [-2147483648, 2147483647, null], 'fixed64'],
    [uint32(), [0, 4294967295], 'fixed64'],
  ];
  for (const [type, values, kind] of cases) {
    const column = await encode(values, type);
    assert.deepEqual(
      valuesOf(column),
      values.map((value) => (value === null ? null : BigInt(value))),
    );
    assert.equal(column.encoding.kind, kind);
    assert.deepEqual(column.type, { kind: 'number', integer: true });
  }
});

test('64-bit integers are exact to the last bit', async () => {
  const cases: [DataType, (bigint | null)[], string][] = [
    [int64(), [2n ** 53n + 1n, 2n ** 53n, null, 2n ** 53n + 3n], 'u32'],
    [int64(), [-MAX - 1n, -MAX, null, MAX - 1n], 'fixed64'],
    [int64(), [-1n, 0n, 1n, -(2n ** 32n), 2n ** 32n + 7n], 'fixed64'],
    [int64(), [-MAX, MAX], 'fixed64'],
    [uint64(), [2n ** 64n - 1n, 2n ** 64n - 3n, null], 'u32'],
    [uint64(), [1n, 2n ** 64n - 1n, 5n, null], 'fixed64'],
    [int64(), [5n, 5n + 4294967294n], 'u32'],
    [int64(), [5n, 5n + 4294967295n, 6n], 'fixed64'],
    [int64(), [null, null], 'u32'],
  ];
  for (const [type, values, kind] of cases) {
    const column = await encode(values, type);
    assert.deepEqual(valuesOf(column), values);
    assert.equal(column.encoding.kind, kind, String(values));
  }
  await refused(encode([-MAX - 1n, MAX, 0n], int64()), /rows\/unsupported-type/, /smallest and the largest/);
});

test('timestamps of every unit keep their ticks, in multiples of their common step if that fits 32 bits', async () => {
  const units = [
    [TimeUnit.SECOND, 0.001, 1n],
    [TimeUnit.MILLISECOND, 1, 1000n],
    [TimeUnit.MICROSECOND, 1000, 10n ** 6n],
    [TimeUnit.NANOSECOND, 1e6, 10n ** 9n],
  ] as const;
  for (const [unit, ticksPerMs, perSecond] of units) {
    const minute = 60n * perSecond;
    const ticks = Array.from({ length: 5000 }, (_, i) =>
      i % 7 === 3 ? null : 978307260n * perSecond + BigInt((i * 7919) % 300_000) * minute,
    );
    const column = await encodeTicks(ticks, unit);
    assert.deepEqual(valuesOf(column), ticks);
    // Columns with a zone hold instants.
    const isInstant = unit === TimeUnit.SECOND && { isInstant: true };
    assert.deepEqual(column.type, { kind: 'time', ticksPerMs, ...isInstant });
    assert.equal(column.encoding.kind, 'u32');
    if (unit >= TimeUnit.MICROSECOND) assert.equal(column.encoding.kind === 'u32' && column.encoding.step % minute, 0n);
    // One odd tick removes the common step.
    if (unit < TimeUnit.MICROSECOND) continue;
    const odd = [...ticks, 978307260n * perSecond + 1n];
    const fine = await encodeTicks(odd, unit);
    assert.deepEqual(valuesOf(fine), odd);
    assert.equal(fine.encoding.kind, 'fixed64');
  }
});

async function encodeTicks(ticks: readonly (bigint | null)[], unit: TimeUnit_): Promise<EncodedColumn> {
  const halves = [ticks.slice(0, 999), ticks.slice(999)].map((part) => {
    const nullBitmap = new Uint8Array((part.length + 7) >> 3);
    part.forEach((tick, row) => {
      if (tick !== null) nullBitmap[row >> 3]! |= 1 << (row & 7);
    });
    const nullCount = part.filter((tick) => tick === null).length;
    return arrow.makeData({
      type: new arrow.Timestamp(unit, unit === TimeUnit.SECOND ? 'Europe/Vienna' : null),
      length: part.length,
      nullCount,
      nullBitmap,
      data: BigInt64Array.from(part, (tick) => tick ?? MAX),
    });
  });
  const [column] = await service.columnsFromIpc(
    arrow.tableToIPC(new arrow.Table({ c: new arrow.Vector(halves) }), 'stream') as Uint8Array<ArrayBuffer>,
    'q',
  );
  return column!;
}

test('dates', async () => {
  const days = await service.columnsFromIpc(
    arrow.tableToIPC(
      new arrow.Table({ c: arrow.vectorFromArray([-719162, 0, null, 20000], new arrow.Int32()) }),
      'stream',
    ) as Uint8Array<ArrayBuffer>,
    'q',
  );
  assert.deepEqual(valuesOf(days[0]!), [-719162n, 0n, null, 20000n]);
  const dates = [new Date('1969-12-31T00:00Z'), null, new Date('2026-11-22T00:00Z')];
  const day = await encode(dates, dateDay());
  assert.deepEqual([valuesOf(day), day.type], [[-1n, null, 20779n], { kind: 'time', ticksPerMs: 1 / 86_400_000 }]);
  const ms = await encode(dates, dateMillisecond());
  assert.deepEqual([valuesOf(ms), ms.type], [[-86_400_000n, null, 1795305600000n], { kind: 'time', ticksPerMs: 1 }]);
});

test('floats: f32 if nothing is lost, NaN is NULL, -0 is +0', async () => {
  const short = [1.5, -0, null, NaN, Infinity, -Infinity, 2 ** -149, -3.25];
  const kept = [1.5, 0, null, null, Infinity, -Infinity, 2 ** -149, -3.25];
  for (const type of [float32(), float64()]) {
    const column = await encode(short, type);
    assert.equal(column.encoding.kind, 'f32');
    assert.deepEqual(valuesOf(column), kept);
    assert.ok(!Object.is(valuesOf(column)[1], -0));
  }
  const half = await encode([1.5, -0.25, null, 65504, 2 ** -24], float16());
  assert.deepEqual([half.encoding.kind, ...valuesOf(half)], ['f32', 1.5, -0.25, null, 65504, 2 ** -24]);
  const long = [0.1, -0.1, -0, null, NaN, Infinity, -Infinity, Number.MIN_VALUE, -Number.MAX_VALUE];
  const column = await encode(long, float64());
  assert.equal(column.encoding.kind, 'float64');
  assert.deepEqual(valuesOf(column), [
    0.1,
    -0.1,
    0,
    null,
    null,
    Infinity,
    -Infinity,
    Number.MIN_VALUE,
    -Number.MAX_VALUE,
  ]);
});

test('decimals: integers if they have no fraction, else the nearest doubles, for long ones too', async () => {
  for (const make of [decimal32, decimal64, decimal128]) {
    const column = await encode([1234n, null, -5n, 10n], make(9, 2));
    assert.deepEqual(valuesOf(column), [12.34, null, -0.05, 0.1]);
  }
  const whole = await encode([2n ** 60n + 1n, null, -(2n ** 60n)], decimal128(38, 0));
  assert.deepEqual(
    [whole.type, valuesOf(whole)],
    [{ kind: 'number', integer: true }, [2n ** 60n + 1n, null, -(2n ** 60n)]],
  );
  // One long decimal among whole numbers turns all of them into doubles.
  const long = await encode([3n, null, 2n ** 70n + 1n, -(10n ** 37n)], decimal128(38, 0), 2);
  assert.deepEqual([valuesOf(long), long.type], [[3, null, 2 ** 70, -1e37], { kind: 'number', integer: false }]);
  assert.deepEqual(valuesOf(await encode([2n ** 60n + 1n, 7n], decimal128(38, 2))), [
    Number('11529215046068469.77'),
    0.07,
  ]);
  assert.deepEqual(
    valuesOf(await encode([123_456_789_012_345_678_901_234_567_890_123n], decimal128(38, 30))),
    [123.456789012345678901234567890123],
  );
});

test('booleans and strings become codes into sorted labels', async () => {
  const flags = [true, null, false, true, true, false, null, true, false, true];
  const column = await encode(flags, bool(), 3);
  assert.deepEqual(
    [column.type, valuesOf(column)],
    [
      { kind: 'category', labels: ['false', 'true'], isBoolean: true },
      flags.map((flag) => (flag === null ? null : String(flag))),
    ],
  );
  // The order of a dictionary: symbols first, ä beside a, and the byte order mark is ignored.
  const words = [
    'b',
    '',
    null,
    'ä',
    'a',
    '\u{1f600}',
    '\uff5e',
    'b',
    '\ufeffmark',
    'longer than twelve bytes',
    null,
    'longer than twelve bytes too',
  ];
  for (const type of [utf8(), largeUtf8(), dictionary(utf8()), dictionary(largeUtf8(), int8())]) {
    for (const batchRows of [1, 5, 100]) {
      const strings = await encode(words, type, batchRows);
      assert.deepEqual(valuesOf(strings), words);
      assert.deepEqual(strings.type, {
        kind: 'category',
        labels: [
          '',
          '\uff5e',
          '\u{1f600}',
          'a',
          'ä',
          'b',
          'longer than twelve bytes',
          'longer than twelve bytes too',
          '\ufeffmark',
        ],
      });
    }
  }
});

test('slices whose offsets do not start at zero', async () => {
  const vector = arrow.vectorFromArray(['skip', 'a', null, 'b', 'a'], new arrow.Utf8());
  const sliced = new arrow.Table({ c: vector.slice(1) });
  const [column] = await service.columnsFromIpc(arrow.tableToIPC(sliced, 'stream') as Uint8Array<ArrayBuffer>, 'q');
  assert.deepEqual(
    [valuesOf(column!), column!.type],
    [['a', null, 'b', 'a'], { kind: 'category', labels: ['a', 'b'] }],
  );
  const numbers = new arrow.Table({
    c: arrow.vectorFromArray([1, null, 3, 4, null, 6], new arrow.Int16()).slice(1, 5),
  });
  const [small] = await service.columnsFromIpc(arrow.tableToIPC(numbers, 'stream') as Uint8Array<ArrayBuffer>, 'q');
  assert.deepEqual(valuesOf(small!), [null, 3n, 4n, null]);
});

test('bytes of NULL rows do not affect extremes, step or labels', async () => {
  const nullBitmap = Uint8Array.of(0b0000_0101);
  const wide = arrow.makeData({
    type: new arrow.Int64(),
    length: 3,
    nullCount: 1,
    nullBitmap,
    data: BigInt64Array.of(7n, MAX, 9n),
  });
  const small = arrow.makeData({
    type: new arrow.Int32(),
    length: 3,
    nullCount: 1,
    nullBitmap,
    data: Int32Array.of(7, -2147483648, 2147483647),
  });
  const double = arrow.makeData({
    type: new arrow.Float64(),
    length: 3,
    nullCount: 1,
    nullBitmap,
    data: Float64Array.of(7, 0.1, 9),
  });
  const table = new arrow.Table({
    wide: new arrow.Vector([wide]),
    small: new arrow.Vector([small]),
    double: new arrow.Vector([double]),
  });
  const columns = await service.columnsFromIpc(arrow.tableToIPC(table, 'stream') as Uint8Array<ArrayBuffer>, 'q');
  assert.deepEqual(
    columns.map(({ encoding }) => encoding),
    [{ kind: 'u32', origin: 7n, step: 1n }, { kind: 'u32', origin: 7n, step: 1n }, { kind: 'f32' }],
  );
  assert.deepEqual(columns.map(valuesOf), [
    [7n, null, 9n],
    [7n, null, 2147483647n],
    [7, null, 9],
  ]);
});

test('all pages but the last are full, for any batches', async () => {
  const rows = PAGE_ROWS + 1000;
  const values = Array.from({ length: rows }, (_, i) => (i % 1000 === 999 ? null : i));
  for (const batchRows of [2048, 100_003, 1 << 20]) {
    const column = await encode(values, int32(), batchRows);
    assert.deepEqual(
      [column.rows, column.pages.map((page) => [page.rows, page.keys.length])],
      [
        rows,
        [
          [PAGE_ROWS, PAGE_ROWS],
          [1000, 1000],
        ],
      ],
    );
    const found = valuesOf(column);
    assert.ok(values.every((value, i) => (value === null ? found[i] === null : found[i] === BigInt(value))));
  }
  const empty = await encode([], int64());
  assert.deepEqual([empty.rows, empty.pages], [0, []]);
});

test('random 64-bit integers and doubles are decoded unchanged', async () => {
  let seed = 42;
  const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (let round = 0; round < 40; round++) {
    const bits = Math.floor(random() * 63);
    const step = BigInt(1 + Math.floor(random() ** 4 * 1e6));
    const span = 2n ** BigInt(bits);
    const origin = BigInt(Math.floor((random() - 0.5) * 2 ** 53)) << BigInt(Math.floor(random() * 8));
    const values = Array.from({ length: 300 }, () =>
      random() < 0.1
        ? null
        : BigInt.asIntN(64, origin + (((BigInt(Math.floor(random() * 2 ** 53)) << 10n) % span) / step) * step),
    );
    assert.deepEqual(valuesOf(await encode(values, int64(), 77)), values, `round ${round}`);
    const doubles = values.map((value) => (value === null ? null : Number(value) / (1 + Math.floor(random() * 3))));
    assert.deepEqual(
      valuesOf(await encode(doubles, float64(), 64)),
      doubles.map((value) => (value === null ? null : value + 0)),
    );
  }
});

test('other types are refused, and the error suggests SQL', async () => {
  const cases: [DataType, unknown, RegExp, RegExp][] = [
    [list(utf8()), ['a'], /List<Utf8>/, /c\[1\]/],
    [struct({ a: int32() }), { a: 1 }, /Struct<a: Int32>/, /c\.a/],
    [binary(), Uint8Array.of(1), /Binary/, /octet_length\(c\)/],
    [timeMicrosecond(), 1n, /Time64<µs>/, /epoch\(c\)/],
    [dictionary(binary()), Uint8Array.of(1), /Dictionary<Binary>/, /CAST/],
  ];
  for (const [type, value, found, next] of cases)
    await refused(
      encode([value, null], type),
      /^\[pika rows\/unsupported-type\] column "c" of query "test": expected a number, date or category/,
      found,
      next,
    );
  const many = Array.from({ length: 65_537 }, (_, i) => `s${i}`);
  await refused(encode(many, utf8()), /65,536 distinct/, /left\("c", 3\)/);
  assert.equal((await encode(many.slice(1), utf8())).rows, 65_536);
});

test('bytes that are not Arrow are refused; unaligned Arrow bytes are read', async () => {
  const whole = ipcOf([1n, 2n ** 40n, null], int64());
  const shifted = new Uint8Array(whole.length + 3).subarray(3);
  shifted.set(whole);
  assert.deepEqual(valuesOf((await service.columnsFromIpc(shifted, 'q'))[0]!), [1n, 2n ** 40n, null]);
  await refused(service.columnsFromIpc(whole.slice(0, whole.length - 60), 'q'), /rows\/bad-bytes/, /query "q"/);
  await refused(
    service.columnsFromIpc(
      Uint8Array.from({ length: 100 }, (_, i) => i * 37),
      'q',
    ),
    /rows\/bad-bytes/,
  );
});
