import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  bool,
  columnFromArray,
  dateDay,
  decimal,
  dictionary,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  tableFromColumns,
  tableToIPC,
  timestamp,
  TimeUnit,
  uint16,
  uint32,
  uint64,
  uint8,
  utf8,
  type Column as ArrowColumn,
  type DataType,
} from '@uwdata/flechette';
import * as arrow21 from 'apache-arrow';
import { PikaError } from '../../../src/engine/errors';
import { ipcStreams } from '../../../src/engine/rows/arrow/arrow-batch';
import { readInMemory } from '../../../src/engine/rows/in-memory/in-memory';
import { Random } from '../../harness/random';
import { PAGE_ROWS } from '../../../src/engine/columns/column';
import { service, valuesOf } from '../arrow-columns';

type Value = number | bigint | string | boolean | null;

/** The values that the engine draws for in-memory rows: every column, decoded. */
async function drawn(data: unknown): Promise<Record<string, unknown[]>> {
  const read = await readInMemory(data, 'query "test"');
  const names = read.fields.map(({ name }) => name);
  const result: Record<string, unknown[]> = {};
  for (const [place, name] of names.entries()) {
    const [column] = await service.columnsFromIpc([...ipcStreams(read, [place])], 'test');
    result[name] = column ? valuesOf(column) : [];
    const [inPlace] = await service.columnsFromBatches(read, [place], 'test');
    if (column) assert.deepEqual(inPlace, column, `column "${name}", encoded in place`);
  }
  return result;
}

const DAY_MS = 86_400_000;

/** A type, with random values as given, and as drawn: ticks, labels, numbers. */
const TYPES: readonly {
  name: string;
  type: () => DataType;
  given: (random: Random) => Value;
  drawn: (value: Exclude<Value, null>) => unknown;
}[] = [
  { name: 'bool', type: bool, given: (r) => r.next() < 0.5, drawn: String },
  { name: 'int8', type: int8, given: (r) => r.integer(-128, 128), drawn: BigInt },
  { name: 'uint8', type: uint8, given: (r) => r.integer(0, 256), drawn: BigInt },
  { name: 'int16', type: int16, given: (r) => r.integer(-32768, 32768), drawn: BigInt },
  { name: 'uint16', type: uint16, given: (r) => r.integer(0, 65536), drawn: BigInt },
  { name: 'int32', type: int32, given: (r) => r.integer(-(2 ** 31), 2 ** 31), drawn: BigInt },
  { name: 'uint32', type: uint32, given: (r) => r.integer(0, 2 ** 32), drawn: BigInt },
  { name: 'int64', type: int64, given: (r) => r.bigint(-(2n ** 62n), 2n ** 62n), drawn: (v) => v },
  { name: 'uint64', type: uint64, given: (r) => r.bigint(0n, 2n ** 63n), drawn: (v) => v },
  { name: 'float32', type: float32, given: (r) => Math.fround(r.normal()), drawn: (v) => v },
  { name: 'float64', type: float64, given: (r) => r.normal() * 10 ** r.integer(-9, 9), drawn: (v) => v },
  {
    name: 'utf8',
    type: utf8,
    given: (r) => r.pick(['', 'a', 'zürich', '東京', 'a longer one than twelve', '\0']),
    drawn: (v) => v,
  },
  {
    name: 'dictionary',
    type: () => dictionary(utf8()),
    given: (r) => r.pick(['north', 'south', 'east', 'west']),
    drawn: (v) => v,
  },
  {
    name: 'days',
    type: dateDay,
    given: (r) => r.integer(-10_000, 20_000) * DAY_MS,
    drawn: (v) => BigInt(Number(v) / DAY_MS),
  },
  {
    name: 's',
    type: () => timestamp(TimeUnit.SECOND),
    given: (r) => r.integer(-1e9, 2e9) * 1000,
    drawn: (v) => BigInt(Number(v) / 1000),
  },
  {
    name: 'ms',
    type: () => timestamp(TimeUnit.MILLISECOND),
    given: (r) => r.integer(-1e9, 2e9),
    drawn: (v) => BigInt(Number(v)),
  },
  {
    name: 'us',
    type: () => timestamp(TimeUnit.MICROSECOND, 'UTC'),
    given: (r) => r.integer(-1e9, 2e9),
    drawn: (v) => BigInt(Number(v)) * 1000n,
  },
  { name: 'decimal', type: () => decimal(9, 2, 128), given: (r) => r.integer(-1e6, 1e6) / 4, drawn: (v) => v },
];

