import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { tableFromIPC } from '@uwdata/flechette';
import { PikaError } from '../../src/engine/errors';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';
import { AS_WITHOUT_ZONES, EXPRESSIONS, REFUSED, STATEMENTS, TABLE_SQL } from './time-functions.mjs';

let page: NodeCatalog;
let native: DuckDBConnection;
let parquet: Blob;
const owner = {};
before(async () => {
  page = await nodeCatalog();
  native = await (await DuckDBInstance.create(':memory:')).connect();
  await native.run(`SET TimeZone = 'UTC'`);
  await native.run(`CREATE TABLE t AS ${TABLE_SQL}`);
  const folder = mkdtempSync(join(tmpdir(), 'pika-time-'));
  await native.run(`COPY t TO '${folder}/t.parquet'`);
  parquet = new Blob([readFileSync(`${folder}/t.parquet`)]);
  page.catalog.define({ name: 't', src: parquet }, owner);
  rmSync(folder, { recursive: true });
});
after(() => {
  page.close();
  native.closeSync();
});

async function nativeRows(sql: string): Promise<unknown[][]> {
  return (await native.runAndReadAll(sql)).getRowsJson() as unknown[][];
}

async function ourRows(sql: string): Promise<unknown[][]> {
  const table = tableFromIPC(await page.catalog.sql(sql));
  return Array.from({ length: table.numRows }, (_, row) => table.children.map((column) => column.at(row) as unknown));
}

/** Collects all differences, because they seldom come alone. */
async function differences(statements: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const statement of statements) {
    const expected = await nativeRows(statement);
    const actual = await ourRows(statement).catch((thrown: unknown) => String(thrown));
    if (JSON.stringify(actual) !== JSON.stringify(expected))
      found.push(`${statement}\n  native ${JSON.stringify(expected)}\n  ours   ${JSON.stringify(actual)}`);
  }
  return found;
}

const eachRow = (expression: string): string =>
  `SELECT typeof(v), v::VARCHAR FROM (SELECT i, ${expression} AS v FROM t) ORDER BY i`;

async function refused(work: Promise<unknown>, pattern: RegExp): Promise<void> {
  const thrown = await work.then(
    (answer) => answer,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof PikaError && thrown.code === 'source/sql', `${pattern}: ${String(thrown)}`);
  assert.match(thrown.message, pattern);
  assert.doesNotMatch(thrown.message, /too much data|INSTALL icu|autoload/i);
}

const TYPES = ['BIGINT', 'TIMESTAMP WITH TIME ZONE', 'TIMESTAMP', 'DATE', 'TIME', 'VARCHAR'];

test('every function over TIMESTAMPTZ returns what native DuckDB does in UTC: Parquet', async () => {
  assert.deepEqual(
    (await page.catalog.open('t')).fields.map(({ sqlType }) => sqlType),
    TYPES,
  );
  assert.deepEqual(await differences(EXPRESSIONS.map(eachRow)), []);
});

test('whole statements return what native DuckDB does: aggregates, windows, subqueries, joins', async () => {
  assert.deepEqual(await differences(STATEMENTS), []);
});

test('other types are unaffected beside a TIMESTAMPTZ', async () => {
  for (const expression of AS_WITHOUT_ZONES) {
    const select = `SELECT typeof(v), v::VARCHAR FROM (SELECT ${expression} AS v`;
    assert.deepEqual(await ourRows(`${select}, hour(max(x)) FROM t)`), await ourRows(`${select} FROM t)`), expression);
  }
});

test('functions over rows in memory return what native DuckDB does', async () => {
  const data = await page.results.toIPC('t');
  page.catalog.define({ name: 't', data }, owner);
  assert.deepEqual(
    (await page.catalog.open('t')).fields.map(({ sqlType }) => sqlType),
    TYPES,
  );
  assert.deepEqual(await differences([...EXPRESSIONS.map(eachRow), ...STATEMENTS]), []);
});

test('a query keeps the type, and exports values as native DuckDB writes them', async () => {
  const sql =
    "SELECT i, x, date_trunc('day', x) AS day, x::DATE AS date, hour(x) AS hour, x + INTERVAL 1 DAY AS next FROM t ORDER BY i";
  const name = page.defined({ sql });
  const { fields } = await page.catalog.open(name);
  const zoned = 'TIMESTAMP WITH TIME ZONE';
  assert.deepEqual(
    fields.map(({ sqlType }) => sqlType),
    ['BIGINT', zoned, zoned, 'DATE', 'BIGINT', zoned],
  );
  const expected = await nativeRows(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${sql})`);
  const [, ...lines] = (await page.results.toCSV(name)).trimEnd().split('\r\n');
  assert.deepEqual(
    lines,
    expected.map((row) => row.map((value) => value ?? '').join(',')),
  );
  assert.deepEqual((await page.results.toArray(name, { columns: ['next'], limit: 1 }))[0], {
    next: new Date('2024-04-01T08:00:00.123Z'),
  });
});

test('channels of plots can use these functions, and are measured and counted', async () => {
  const relation = await page.catalog.open('t');
  const [hour, day] = await relation.columns(['hour(x)', "date_trunc('day', x)"]);
  assert.deepEqual(
    [hour!.rows, hour!.type, day!.type],
    [6, { kind: 'number', integer: true }, { kind: 'time', ticksPerMs: 1000, isInstant: true }],
  );
  const [measured] = await relation.measure(['hour(x)']);
  assert.deepEqual(measured!.extent, [4, 20]);
  assert.deepEqual(
    Array.from(
      await relation.counts(
        [{ expression: 'hour(x)', type: { kind: 'number', integer: true }, edges: [0, 12, 24] }],
        ['x < now() + INTERVAL 1 DAY'],
      ),
    ),
    [2, 2],
  );
});

test('runs each of several statements once', async () => {
  const sql =
    'CREATE OR REPLACE TABLE own AS SELECT 1 AS n; INSERT INTO own SELECT hour(x) FROM t; INSERT INTO own SELECT 2; SELECT count(*) FROM own';
  assert.deepEqual(await ourRows(sql), [[8]]);
});

test('errors of unsupported functions recommend a cast, and the database keeps working', async () => {
  for (const [sql, pattern] of REFUSED) await refused(page.catalog.sql(sql as string), pattern as RegExp);
  assert.deepEqual(await ourRows('SELECT count(*) FROM t'), [[6]]);
});
