import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as arrow from 'apache-arrow';
import { valuesOf } from '../rows/arrow-columns';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

let page: NodeCatalog;
before(async () => {
  page = await nodeCatalog();
});
after(() => page.close());

/** SQL for a value, DuckDB's name for its type, and the value that toArray returns. */
type Case = readonly [sql: string, sqlType: string, value: unknown];

/** Replaces invalid Dates, which are never equal in node:assert. */
const INVALID = Symbol('an invalid Date');
const BEYOND = 9007199254740993n;

const PLAIN: readonly Case[] = [
  ['true', 'BOOLEAN', true],
  ['1::UTINYINT', 'UTINYINT', 1],
  ['(-32768)::SMALLINT', 'SMALLINT', -32768],
  ['4294967295::UINTEGER', 'UINTEGER', 4294967295],
  ['7::BIGINT', 'BIGINT', 7],
  [`${BEYOND}`, 'BIGINT', BEYOND],
  ['18446744073709551615::UBIGINT', 'UBIGINT', 2n ** 64n - 1n],
  ['7::HUGEINT', 'HUGEINT', 7],
  ['(-170141183460469231731687303715884105728)::HUGEINT', 'HUGEINT', -(2n ** 127n)],
  ['340282366920938463463374607431768211455::UHUGEINT', 'UHUGEINT', 2n ** 128n - 1n],
  ['7::UHUGEINT', 'UHUGEINT', 7],
  ["'-123456789012345678901234567890123456789012'::BIGNUM", 'BIGNUM', -123456789012345678901234567890123456789012n],
  ["'12'::BIGNUM", 'BIGNUM', 12],
  ["'0'::BIGNUM", 'BIGNUM', 0],
  ['1.5::FLOAT', 'FLOAT', 1.5],
  ["'nan'::DOUBLE", 'DOUBLE', NaN],
  ["'-inf'::FLOAT", 'FLOAT', -Infinity],
  ["'-0.0'::DOUBLE", 'DOUBLE', -0],
  ['1.25::DECIMAL(5,2)', 'DECIMAL(5,2)', 1.25],
  ['(-0.001)::DECIMAL(3,3)', 'DECIMAL(3,3)', -0.001],
  ['123456789012345.678::DECIMAL(18,3)', 'DECIMAL(18,3)', 123456789012345.678],
  ['0.12345678901234567891::DECIMAL(38,20)', 'DECIMAL(38,20)', 0.12345678901234567891],
  ['5::DECIMAL(18,0)', 'DECIMAL(18,0)', 5],
  ['999999999999999999::DECIMAL(18,0)', 'DECIMAL(18,0)', 999999999999999999n],
  ["DATE '2024-02-29'", 'DATE', new Date('2024-02-29')],
  ["'infinity'::DATE", 'DATE', INVALID],
  ["TIMESTAMP '1969-12-31 23:59:59.999999'", 'TIMESTAMP', new Date(-1)],
  ["TIMESTAMP_NS '2024-01-01 00:00:00.123999999'", 'TIMESTAMP_NS', new Date('2024-01-01T00:00:00.123Z')],
  ["TIMESTAMP_S '2024-01-01 00:00:01'", 'TIMESTAMP_S', new Date('2024-01-01T00:00:01Z')],
  ["TIMESTAMP_MS '2024-01-01 00:00:00.5'", 'TIMESTAMP_MS', new Date('2024-01-01T00:00:00.5Z')],
  ["'-infinity'::TIMESTAMP", 'TIMESTAMP', INVALID],
  ["TIMESTAMP '294246-01-01'", 'TIMESTAMP', INVALID],
  ["TIME '12:34:56.789012'", 'TIME', '12:34:56.789012'],
  ["TIME '24:00:00'", 'TIME', '24:00:00'],
  ["TIMETZ '12:00:00+02'", 'TIME WITH TIME ZONE', '12:00:00+02'],
  ["INTERVAL '1 month 2 days 3 seconds'", 'INTERVAL', '1 month 2 days 00:00:03'],
  ["INTERVAL '-14 months'", 'INTERVAL', '-1 year -2 months'],
  ["INTERVAL '200 days 1 microsecond'", 'INTERVAL', '200 days 00:00:00.000001'],
  ["'zürich'", 'VARCHAR', 'zürich'],
  ["'\ufeffmark'", 'VARCHAR', '\ufeffmark'],
  ["'it''s, (x)'::ENUM('a', 'it''s, (x)')", "ENUM('a', 'it''s, (x)')", "it's, (x)"],
  ["'59a57511-c1d2-4e1d-b69b-19a037420d83'::UUID", 'UUID', '59a57511-c1d2-4e1d-b69b-19a037420d83'],
  ["'0101'::BIT", 'BIT', '0101'],
  ["'1111000010101'::BIT", 'BIT', '1111000010101'],
  ["'00000000'::BIT", 'BIT', '00000000'],
  ["'\\xAA\\x00'::BLOB", 'BLOB', Uint8Array.of(0xaa, 0)],
];