/** The part in use of each version; their types and classes differ. */
interface ArrowLibrary {
  tableFromIPC(bytes: Uint8Array): { slice(from: number, to: number): object };
}

/** Every supported version. Imported by a variable name, because their types differ, and their classes must. */
const VERSIONS = new Map<number, ArrowLibrary>([[21, arrow21]]);
for (const version of [14, 15, 16, 17, 18, 19, 20])
  VERSIONS.set(version, (await import(`apache-arrow-${version}`)) as ArrowLibrary);

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`random tables of every library are drawn unchanged, seed ${seed}`, async () => {
    const random = new Random(seed);
    const batchRows = random.pick([1, 7, 64, 100, 1000]);
    const rows = random.integer(1, Math.min(700, 50 * batchRows));
    const nulls = random.pick([0, 0.1, 0.9, 1]);
    const given = TYPES.map(({ given: one }) =>
      Array.from({ length: rows }, () => (random.next() < nulls ? null : one(random))),
    );
    const columns = Object.fromEntries(
      TYPES.map(({ name, type }, i) => [
        name,
        columnFromArray(given[i] as unknown[], type(), {
          maxBatchRows: batchRows,
          useBigInt: true,
        }) as ArrowColumn<unknown>,
      ]),
    );
    const whole = tableFromColumns(columns);
    const expected = (from: number, to: number): Record<string, unknown[]> =>
      Object.fromEntries(
        TYPES.map(({ name, drawn: as }, i) => [
          name,
          given[i]!.slice(from, to).map((value) => (value === null ? null : as(value))),
        ]),
      );

    assert.deepEqual(await drawn(whole), expected(0, rows), 'flechette');
    for (const format of ['stream', 'file'] as const) {
      const bytes = tableToIPC(whole, { format })!;
      assert.deepEqual(await drawn(bytes), expected(0, rows), `IPC ${format}`);
      const shifted = new Uint8Array(bytes.length + 3);
      shifted.set(bytes, 3);
      assert.deepEqual(await drawn(shifted.subarray(3)), expected(0, rows), `IPC ${format} that starts on an odd byte`);
    }
    for (const [version, arrow] of VERSIONS) {
      // Each version reads four of the tables.
      if (version % 2 !== seed % 2) continue;
      const table = arrow.tableFromIPC(tableToIPC(whole, { format: 'stream' })!);
      assert.deepEqual(await drawn(table), expected(0, rows), `apache-arrow ${version}`);
      const from = random.integer(0, rows);
      const to = random.integer(from, rows) + 1;
      assert.deepEqual(
        await drawn(table.slice(from, to)),
        expected(from, to),
        `apache-arrow ${version}, rows ${from} to ${to}`,
      );
    }
  });
}

test('batches with different dictionaries become separate streams', async () => {
  const part = (words: string[]): arrow21.Table =>
    new arrow21.Table({
      word: arrow21.vectorFromArray(words, new arrow21.Dictionary(new arrow21.Utf8(), new arrow21.Int32())),
    });
  const [a, b] = [part(['x', 'y', 'x']), part(['z', 'x'])];
  const both = { schema: a.schema, batches: [...a.batches, ...b.batches] };
  assert.equal([...ipcStreams(await readInMemory(both, 'q'), [0])].length, 2);
  assert.deepEqual(await drawn(both), { word: ['x', 'y', 'x', 'z', 'x'] });
});

test('infers types of arrays of objects; missing names are NULL', async () => {
  const rows = [
    { i: 1, f: 0.5, s: 'a', b: true, d: new Date(5), n: 2n ** 60n },
    { i: -3, f: 2, s: 'b' },
    { i: null, f: NaN, late: 7 },
  ];
  assert.deepEqual(await drawn(rows), {
    i: [1n, -3n, null],
    f: [0.5, 2, null],
    s: ['a', 'b', null],
    b: ['true', null, null],
    d: [5n, null, null],
    n: [2n ** 60n, null, null],
    late: [null, null, 7n],
  });
  assert.deepEqual(await drawn([{ x: 2 ** 40 }, { x: -0 }]), { x: [2 ** 40, 0] });
  assert.deepEqual(await drawn([]), {});
  assert.deepEqual(await drawn([{ u: 2n ** 64n - 1n }, { u: 1 }]), { u: [2n ** 64n - 1n, 1n] });
});

