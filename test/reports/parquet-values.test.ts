/** Parquet files by other writers: all values equal native DuckDB's, in SQL, toArray, toCSV and drawn columns. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { columnFromArray, dictionary, int64, tableFromColumns, tableToIPC, utf8 } from '@uwdata/flechette';
import * as parquetWasm from 'parquet-wasm/node';
import { RowsService } from '../../src/engine/rows/rows-service';
import { handmadeParquet } from '../harness/handmade-parquet';
import { nativeParquet, parquetOf } from '../harness/native-parquet';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';
import { fileOf, service, valuesOf } from '../rows/arrow-columns';
import { objectsOf } from '../../src/engine/rows/values/objects';

let page: NodeCatalog;
before(async () => {
  page = await nodeCatalog();
});
after(() => page.close());

/** All columns of a file as text, read through the table in the database. */
async function textsOf(bytes: Uint8Array<ArrayBuffer>): Promise<(string | null)[][]> {
  const name = page.defined({ src: new Blob([bytes]) });
  const rows = objectsOf(await page.catalog.sql(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${name}`));
  return rows.map((row) => Object.values(row) as (string | null)[]);
}

async function sameAsNative(bytes: Uint8Array<ArrayBuffer>, native?: string): Promise<void> {
  assert.deepEqual(await textsOf(bytes), (await nativeParquet(bytes, native)).rows);
}

const INT96 = 3;

function int96Of(times: readonly (readonly [julianDay: number, nanos: bigint])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(12 * times.length));
  times.forEach(([day, nanos], i) => {
    view.setBigUint64(12 * i, nanos, true);
    view.setInt32(12 * i + 8, day, true);
  });
  return new Uint8Array(view.buffer);
}

test('reads INT96 timestamps of any year as microseconds, including 9999-12-31 and 0001-01-01', async () => {
  const bytes = handmadeParquet({
    schema: [{ name: 't', physical: INT96 }],
    topLevel: 1,
    rowGroups: [
      {
        rows: 4,
        chunks: [
          {
            values: 4,
            bytes: int96Of([
              [5373484, 86_399_999_999_000n],
              [1721426, 0n],
              [2440588, 1_000n],
              [2305448, 43_200_000_000_000n],
            ]),
          },
        ],
      },
    ],
  });
  await sameAsNative(bytes);
  assert.deepEqual((await textsOf(bytes)).flat(), [
    '9999-12-31 23:59:59.999999',
    '0001-01-01 00:00:00',
    '1970-01-01 00:00:00.000001',
    '1600-01-01 12:00:00',
  ]);
  const [drawn] = await service.columnsFromFile(fileOf('int96', 'parquet', bytes), ['t']);
  assert.deepEqual([drawn!.type, valuesOf(drawn!)[0]], [{ kind: 'time', ticksPerMs: 1000 }, 253_402_300_799_999_999n]);
});

test('an INT96 that exceeds 64 bits of microseconds fails only its column, and the error names its row', async () => {
  const ids = new Uint8Array(new Int32Array([7, 8]).buffer);
  const bytes = handmadeParquet({
    schema: [
      { name: 'id', physical: 1 },
      { name: 't', physical: INT96 },
    ],
    topLevel: 2,
    rowGroups: [
      {
        rows: 2,
        chunks: [
          { values: 2, bytes: ids },
          {
            values: 2,
            bytes: int96Of([
              [2440588, 0n],
              [2_000_000_000, 0n],
            ]),
          },
        ],
      },
    ],
  });
  const name = page.defined({ src: new Blob([bytes]) });
  assert.deepEqual(await page.results.toArray(name, { columns: ['id'] }), [{ id: 7 }, { id: 8 }]);
  await assert.rejects(page.results.toArray(name), /rows\/unreadable-column\] column "t" of query "\w+".*at row 1/);
});

const TYPES = {
  interval:
    "CASE WHEN range % 3 = 0 THEN NULL WHEN range % 3 = 1 THEN INTERVAL '1 month 2 days 1 second' ELSE INTERVAL (range) MONTH END",
  id: "('00000000-0000-4000-8000-' || lpad(range::VARCHAR, 12, '0'))::UUID",
  money: '(range / 7)::DECIMAL(38, 20)',
  small: '(range / 7)::DECIMAL(9, 3)',
  level: "(CASE WHEN range % 2 = 0 THEN 'low' ELSE 'high' END)::ENUM('high', 'low')",
  day: "DATE '2024-02-28' + range::INTEGER",
  ns: "'2024-01-01 00:00:00.123456789'::TIMESTAMP_NS",
  at: "TIMESTAMP '1600-01-01' + INTERVAL (range) SECOND",
  tiny: '(range % 100)::TINYINT',
  usmall: '(65535 - range)::USMALLINT',
  u32: '(4294967295 - range)::UINTEGER',
  u64: '(18446744073709551615 - range)::UBIGINT',
  nested: "[{'a': range, 'b': [NULL, 'x']}, NULL]",
  map: "MAP {'k': range::TINYINT}",
  blob: "'\\xFF\\x00'::BLOB",
  empty: '[]::INTEGER[]',
  yes: 'range % 2 = 0',
  nothing: 'NULL::VARCHAR',
};
const ALL_TYPES = `SELECT ${Object.entries(TYPES)
  .map(([name, sql]) => `${sql} AS ${name}`)
  .join(', ')} FROM range(50)`;

// Version 2 excludes unsigned integers beyond 2³¹: parquet-wasm crashes on DuckDB's encoding of them. The workaround is
// tested below.
for (const options of [
  'PARQUET_VERSION V1, COMPRESSION snappy',
  'PARQUET_VERSION V2, COMPRESSION zstd',
  'PARQUET_VERSION V2, COMPRESSION brotli, ROW_GROUP_SIZE 20',
]) {
  test(`reads every type of DuckDB (${options}) in SQL as native DuckDB does, with either reader`, async () => {
    const bytes = await parquetOf(
      options.includes('V2') ? `SELECT * REPLACE ((u32 % 1000)::UINTEGER AS u32) FROM (${ALL_TYPES})` : ALL_TYPES,
      options,
    );
    await sameAsNative(bytes);
    const file = fileOf('types', 'parquet', bytes);
    const names = Object.keys(TYPES);
    const { rowGroups } = await service.openFile(file);
    const slow = { ...file, key: `${file.key} slow`, avoid: names };
    for (const group of rowGroups.keys())
      assert.deepEqual(
        objectsOf(await service.rowGroup(slow, group, names)),
        objectsOf(await service.rowGroup(file, group, names)),
      );
    assert.deepEqual(await service.row(slow, 33), await service.row(file, 33));
    assert.deepEqual(await service.row(slow, 33), (await nativeParquet(bytes)).rows[33]);
  });
}

test('reads UUID and ENUM as categories, DECIMAL(38, 20) as the nearest double', async () => {
  const bytes = await parquetOf(ALL_TYPES);
  const [id, level, money] = await service.columnsFromFile(fileOf('types', 'parquet', bytes), ['id', 'level', 'money']);
  const native = await nativeParquet(bytes);
  const column = (name: string): (string | null)[] => native.rows.map((row) => row[Object.keys(TYPES).indexOf(name)]!);
  assert.deepEqual(
    [valuesOf(id!), valuesOf(level!), valuesOf(money!)],
    [column('id'), column('level'), column('money').map(Number)],
  );
});

test('reads a UNION as a struct, whose unnamed tag becomes field_1', async () => {
  const bytes = await parquetOf(
    "SELECT range AS i, (CASE WHEN range % 2 = 0 THEN union_value(n := range::INTEGER) ELSE 'x'::UNION(n INTEGER, s VARCHAR) END)::UNION(n INTEGER, s VARCHAR) AS u FROM range(4)",
  );
  const name = page.defined({ src: new Blob([bytes]) });
  assert.deepEqual(
    objectsOf(
      await page.catalog.sql(
        `SELECT sum(i)::INTEGER AS i, sum(u.field_1)::INTEGER AS tag, sum(u.n)::INTEGER AS n FROM ${name}`,
      ),
    ),
    [{ i: 6, tag: 2, n: 2 }],
  );
});

test('reads the same values with an Arrow schema in the footer: a dictionary becomes its strings', async () => {
  const words = Array.from({ length: 60 }, (_, i) => (i % 7 === 3 ? null : `kind ${i % 4}`));
  const table = tableFromColumns([
    [
      'i',
      columnFromArray(
        words.map((_, i) => BigInt(i)),
        int64(),
      ),
    ],
    ['c', columnFromArray(words, dictionary(utf8()))],
  ]);
  const bytes = parquetWasm.writeParquet(
    parquetWasm.Table.fromIPCStream(tableToIPC(table, { format: 'stream' })!),
    new parquetWasm.WriterPropertiesBuilder().build(),
  ) as Uint8Array<ArrayBuffer>;
  await sameAsNative(bytes);
  const [drawn] = await service.columnsFromFile(fileOf('dictionary', 'parquet', bytes), ['c']);
  assert.deepEqual(valuesOf(drawn!), words);
});

test('files without row groups have columns but no rows', async () => {
  const bytes = handmadeParquet({
    schema: [
      { name: 'n', physical: 1 },
      { name: 's', physical: 6, converted: 0 },
    ],
    topLevel: 2,
    rowGroups: [],
  });
  const arrow = tableToIPC(
    tableFromColumns([
      ['n', columnFromArray([], int64())],
      ['s', columnFromArray([], utf8())],
    ]),
    { format: 'stream' },
  ) as Uint8Array<ArrayBuffer>;
  for (const content of [bytes, arrow, await parquetOf("SELECT 1::INTEGER AS n, 'x' AS s WHERE false")]) {
    const name = page.defined({ src: new Blob([content]) });
    assert.deepEqual(
      objectsOf(
        await page.catalog.sql(`SELECT count(*)::INTEGER AS rows, sum(n)::INTEGER AS n, max(s) AS s FROM ${name}`),
      ),
      [{ rows: 0, n: null, s: null }],
    );
    assert.deepEqual([await page.results.toArray(name), (await page.results.toCSV(name)).trim()], [[], 'n,s']);
    const relation = await page.catalog.open(name);
    assert.deepEqual(
      [
        relation.rowCount,
        relation.fields.map((field) => field.name),
        (await relation.columns(['n', 's', 'n + 1'])).map(({ rows }) => rows),
      ],
      [0, ['n', 's'], [0, 0, 0]],
    );
  }
});

const LZO = 3;
const VARIANT = 16;

test("a column that can't be read fails alone, and only if it is requested", async () => {
  const ids = new Uint8Array(new Int32Array([1, 2, 3]).buffer);
  const good = { values: 3, bytes: ids };
  const bytes = handmadeParquet({
    schema: [
      { name: 'id', physical: 1 },
      { name: 'packed', physical: 1 },
      { name: 'coded', physical: 1 },
      { name: 'strange', physical: 1 },
      { name: 'short', physical: 1 },
      { name: 'v', children: 2, logical: VARIANT },
      { name: 'metadata', physical: 1 },
      { name: 'value', physical: 1 },
      { name: 'hollow', children: 0 },
      { name: 'last', physical: 1 },
    ],
    topLevel: 8,
    rowGroups: [
      {
        rows: 3,
        chunks: [
          good,
          { ...good, codec: LZO },
          { ...good, codec: 99 },
          { ...good, encodings: [42] },
          { ...good, claimed: 2 },
          good,
          good,
          good,
        ],
      },
    ],
  });
  const name = page.defined({ src: new Blob([bytes]) });
  assert.deepEqual(
    objectsOf(await page.catalog.sql(`SELECT id, last FROM ${name}`)),
    [1, 2, 3].map((id) => ({ id, last: id })),
  );
  assert.deepEqual(
    await page.results.toArray(name, { columns: ['last', 'id'] }),
    [1, 2, 3].map((id) => ({ last: id, id })),
  );
  assert.equal((await page.results.toCSV(name, { columns: ['id'] })).trim(), 'id\r\n1\r\n2\r\n3');
  const relation = await page.catalog.open(name);
  assert.deepEqual((await relation.columns(['id', 'id * 2'])).map(valuesOf), [
    [1n, 2n, 3n],
    [2n, 4n, 6n],
  ]);
  assert.deepEqual(
    (await relation.row(1)).map(({ text }) => text),
    [
      '2',
      'can\u2019t be read',
      'can\u2019t be read',
      'can\u2019t be read',
      'can\u2019t be read',
      'can\u2019t be read',
      'can\u2019t be read',
      '2',
    ],
  );
  const reasons = {
    packed: /LZO/,
    coded: /codec 99/,
    strange: /encoding 42/,
    short: /2 values for 3 rows/,
    v: /a VARIANT/,
    hollow: /a struct without fields/,
  };
  for (const [column, why] of Object.entries(reasons)) {
    const requests = [
      () => relation.columns([column]),
      () => relation.columns([`${column} IS NULL`]),
      () => page.results.toArray(name, { columns: [column] }),
      () => page.results.toCSV(name, { columns: [column] }),
      () => page.catalog.sql(`SELECT ${column} FROM ${name}`),
      () => page.catalog.sql(`SELECT id FROM ${name} WHERE ${column} IS NULL`),
      () => page.catalog.open(page.defined({ sql: `SELECT ${column} FROM ${name}` })),
    ];
    for (const request of requests) {
      await assert.rejects(
        async () => request(),
        (thrown: Error) =>
          thrown.message.includes(`rows/unreadable-column] column "${column}"`) &&
          why.test(thrown.message) &&
          !/too large|damaged, or/.test(thrown.message),
        column,
      );
    }
  }
});

test('rejects a footer whose row count differs from that of its row groups, and names both', async () => {
  const chunk = { values: 6, bytes: new Uint8Array(new Int32Array(6).buffer) };
  for (const [rows, declared] of [
    [0, 6],
    [6, 0],
    [6, 7],
  ] as const) {
    const bytes = handmadeParquet({
      schema: [{ name: 'n', physical: 1 }],
      topLevel: 1,
      rows: declared,
      rowGroups: [{ rows, chunks: [chunk] }],
    });
    const refused = new RegExp(`source/bad-file\\].*found ${declared} rows in total, but ${rows} in its row groups`);
    await assert.rejects(page.catalog.open(page.defined({ src: new Blob([bytes]) })), refused);
  }
});

test('names an encrypted footer in the error', async () => {
  const bytes = handmadeParquet({ schema: [{ name: 'n', physical: 1 }], topLevel: 1, rowGroups: [], encrypted: true });
  await assert.rejects(
    page.catalog.open(page.defined({ src: new Blob([bytes]) })),
    /source\/unsupported-format\].*encrypted Parquet file.*Decrypt it/,
  );
});

test('never reads delta-packed unsigned 32-bit integers with the reader that may crash on them', async () => {
  const bytes = await parquetOf(
    'SELECT (range * 7)::UINTEGER AS n, range::INTEGER AS i FROM range(3000)',
    'PARQUET_VERSION V2',
  );
  const asked: string[][] = [];
  const watched = {
    ...parquetWasm,
    ParquetFile: {
      fromFile: async (blob: Blob) => {
        const handle = await parquetWasm.ParquetFile.fromFile(blob);
        return {
          free: () => handle.free(),
          read: (options: { columns: string[] }) => (asked.push(options.columns), handle.read(options)),
        };
      },
    },
  };
  const rows = new RowsService(() => Promise.resolve(watched as never));
  const [n] = await rows.columnsFromFile(fileOf('packed', 'parquet', bytes), ['n', 'i']);
  assert.deepEqual(
    [valuesOf(n!), asked.map((columns) => columns.length)],
    [Array.from({ length: 3000 }, (_, i) => BigInt(7 * i)), [1]],
  );
});

test('reads a column on which the first reader fails with the second, and only that column', async () => {
  const bytes = await parquetOf('SELECT range AS a, range * 2 AS b FROM range(10)');
  const asked: string[][] = [];
  const giving = {
    ...parquetWasm,
    ParquetFile: {
      fromFile: async (blob: Blob) => {
        const handle = await parquetWasm.ParquetFile.fromFile(blob);
        return {
          free: () => handle.free(),
          read: (options: { columns: string[] }) => {
            asked.push(options.columns);
            return options.columns.some((column) => /1$/.test(column))
              ? Promise.reject(new Error('NYI: these pages'))
              : handle.read(options);
          },
        };
      },
    },
  };
  const rows = new RowsService(() => Promise.resolve(giving as never));
  const [a, b] = await rows.columnsFromFile(fileOf('gives-up', 'parquet', bytes), ['a', 'b']);
  assert.deepEqual(
    [valuesOf(a!), valuesOf(b!)],
    [Array.from({ length: 10 }, (_, i) => BigInt(i)), Array.from({ length: 10 }, (_, i) => BigInt(2 * i))],
  );
  assert.deepEqual(
    asked.map((columns) => columns.length),
    [2, 1, 1],
  );
});
