import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import { nativeJson, type TextTable } from '../harness/native-json';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

let page: NodeCatalog;
before(async () => {
  page = await nodeCatalog();
});
after(() => page.close());

async function ours(json: string): Promise<TextTable> {
  const name = page.defined({ json });
  const { fields } = await page.catalog.open(name);
  const table = tableFromIPC(await page.catalog.sql(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${name}`));
  return {
    // The names in these types need no quotes.
    types: Object.fromEntries(fields.map((field) => [field.name, field.sqlType.replace(/"(\w+)"/g, '$1')])),
    rows: Array.from({ length: table.numRows }, (_, row) =>
      table.children.map((column) => column.at(row) as string | null),
    ),
  };
}

/** One row per value, in a column v. */
function rowsOf(values: readonly string[]): string {
  return values.map((value) => `{"v": ${value}}`).join('\n');
}

async function sameAsNative(json: string, type?: string): Promise<void> {
  const [own, native] = [await ours(json), await nativeJson(json)];
  assert.ok(native, `native DuckDB reads ${json.slice(0, 80)}`);
  assert.deepEqual(own.rows, native.rows, json.slice(0, 80));
  assert.deepEqual(own.types, type === undefined ? native.types : { v: type }, json.slice(0, 80));
}

async function reads(values: readonly string[], type: string, ...texts: readonly (string | null)[]): Promise<void> {
  assert.deepEqual(await ours(rowsOf(values)), { types: { v: type }, rows: texts.map((text) => [text]) });
}

test('keeps all digits of 64-bit integers', async () => {
  await sameAsNative(rowsOf(['653247040368672768', '653247040368672769', '653247040368672770']));
  for (const values of [
    ['9007199254740993', '1'],
    ['-9007199254740993', '-9223372036854775808'],
    // One value that is not a 64-bit integer makes the whole column doubles.
    ['9007199254740993', '1.5'],
    ['1', '1.0'],
    ['1e3'],
    ['18446744073709551616', '1'],
    ['-9223372036854775809'],
    ['-0.0', '0.1'],
    ['1e400', '-1e-400'],
  ])
    await sameAsNative(rowsOf(values));
  // Where native DuckDB uses HUGEINT, our type is drawn exactly.
  await sameAsNative(rowsOf(['9223372036854775807', '-9223372036854775808', '-0', 'null']), 'BIGINT');
  await sameAsNative(rowsOf(['9223372036854775808', '18446744073709551615', '0']), 'UBIGINT');
  await sameAsNative(rowsOf(['18446744073709551615', '-1']), 'DECIMAL(20,0)');
  await sameAsNative(rowsOf(['-9223372036854775808', '9223372036854775808']), 'DECIMAL(20,0)');
  await sameAsNative(rowsOf(['{"ids": [653247040368672769, {"id": 1}]}', 'null']).replace(', {"id": 1}', ''));
  await reads(
    ['["x", 653247040368672769]', '{"id": 653247040368672769}'],
    'VARCHAR',
    '["x",653247040368672769]',
    '{"id":653247040368672769}',
  );
});

test('distinguishes ids in a plot that would be the same double', async () => {
  const name = page.defined({
    json: '[{"id": 653247040368672768}, {"id": 653247040368672769}, {"id": 653247040368672770}]',
  });
  const rows = await page.results.toArray(name);
  assert.deepEqual(
    rows.map(({ id }) => id),
    [653247040368672768n, 653247040368672769n, 653247040368672770n],
  );
});

test('reads NaN and Infinity as written by Python', async () => {
  for (const values of [
    ['NaN', '1'],
    ['Infinity', '-Infinity', '1.5'],
    ['nan', 'inf', '-inf'],
    ['[NaN, 1]', '[]'],
    ['{"a": Infinity}'],
  ])
    await sameAsNative(rowsOf(values));
  await sameAsNative('[{"a": NaN}, {"a": null}]');
});

test('reads times with an offset, or up to microseconds, as TIMESTAMPs in UTC', async () => {
  const times = [
    '2024-01-01T10:00:00+02:00',
    '2024-01-01T10:00:00Z',
    '2024-01-01 10:00:00',
    '2024-01-01T10:00:00.123456Z',
    '2024-01-01T10:00:00.123+0200',
    '2024-01-01T10:00:00+02',
    '2024-01-01T10:00:00-00:00',
    '2024-01-01T10:00:00+05:30:15',
    '1969-12-31T23:59:59.999999-00:30',
    '1677-09-21T00:12:43Z',
    '2024-1-1T1:00:00',
    '0999-12-31T23:59:59-01:00',
    '0000-01-01T00:00:00',
  ];
  const alone: unknown[] = [];
  for (const time of times) {
    await sameAsNative(rowsOf([JSON.stringify(time)]));
    alone.push(...(await nativeJson(rowsOf([JSON.stringify(time)])))!.rows);
  }
  // Native DuckDB reads a column with several formats as text.
  assert.deepEqual(await ours(rowsOf(times.map((time) => JSON.stringify(time)))), {
    types: { v: 'TIMESTAMP' },
    rows: alone,
  });
  await sameAsNative(rowsOf(['2024-02-29', '1582-10-10', '0001-01-01', '2024-1-1'].map((day) => JSON.stringify(day))));
  for (const text of [
    '2024-02-30',
    '1900-02-29',
    '2024-01-01T24:00:00',
    '2024-01-01T10:00:60',
    '2024-01-01T10:00:00+053',
    '2024-13-01',
    '20240101',
    '2024',
    '2024-01-01T10:00:00Zx',
  ]) {
    await sameAsNative(rowsOf([JSON.stringify(text)]));
    await sameAsNative(rowsOf([JSON.stringify(text), '"2024-01-01T10:00:00"']));
  }
});

test('reads times that native DuckDB leaves as text', async () => {
  await reads(
    ['"2024-01-01T10:00:00.123456789+05:30"', '"2024-01-01T10:00:00Z"'],
    'TIMESTAMP_NS',
    '2024-01-01 04:30:00.123456789',
    '2024-01-01 10:00:00',
  );
  await reads(
    ['"1500-01-01T10:00:00.1234567"', '"2024-01-01T10:00:00.123456789"'],
    'TIMESTAMP',
    '1500-01-01 10:00:00.123456',
    '2024-01-01 10:00:00.123456',
  );
  await reads(['"2024-01-01 10:00+02:00"', '"2024-01-01"'], 'TIMESTAMP', '2024-01-01 08:00:00', '2024-01-01 00:00:00');
  await reads(['"12:34:56"', '"2024-01-01"'], 'VARCHAR', '12:34:56', '2024-01-01');
});

test('reads nested values as STRUCTs, LISTs and MAPs, and as text if their shapes differ', async () => {
  for (const values of [
    ['{"a": 1}', '{"a": 2.5, "b": "x"}', 'null', '{}'],
    ['{"a": {"b": {"c": 1}}}', '{"a": null}'],
    ['[1, 2]', '[1.5]', 'null', '[]'],
    ['[[1, 2], [3]]', '[[]]', '[null, [4, null]]'],
    ['[{"a": 1}, {"b": [2]}]', '[null]'],
    ['{"a b": "2024-01-01", "__proto__": 1, "constructor": 2}', '{}'],
    [`${'['.repeat(20)}1${']'.repeat(20)}`],
  ])
    await sameAsNative(rowsOf(values).replaceAll('a b', 'a_b'));
  const keyed = Array.from({ length: 30 }, (_, i) => `{"k${i}": {"x": ${i}}}`);
  await sameAsNative(rowsOf(keyed));
  await sameAsNative(rowsOf([`{${Array.from({ length: 250 }, (_, i) => `"k${i}": ${i}`).join(', ')}}`]));
  // Native DuckDB uses its JSON type here, with quoted strings.
  await reads(['{"a": 1}', '3', '"x"', '[true, null]'], 'VARCHAR', '{"a":1}', '3', 'x', '[true,null]');
  await reads(['{"a": 1}', '{"a": "x"}'], 'STRUCT(a VARCHAR)', "{'a': 1}", "{'a': x}");
  await reads(['{"a": 1, "A": 2}'], 'STRUCT(a BIGINT, A_1 BIGINT)', "{'a': 1, 'A_1': 2}");
  await reads(['{}', '{}', 'null'], 'VARCHAR', '{}', '{}', null);
  await reads(['{"": 1}'], 'VARCHAR', '{"":1}');
  await reads(
    [`${'['.repeat(100)}1${']'.repeat(100)}`],
    `VARCHAR${'[]'.repeat(24)}`,
    `${'['.repeat(24)}'${'['.repeat(76)}1${']'.repeat(76)}'${']'.repeat(24)}`,
  );
});

test('a field of a nested object works in a channel and in SQL', async () => {
  const name = page.defined({
    json: '{"pos": {"lat": 48.2, "of": {"id": 653247040368672769}}}\n{"pos": {"lat": 47, "of": null}}',
  });
  const relation = await page.catalog.open(name);
  const columns = await relation.columns(['pos.lat', 'pos.of.id']);
  assert.deepEqual(
    columns.map(({ rows, type }) => [rows, type]),
    [
      [2, { kind: 'number', integer: false }],
      [2, { kind: 'number', integer: true }],
    ],
  );
  const sql = page.defined({ sql: `SELECT pos.lat AS lat, pos.of.id AS id FROM ${name}` });
  assert.deepEqual(await page.results.toArray(sql), [
    { lat: 48.2, id: 653247040368672769n },
    { lat: 47, id: null },
  ]);
  await assert.rejects(relation.columns(['pos']), /Select one field in SQL, e\.g\. pos\.lat/);
  assert.deepEqual(
    (await relation.row(0)).map(({ text }) => text),
    ["{'lat': 48.2, 'of': {'id': 653247040368672769}}"],
  );
});

test('reads consecutive objects, pretty-printed or not', async () => {
  const pretty = [{ a: 1, b: { c: [1, 2] } }, { a: 2, b: null }, { b: { c: [] } }].map((row) =>
    JSON.stringify(row, null, 2),
  );
  await sameAsNative(pretty.join('\n'));
  await sameAsNative(pretty.join(''));
  await sameAsNative(`\ufeff${pretty.join(' \r\n\r\n')}\n`.slice(1));
  await sameAsNative('{"a":1}{"a":2}');
});

test('rejects objects with data as names before they fill the memory', async () => {
  const json = Array.from({ length: 10_001 }, (_, i) => `{"k${i}": 1}`).join('\n');
  await assert.rejects(ours(`{${json.replaceAll(/[{}]/g, '').replaceAll('\n', ', ')}}`), /more than 10,000 names/);
});

test('errors about invalid JSON name the line and column', async () => {
  const cases: readonly [string, RegExp][] = [
    ['{"a": 1}\n{"a": 01}', /line 2, column 7: a number without a leading zero/],
    ['{"a": nul}', /line 1, column 7: a value expected, found "nul}"/],
    ['{"a": 1,}', /column 9: a name/],
    ['{"a": 1} // c', /column 10: /],
    ['{"a": -}', /a value/],
    ['{"a": 1.}', /a digit/],
    ['{"a": "x\ty"}', /the end of a string/],
    ['{"a": "\\x"}', /after a backslash/],
    ['[{"a":1}] x', /the end of the text/],
    ['[{"a":1}{"a":2}]', /"," or "\]"/],
    ['{"a" 1}', /":" expected/],
    ['{"a": {"b": [1, 2}}', /"," or "\]" expected, found "}}"/],
    ['{"a": "abc', /found the end of the text/],
    ['{"a": NaNs}', /a value/],
  ];
  for (const [json, words] of cases) {
    assert.ok((await nativeJson(json)) === null || json === '{"a": 1,}', json);
    await assert.rejects(
      ours(json),
      (thrown: Error) => /source\/bad-file/.test(thrown.message) && words.test(thrown.message),
      json,
    );
  }
});
