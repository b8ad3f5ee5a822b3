import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { tableFromIPC } from '@uwdata/flechette';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';
import { PikaError } from '../../src/engine/errors';

const FLIGHTS =
  "SELECT i AS delay, 'o' || (i % 3) AS origin, i % 2 AS late, encode('o' || (i % 3)) AS bytes FROM range(30) r(i)";

let page: NodeCatalog;
let native: DuckDBConnection;
before(async () => {
  page = await nodeCatalog();
  native = await (await DuckDBInstance.create(':memory:')).connect();
  await native.run(`CREATE TABLE flights AS ${FLIGHTS}`);
  const folder = mkdtempSync(join(tmpdir(), 'pika-statements-'));
  await native.run(`COPY flights TO '${folder}/flights.parquet'`);
  page.catalog.define({ name: 'flights', src: new Blob([readFileSync(`${folder}/flights.parquet`)]) }, {});
  rmSync(folder, { recursive: true });
});
after(() => {
  page.close();
  native.closeSync();
});

async function texts(sql: string): Promise<unknown[][]> {
  const table = tableFromIPC(await page.catalog.sql(sql));
  return Array.from({ length: table.numRows }, (_, row) => table.children.map((column) => column.at(row) as unknown));
}

async function message(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    (answer) => answer,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof PikaError, String(thrown));
  return thrown.message;
}

const STATEMENTS = [
  'SUMMARIZE flights',
  'SUMMARIZE SELECT delay, late FROM flights WHERE delay > 3',
  'summarize flights -- all of it',
  'DESCRIBE flights',
  'DESC flights',
  'SHOW flights',
  'DESCRIBE SELECT origin, delay + 1 FROM flights',
  'PIVOT flights ON origin USING count(*) GROUP BY late ORDER BY late',
  "PIVOT flights ON origin IN ('o1', 'o2') USING sum(delay) GROUP BY late ORDER BY late",
  'UNPIVOT (SELECT delay, late FROM flights) ON delay, late ORDER BY ALL',
  'PIVOT_WIDER flights ON origin USING max(delay) GROUP BY late ORDER BY late',
  'FROM flights',
  'FROM flights SELECT origin, delay WHERE late = 1 ORDER BY delay DESC',
  'FROM (SUMMARIZE flights) SELECT column_name, max',
  'TABLE flights',
  "VALUES (1, 'a'), (2, 'b')",
  'WITH a AS (FROM flights) PIVOT a ON origin USING sum(delay) GROUP BY late ORDER BY late',
  '(SELECT count(*) FROM flights);',
];

test("every statement that returns rows can be a query, with native DuckDB's rows", async () => {
  for (const sql of STATEMENTS) {
    const name = page.defined({ sql });
    const { fields } = await page.catalog.open(name);
    const own = await texts(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${name}`);
    await native.run(`CREATE OR REPLACE TABLE answer AS SELECT * FROM (\n${sql.replace(';', '')}\n)`);
    const expected = await native.runAndReadAll('SELECT CAST(COLUMNS(*) AS VARCHAR) FROM answer');
    assert.deepEqual(own, expected.getRows(), sql);
    assert.deepEqual(
      fields.map((field) => field.name),
      expected.columnNames().map((column) => column),
      sql,
    );
  }
});

test('the same statements work in sql()', async () => {
  for (const sql of STATEMENTS) assert.ok((await page.catalog.sql(sql)).length > 0, sql);
});

test('SHOW TABLES lists the queries, loaded or not', async () => {
  page.catalog.define({ name: "Never 'read'", src: 'nowhere.parquet' }, {});
  const listed = (await texts('SHOW TABLES;')).flat();
  assert.deepEqual(
    listed.filter((name) => /^(flights|Never)/.test(String(name))),
    ["Never 'read'", 'flights'],
  );
  const name = page.defined({ sql: 'SHOW TABLES' });
  await page.catalog.open(name);
  const queried = (await texts(`FROM ${name}`)).flat();
  assert.ok(queried.includes("Never 'read'") && !queried.includes(name));
});

test('the error of a statement without rows says what to write', async () => {
  for (const sql of [
    'INSERT INTO flights SELECT 1',
    'CREATE TABLE a AS SELECT 1',
    'PRAGMA version',
    'EXPLAIN SELECT 1',
  ]) {
    assert.match(
      await message(page.catalog.open(page.defined({ sql }))),
      new RegExp(`returns rows.*found one that begins with "${sql.split(' ')[0]}".*pageEngine`),
    );
  }
});

test('the error about text stored as bytes recommends decode', async () => {
  const flights = await page.catalog.open('flights');
  assert.match(await message(flights.columns(['bytes'])), /found Binary.*decode\(bytes\)/);
  assert.match(
    await message(page.catalog.sql("SELECT * FROM flights WHERE bytes LIKE 'o%'")),
    /BLOB.*decode\(column\)/,
  );
  const [decoded] = await flights.columns(['decode(bytes)']);
  assert.deepEqual(decoded!.type, { kind: 'category', labels: ['o0', 'o1', 'o2'] });
});

test("errors include DuckDB's own hints", async () => {
  const cases: readonly (readonly [sql: string, hint: RegExp])[] = [
    ['SELECT dely FROM flights', /Candidate bindings: "delay"/],
    ['SELECT hours(delay) FROM flights', /Did you mean/],
    ['SELECT strptime(delay, 1) FROM flights', /Candidate functions: strptime\(/],
    ['SELECT origin, count(*) FROM flights', /Either add it to the GROUP BY list, or use "ANY_VALUE\(origin\)"/],
    ['SELECT 1 WHERE count(*) > 1', /aggregate/i],
  ];
  for (const [sql, hint] of cases) assert.match(await message(page.catalog.sql(sql)), hint);
  assert.doesNotMatch(await message(page.catalog.sql('SELECT dely FROM flights')), /LINE 1|\^/);
});