test('keeps strings of objects, repeated or not', async () => {
  const random = new Random(5);
  const words = ['', 'a', 'zürich', '東京 🐹', 'x'.repeat(100_000)];
  const rows = Array.from({ length: 30_000 }, (_, i) => ({
    w: i % 3 === 0 ? random.pick(words) : i % 7 === 0 ? null : `word ${i}`,
  }));
  assert.deepEqual(
    (await drawn(rows)).w,
    rows.map(({ w }) => w),
  );
});

test('typed arrays are neither copied nor changed', async () => {
  const x = Float32Array.of(1.5, -0, NaN);
  const arrays = { x, y: BigInt64Array.of(1n, 2n, 3n), z: Uint8ClampedArray.of(1, 2, 255), w: ['a', 'b', null] };
  assert.equal((await readInMemory(arrays, 'q')).batches[0]!.columns[0]!.values, x);
  assert.deepEqual(await drawn(arrays), { x: [1.5, 0, null], y: [1n, 2n, 3n], z: [1n, 2n, 255n], w: ['a', 'b', null] });
  assert.equal(x.length, 3);
  assert.ok(Object.is(x[1], -0));
});

test('many rows of typed arrays are split into batches of a page over the same memory', async () => {
  const rows = 5 * PAGE_ROWS + 3;
  const x = Uint8Array.from({ length: rows }, (_, i) => i % 251);
  const y = Float32Array.from(x, (value) => value / 2);
  const read = await readInMemory({ x, y }, 'q');
  assert.deepEqual(
    read.batches.map((batch) => batch.rows),
    [...Array<number>(5).fill(PAGE_ROWS), 3],
  );
  assert.ok(read.batches.every(({ columns }) => columns[1]!.values!.buffer === y.buffer));
  assert.equal([...ipcStreams(read, [1])].length, 2);
  const encoded = await service.columnsFromIpc([...ipcStreams(read, [1])], 'test');
  assert.deepEqual(Float32Array.from(valuesOf(encoded[0]!) as number[]), y);
  assert.equal(
    (await readInMemory({ x, w: Array.from(x) }, 'q')).batches.length,
    1,
    'plain arrays are read in one batch',
  );
});

test('refuses what cannot be drawn, and says why', async () => {
  const refused = async (data: unknown, code: string, ...words: RegExp[]): Promise<void> => {
    await assert.rejects(
      () => drawn(data),
      (thrown) => {
        assert.ok(thrown instanceof PikaError, String(thrown));
        assert.equal(thrown.code, code);
        for (const pattern of words) assert.match(thrown.message, pattern);
        return true;
      },
    );
  };
  await refused(null, 'source/bad-data', /null/);
  await refused('a,b', 'source/bad-data', /a string/);
  await refused(Float32Array.of(1), 'source/bad-data', /object of arrays/);
  await refused([1, 2], 'source/bad-data', /a number in row 0/);
  await refused([{ a: 1 }, { a: 'x' }], 'source/bad-data', /column "a"/, /a number in row 0 and a string in row 1/);
  await refused([{ a: new Date('never') }], 'source/bad-data', /invalid Date in row 0/);
  await refused([{ a: 2n ** 64n }], 'source/bad-data', /18446744073709551616/);
  await refused([{ a: () => 1 }], 'source/bad-data', /a function in row 0/);
  const throws = {
    get a(): number {
      throw new RangeError('not loaded');
    },
  };
  await refused([{ a: 1 }, throws], 'source/bad-data', /RangeError: not loaded, thrown by "a" of row 1/);
  await refused({ a: [1, 2], b: [1] }, 'source/bad-data', /2 values in "a" and 1 in "b"/);
  await refused({ a: 5 }, 'source/bad-data', /"a"/);
  await refused(Uint8Array.of(1, 2, 3), 'rows/bad-bytes', /3 bytes/);
  await refused([{ a: [1, 2] }], 'rows/unsupported-type', /List/);
  await refused([{ a: { b: 1 } }], 'rows/unsupported-type', /Struct<b: Int/);
});

test('reports memory that was transferred away instead of reading other bytes', async () => {
  const x = new Float64Array(10);
  const read = await readInMemory({ x }, 'q');
  structuredClone(x, { transfer: [x.buffer] });
  assert.throws(() => [...ipcStreams(read, [0])], /transferred away/);
  const table = arrow21.tableFromArrays({ x: new Float64Array(10) });
  structuredClone(0, { transfer: [table.batches[0]!.data.children[0]!.values.buffer as ArrayBuffer] });
  await assert.rejects(readInMemory(table, 'q'), /80 bytes/);
});