const NESTED: readonly Case[] = [
  [`{'a': 1, 'b': ${BEYOND}}`, 'STRUCT(a INTEGER, b BIGINT)', { a: 1, b: BEYOND }],
  [
    "{'__proto__': 1, 'constructor': 'x'}",
    'STRUCT(__proto__ INTEGER, constructor VARCHAR)',
    JSON.parse('{"__proto__": 1, "constructor": "x"}'),
  ],
  ['[[1], [], NULL]', 'INTEGER[][]', [[1], [], null]],
  ['[1, 2]::INTEGER[2]', 'INTEGER[2]', [1, 2]],
  ["[{'a': 1}, NULL]", 'STRUCT(a INTEGER)[]', [{ a: 1 }, null]],
  [
    "MAP {'a': 1, 'b': NULL}",
    'MAP(VARCHAR, INTEGER)',
    new Map([
      ['a', 1],
      ['b', null],
    ]),
  ],
  ["MAP {'1 day'::INTERVAL: [TIME '01:02:03']}", 'MAP(INTERVAL, TIME[])', new Map([['1 day', ['01:02:03']]])],
  ["union_value(k := 'x')", 'UNION(k VARCHAR)', 'x'],
  ["'0101'::BIT::UNION(i INTEGER, b BIT)", 'UNION(i INTEGER, b BIT)', '0101'],
  [
    "{'t': TIMETZ '12:00:00-03:30', 'e': ['b'::ENUM('a', 'b')]}",
    "STRUCT(t TIME WITH TIME ZONE, e ENUM('a', 'b')[])",
    { t: '12:00:00-03:30', e: ['b'] },
  ],
];

async function handedOut(select: string): Promise<{ readonly sqlType: string; readonly rows: unknown[] }> {
  const name = page.defined({ sql: select });
  const { fields } = await page.catalog.open(name);
  return { sqlType: fields[0]!.sqlType, rows: (await page.results.toArray(name)).map(({ v }) => comparable(v)) };
}

function comparable(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? INVALID : value;
  if (Array.isArray(value)) return value.map(comparable);
  if (value instanceof Map) return new Map(Array.from(value, ([key, one]) => [comparable(key), comparable(one)]));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, comparable(one)]));
}

test('converts each type to a JavaScript value', async () => {
  for (const [sql, sqlType, value] of [...PLAIN, ...NESTED]) {
    assert.deepEqual(
      await handedOut(`SELECT ${sql} AS v UNION ALL SELECT NULL`),
      { sqlType, rows: [value, null] },
      sql,
    );
  }
});

test('converts each type inside a list, a struct and a map', async () => {
  for (const [sql, sqlType, value] of PLAIN) {
    const { sqlType: type, rows } = await handedOut(
      `SELECT {'l': [${sql}, NULL], 'm': MAP {'k': ${sql}}} AS v UNION ALL SELECT NULL`,
    );
    assert.equal(type, `STRUCT(l ${sqlType}[], m MAP(VARCHAR, ${sqlType}))`);
    assert.deepEqual(rows, [{ l: [value, null], m: new Map([['k', value]]) }, null], sql);
  }
});

test('converts long integers to the same JavaScript type within a column, and within its lists', async () => {
  assert.deepEqual((await handedOut(`SELECT * FROM (VALUES (1), (${BEYOND}), (NULL)) t(v)`)).rows, [1n, BEYOND, null]);
  assert.deepEqual((await handedOut(`SELECT * FROM (VALUES ([1, 2]), ([${BEYOND}]), (NULL), ([])) t(v)`)).rows, [
    [1n, 2n],
    [BEYOND],
    null,
    [],
  ]);
  assert.deepEqual(
    (await handedOut(`SELECT * FROM (VALUES ({'a': [1], 'b': 1}), ({'a': [2], 'b': ${BEYOND}})) t(v)`)).rows,
    [
      { a: [1], b: 1n },
      { a: [2], b: BEYOND },
    ],
  );
});

test('converts many rows in many batches', async () => {
  const { rows } = await handedOut(
    "SELECT CASE WHEN i % 5 > 0 THEN {'i': i, 'l': range(i % 4), 'e': ['a', 'b'][i % 2 + 1]::ENUM('a', 'b')} END AS v FROM range(10000) t(i)",
  );
  assert.deepEqual(
    rows,
    Array.from({ length: 10_000 }, (_, i) =>
      i % 5 > 0 ? { i, l: Array.from({ length: i % 4 }, (_row, k) => k), e: 'ab'[i % 2] } : null,
    ),
  );
});

