/** Arrow files and tables with a column that the database can't import: the other columns still work. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  columnFromArray,
  decimal32,
  decimal64,
  dictionary,
  duration,
  field,
  float64,
  int32,
  int64,
  interval,
  IntervalUnit,
  struct,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  timestamp,
  TimeUnit,
  union,
  UnionMode,
  utf8,
  type DataType,
} from '@uwdata/flechette';
import { widened } from '../../src/engine/rows/arrow/widen';
import { objectsOf } from '../../src/engine/rows/values/objects';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';
import { fileOf, service, valuesOf } from '../rows/arrow-columns';

let page: NodeCatalog;
before(async () => {
  page = await nodeCatalog();
});
after(() => page.close());

function streamOf(
  columns: readonly (readonly [name: string, type: DataType, values: readonly unknown[]])[],
): Uint8Array<ArrayBuffer> {
  const made = columns.map(([name, type, values]): [string, ReturnType<typeof columnFromArray>] => [
    name,
    columnFromArray(values as unknown[], type),
  ]);
  return tableToIPC(tableFromColumns(made), { format: 'stream' }) as Uint8Array<ArrayBuffer>;
}

const IDS = ['id', int32(), [1, 2, 3]] as const;
const TAKEN: readonly (readonly [type: DataType, values: readonly unknown[], texts: readonly (string | null)[]])[] = [
  [decimal64(12, 2), [1.5, null, -3], ['1.50', null, '-3.00']],
  [interval(IntervalUnit.DAY_TIME), [[1, 1000], null, [3, 5]], ['1 day 00:00:01', null, '3 days 00:00:00.005']],
  [duration(TimeUnit.MILLISECOND), [1500n, null, 3n], ['00:00:01.5', null, '00:00:00.003']],
  [
    struct([field('', int32()), field('a', int32()), field('A', int32())]),
    [{ '': 1, a: 2, A: 3 }, null, { '': 4, a: 5, A: 6 }],
    ["{'field_1': 1, 'a': 2, 'A_1': 3}", null, "{'field_1': 4, 'a': 5, 'A_1': 6}"],
  ],
  [dictionary(int64(), int32()), [10n, null, 30n], ['10', null, '30']],
];

for (const [type, values, texts] of TAKEN) {
  test(`a column of ${JSON.stringify(type, (key, value: unknown) => (key === 'children' || key === 'dictionary' ? undefined : value))} reaches the database`, async () => {
    const bytes = streamOf([IDS, ['c', type, values]]);
    for (const source of [{ src: new Blob([bytes]) }, { data: bytes }]) {
      const name = page.defined(source);
      const rows = objectsOf(await page.catalog.sql(`SELECT id, CAST(c AS VARCHAR) AS c FROM ${name}`));
      assert.deepEqual(
        rows,
        texts.map((c, i) => ({ id: i + 1, c })),
      );
    }
  });
}

const LEFT_OUT: readonly (readonly [type: DataType, values: readonly unknown[], why: RegExp])[] = [
  [
    union(UnionMode.Dense, [field('a', int32()), field('b', utf8())], [0, 1], (value: unknown) =>
      typeof value === 'number' ? 0 : 1,
    ),
    [1, 'x', 2],
    /found a Union/,
  ],
  [struct([]), [{}, {}, {}], /found a struct without fields/],
  [
    struct([field('a', int32()), field('none', struct([]))]),
    [{ a: 1, none: {} }, null, { a: 3, none: {} }],
    /found a struct without fields/,
  ],
];

for (const [type, values, why] of LEFT_OUT) {
  test(`a column that no database table can hold (${String(why)}) fails alone`, async () => {
    const bytes = streamOf([IDS, ['c', type, values]]);
    for (const source of [{ src: new Blob([bytes]) }, { data: bytes }]) {
      const name = page.defined(source);
      assert.deepEqual(objectsOf(await page.catalog.sql(`SELECT id FROM ${name}`)), [{ id: 1 }, { id: 2 }, { id: 3 }]);
      assert.deepEqual(await page.results.toArray(name, { columns: ['id'] }), [{ id: 1 }, { id: 2 }, { id: 3 }]);
      const relation = await page.catalog.open(name);
      assert.deepEqual((await relation.columns(['id', 'id + 1'])).map(valuesOf), [
        [1n, 2n, 3n],
        [2n, 3n, 4n],
      ]);
      for (const request of [
        () => page.catalog.sql(`SELECT c FROM ${name}`),
        () => page.results.toArray(name),
        () => relation.columns(['c IS NULL']),
      ]) {
        await assert.rejects(
          request,
          (thrown: Error) =>
            thrown.message.includes(`rows/unreadable-column] column "c" of query "${name}"`) &&
            why.test(thrown.message),
        );
      }
    }
  });
}

test('imports decimals of 32 bits into the database', () => {
  const words = new Int32Array(
    widened({ type: decimal32(7, 2), length: 3, values: Int32Array.of(150, 0, -300), children: [] }).values.buffer,
  );
  assert.deepEqual([...words], [150, 0, 0, 0, 0, 0, 0, 0, -300, -1, -1, -1]);
});

test('draws dictionaries of numbers and times by their values', async () => {
  const bytes = streamOf([
    ['n', dictionary(int64(), int32()), [2n ** 53n - 1n, null, 7n, 7n]],
    ['f', dictionary(float64()), [0.1, 0.2, null, 0.1]],
    ['t', dictionary(timestamp(TimeUnit.MILLISECOND)), [1000, null, 2000, 1000]],
  ]);
  const file = fileOf('dictionaries', 'arrow', bytes);
  const columns = await service.columnsFromFile(file, ['n', 'f', 't']);
  assert.deepEqual(columns.map(valuesOf), [
    [2n ** 53n - 1n, null, 7n, 7n],
    [0.1, 0.2, null, 0.1],
    [1000n, null, 2000n, 1000n],
  ]);
  assert.deepEqual(
    columns.map(({ type }) => type),
    [
      { kind: 'number', integer: true },
      { kind: 'number', integer: false },
      { kind: 'time', ticksPerMs: 1 },
    ],
  );
  assert.deepEqual(
    tableFromIPC(await service.rowGroup(file, 0, ['n']))
      .getChild('n')
      .toArray().length,
    4,
  );
});

test('rejects big-endian Arrow with its name', async () => {
  const name = page.defined({ src: new Blob([bigEndian()]) });
  await assert.rejects(page.catalog.open(name), /source\/unsupported-format\].*big-endian Arrow.*Write it as Parquet/);
});

/** A stream with one schema message, a handmade flatbuffer: Message { version, header: Schema { endianness: Big } }. */
function bigEndian(): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(8 + 64));
  view.setUint32(0, 0xffff_ffff, true);
  view.setUint32(4, 64, true);
  const at = 8;
  view.setUint32(at, 16, true); // the root table
  // Its vtable: version, type of the header, the header.
  view.setUint16(at + 4, 10, true);
  view.setUint16(at + 6, 12, true);
  view.setUint16(at + 8, 4, true);
  view.setUint16(at + 10, 6, true);
  view.setUint16(at + 12, 8, true);
  view.setInt32(at + 16, 12, true);
  view.setUint16(at + 20, 4, true);
  view.setUint8(at + 22, 1);
  view.setUint32(at + 24, 16, true); // the schema, at 40
  // Its vtable: endianness, no fields.
  view.setUint16(at + 32, 6, true);
  view.setUint16(at + 34, 6, true);
  view.setUint16(at + 36, 4, true);
  view.setInt32(at + 40, 8, true);
  view.setUint16(at + 44, 1, true);
  return new Uint8Array(view.buffer);
}
