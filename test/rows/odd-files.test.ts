/** Files from other programs: pyarrow and Polars. `files/make.py` writes them and documents their contents. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readInMemory } from '../../src/engine/rows/in-memory/in-memory';
import { ipcStreams } from '../../src/engine/rows/arrow/arrow-batch';
import type { RowsFormat } from '../../src/engine/rows/rows';
import { fileFormat } from '../../src/engine/source/files/file-format';
import { openDuckdb } from '../harness/duckdb-node';
import { fileOf, service, valuesOf } from './arrow-columns';

const ROWS = 240;
const maybe = <T>(value: (i: number) => T): (T | null)[] =>
  Array.from({ length: ROWS }, (_, i) => (i % 7 === 3 ? null : value(i)));
const EXPECTED: Readonly<Record<string, unknown[]>> = {
  i: maybe((i) => BigInt(i * i - 500)),
  d: maybe((i) => i / 3),
  s: maybe((i) => `word ${i % 9}`),
  c: maybe((i) => `kind ${i % 4}`),
  b: maybe((i) => String(i % 3 === 0)),
  t: maybe((i) => 1_700_000_000_000_000_000n + BigInt(i)),
  zero: new Array(ROWS).fill(0n),
};
const FILES = [
  'pyarrow-lz4.feather',
  'pyarrow-zstd.feather',
  'pyarrow-lz4.arrows',
  'pyarrow-zstd.arrows',
  'polars-lz4.arrow',
  'polars-zstd.arrow',
  'snappy.parquet',
  'gzip.parquet',
  'brotli.parquet',
  'lz4.parquet',
  'zstd.parquet',
  'int96.parquet',
  'pages-v2.parquet',
  'polars.parquet',
  'empty-groups.parquet',
];

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`files/${name}`, import.meta.url)));
}

for (const name of FILES) {
  test(`${name}: every column as written, and the database imports the same`, async () => {
    const format: RowsFormat = name.endsWith('.parquet') ? 'parquet' : 'arrow';
    assert.equal(await fileFormat(new Blob([bytesOf(name)]), name, null, 'q'), format);
    const file = fileOf(name, format, bytesOf(name));
    const { fields, rowCount, rowGroups } = await service.openFile(file);
    const names = fields.map((field) => field.name);
    assert.ok(rowCount === ROWS && names.length >= 5);
    const columns = await service.columnsFromFile(file, names);
    // INT96 are read as microseconds, like native DuckDB.
    const micros = name === 'int96.parquet';
    const expected: typeof EXPECTED = micros ? { ...EXPECTED, t: maybe(() => 1_700_000_000_000_000n) } : EXPECTED;
    names.forEach((column, i) => assert.deepEqual(valuesOf(columns[i]!), expected[column], column));
    const duckdb = await openDuckdb();
    const filled = [...rowGroups.keys()].filter((group) => rowGroups[group]! > 0);
    await duckdb.loadStreams('odd', await Promise.all(filled.map((group) => service.rowGroup(file, group, names))));
    const [row] = await duckdb.sql(
      'SELECT count(*)::INTEGER AS n, sum(i)::DOUBLE AS i, sum(d) AS d, count(DISTINCT s)::INTEGER AS s, max(epoch_ns(t)) AS t, sum(b::INTEGER)::INTEGER AS b FROM odd',
    );
    const present = [...Array(ROWS).keys()].filter((i) => i % 7 !== 3);
    assert.deepEqual(
      [row!.n, row!.i, row!.s, row!.t, row!.b],
      [
        ROWS,
        present.reduce((sum, i) => sum + i * i - 500, 0),
        9,
        micros ? 1_700_000_000_000_000_000n : 1_700_000_000_000_000_239n,
        present.filter((i) => i % 3 === 0).length,
      ],
    );
    await duckdb.close();
  });
}

test('compressed Arrow bytes in memory', async () => {
  for (const name of FILES.filter((file) => !file.endsWith('.parquet'))) {
    const read = await readInMemory(bytesOf(name), 'query "q"');
    for (const [place, { name: column }] of read.fields.entries()) {
      const [encoded] = await service.columnsFromIpc([...ipcStreams(read, [place])], 'q');
      assert.deepEqual(valuesOf(encoded!), EXPECTED[column], `${name}: ${column}`);
    }
  }
});

test('a version 1 Feather file is recognized and refused', async () => {
  await assert.rejects(
    fileFormat(new Blob([bytesOf('version-1.feather')]), 'version-1.feather', null, 'q'),
    /source\/unsupported-format.*Feather file of version 1/,
  );
});

const NESTED_DRAWN: Readonly<Record<string, unknown[]>> = {
  'year=2024/month': [1n, 2n, null],
  // Without a name, as DuckDB names columns of CSV.
  column4: ['no name', null, 'x'],
  ['__proto__']: [1n, 2n, 3n],
  constructor: [1.25, null, -0.01],
  '"; DROP TABLE x; --': [19782n, null, -1n],
  'nul\ufffdname': ['true', null, 'false'],
  half: [0.5, null, -2],
  u64: [2n ** 64n - 1n, null, 5n],
  d256: [1.5, null, 2.5],
  big: [2 ** 70, null, 1],
  nothing: [null, null, null],
};
/** Columns that cannot be drawn, and the SQL that the error suggests. */
const NESTED_REFUSED: Readonly<Record<string, RegExp>> = {
  l: /l\[1\]/,
  st: /st\.x/,
  m: /map_extract_value/,
  bytes: /octet_length/,
  time: /epoch\(time\)/,
};

for (const name of ['nested.parquet', 'nested.feather'] as const) {
  test(`${name}: odd names and nested columns: each is drawn or refused by name`, async () => {
    const file = fileOf('nested', name.endsWith('.parquet') ? 'parquet' : 'arrow', bytesOf(name));
    const { fields } = await service.openFile(file);
    assert.deepEqual(
      fields.map((field) => field.name).sort(),
      [...Object.keys(NESTED_DRAWN), ...Object.keys(NESTED_REFUSED)].sort(),
    );
    for (const { name: column } of fields) {
      const refusal = Object.hasOwn(NESTED_REFUSED, column) ? NESTED_REFUSED[column] : null;
      if (refusal)
        await assert.rejects(
          service.columnsFromFile(file, [column]),
          (thrown: Error) => /rows\/unsupported-type/.test(thrown.message) && refusal.test(thrown.message),
          column,
        );
      else
        assert.deepEqual(valuesOf((await service.columnsFromFile(file, [column]))[0]!), NESTED_DRAWN[column], column);
    }
    const duckdb = await openDuckdb();
    await duckdb.loadStreams('nested', [
      await service.rowGroup(
        file,
        0,
        fields.map((field) => field.name),
      ),
    ]);
    const [row] = await duckdb.sql(
      'SELECT "nul\ufffdname" AS nul, half::DOUBLE AS half, d256, l[2] AS l, st.y AS y, map_extract_value(m, \'k\') AS k, "__proto__" + "year=2024/month" AS p FROM nested',
    );
    assert.deepEqual(
      [row!.nul, row!.half, row!.d256, row!.l, row!.y, Number(row!.k), row!.p],
      [true, 0.5, 1.5, 2, 'a', 1, 2],
    );
    await duckdb.close();
  });
}