const LABELS = Array.from({ length: 3000 }, (_, i) => `it's "label" ${i}`);
const ENUM = `ENUM(${LABELS.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ')})`;

test('exports ENUM in every format', async () => {
  const name = page.defined({
    sql: `SELECT i, (list_extract([${LABELS.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ')}], i + 1))::${ENUM} AS e, 'x'::ENUM('x') AS one FROM range(3000) t(i) UNION ALL SELECT 3000, NULL, 'x'`,
  });
  const expected = [...LABELS, null];
  assert.deepEqual(
    (await page.results.toArray(name)).map(({ e, one }) => [e, one]),
    expected.map((e) => [e, 'x']),
  );
  assert.deepEqual(Array.from((await page.results.toArrow(name, arrow)).getChild('e')!), expected);
  assert.deepEqual(await page.results.distinct(name, 'e', { limit: 5 }), LABELS.slice(0, 5));
  assert.equal(
    await page.results.toCSV(name, { columns: ['e'], limit: 1 }),
    `e\r\n"${LABELS[0]!.replaceAll('"', '""')}"\r\n`,
  );
  // Window functions run in slices.
  const [lagged] = await (await page.catalog.open(name)).columns(['lag(e) OVER (ORDER BY i)']);
  assert.deepEqual(valuesOf(lagged as never), [null, ...LABELS]);
  const own = await page.catalog.sql(
    `SELECT {'e': e, 'l': [one, NULL]} AS v, MAP {e: 1} AS m FROM ${name} WHERE i = 7`,
  );
  const table = arrow.tableFromIPC(own);
  assert.deepEqual(
    [table.getChild('v')!.get(0).toJSON().e, [...table.getChild('m')!.get(0)][0][0]],
    [LABELS[7], LABELS[7]],
  );
});

/** Types that Parquet or Arrow lacks, as columns and nested. */
const ODD =
  "SELECT '0101'::BIT AS b, TIMETZ '12:00:00+02' AS t, 340282366920938463463374607431768211455::UHUGEINT AS u, '-12345678901234567890123456789012345678901234'::BIGNUM AS n, 'x'::ENUM('x', 'y, (z') AS e, union_value(k := 1) AS k";
const NESTED_ODD = `SELECT {'all': [b], "t t": t, 'm': MAP {e: u}, 'k': [k]} AS s, [n] AS l FROM (${ODD})`;

test('writes types that Parquet lacks as text', async () => {
  for (const sql of [ODD, NESTED_ODD]) {
    const name = page.defined({ sql });
    const back = page.defined({ src: new Blob([await page.results.toParquet(name)]) });
    assert.equal(await page.results.toCSV(back), await page.results.toCSV(name));
  }
});

test('writes types that Arrow would lose (BIT, TIME WITH TIME ZONE) as text', async () => {
  const table = await page.results.toArrow(page.defined({ sql: ODD }), arrow, { columns: ['b', 't', 'e'] });
  assert.deepEqual(
    table.toArray().map((row) => ({ ...row.toJSON() })),
    [{ b: '0101', t: '12:00:00+02', e: 'x' }],
  );
  const nested = await page.results.toArrow(page.defined({ sql: NESTED_ODD }), arrow, { columns: ['s'] });
  assert.equal(nested.getChild('s')!.get(0).toJSON()['t t'], '12:00:00+02');
});

test('a select offers numbers, strings and booleans, and other values as text that SQL can compare', async () => {
  const name = page.defined({
    sql: "SELECT * FROM (VALUES (TIMESTAMP_NS '2024-01-01 00:00:00.000000001', DATE '2024-01-01', 2, 'b'::ENUM('b', 'a'), [1]), (TIMESTAMP_NS '2024-01-01 00:00:00', DATE '2023-01-01', 1, 'a'::ENUM('b', 'a'), [2]), (NULL, NULL, NULL, NULL, NULL)) t(moment, day, n, e, l)",
  });
  assert.deepEqual(await page.results.distinct(name, 'moment'), [
    '2024-01-01 00:00:00',
    '2024-01-01 00:00:00.000000001',
  ]);
  assert.deepEqual(await page.results.distinct(name, 'day'), ['2023-01-01', '2024-01-01']);
  assert.deepEqual(await page.results.distinct(name, 'n'), [1, 2]);
  assert.deepEqual(await page.results.distinct(name, 'e'), ['b', 'a']);
  assert.deepEqual(await page.results.distinct(name, 'l'), ['[1]', '[2]']);
  for (const [column, value] of [
    ['moment', '2024-01-01 00:00:00.000000001'],
    ['day', '2024-01-01'],
    ['e', 'a'],
    ['l', '[1]'],
  ] as const) {
    const bytes = await page.catalog.sql(`SELECT n FROM ${name} WHERE ${column} = $value`, { params: { value } });
    assert.equal(arrow.tableFromIPC(bytes).numRows, 1, column);
  }
});
