/**
 * A page sends requests only to its own server, with any SQL: tests every example, and every function over TIMESTAMPTZ,
 * for which DuckDB would fetch an extension.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { openBrowser } from '../pages/page.mjs';
import { CSV, EXPRESSIONS, REFUSED, STATEMENTS, TABLE_SQL } from './time-functions.mjs';

describe("no request leaves the page's own server", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());

  for (const file of readdirSync(new URL('../../examples/', import.meta.url)).filter((name) =>
    name.endsWith('.html'),
  )) {
    it(`examples/${file}`, async () => {
      const page = await browser.open(`examples/${file}`);
      await page.evaluate(async () => (await window.engine()).sql('SELECT 1'));
      assert.deepEqual(page.outside, []);
      await page.context().close();
    });
  }

  it("every function over the TIMESTAMPTZ column of a CSV file, with native DuckDB's answers", async () => {
    const native = await (await DuckDBInstance.create(':memory:')).connect();
    await native.run(`SET TimeZone = 'UTC'`);
    await native.run(`CREATE TABLE t AS ${TABLE_SQL}`);
    const page = await browser.open('examples/05-data.html');
    await page.evaluate(async (csv) => {
      const [{ tableFromIPC }, engine] = await Promise.all([
        import('/node_modules/@uwdata/flechette/src/index.js'),
        window.engine(),
      ]);
      await engine.define({ name: 't', src: new Blob([csv]), read: { format: 'csv' } }, {});
      window.texts = async (sql) => {
        try {
          const table = tableFromIPC(await engine.sql(sql));
          return JSON.stringify(
            Array.from({ length: table.numRows }, (_, row) => table.children.map((column) => column.at(row))),
            (_, value) => (typeof value === 'bigint' ? String(value) : value),
          );
        } catch (thrown) {
          return thrown.message;
        }
      };
      window.types = async () => (await engine.open('t')).fields.map(({ sqlType }) => sqlType);
    }, CSV);
    assert.deepEqual(await page.evaluate(() => window.types()), [
      'BIGINT',
      'TIMESTAMP WITH TIME ZONE',
      'TIMESTAMP',
      'DATE',
      'TIME',
      'VARCHAR',
    ]);
    const statements = [
      ...EXPRESSIONS.map(
        (expression) => `SELECT typeof(v), v::VARCHAR FROM (SELECT i, ${expression} AS v FROM t) ORDER BY i`,
      ),
      ...STATEMENTS,
    ];
    const answers = await page.evaluate(async (all) => {
      const found = [];
      for (const sql of all) found.push(await window.texts(sql));
      return found;
    }, statements);
    const differing = [];
    for (const [i, sql] of statements.entries()) {
      const expected = JSON.stringify((await native.runAndReadAll(sql)).getRowsJson());
      if (answers[i] !== expected) differing.push({ sql, expected, found: answers[i] });
    }
    assert.deepEqual(differing, []);
    await page.evaluate(() => window.texts('CREATE TABLE kept AS SELECT 1'));
    for (const [sql, pattern] of REFUSED) assert.match(await page.evaluate((text) => window.texts(text), sql), pattern);
    assert.equal(
      await page.evaluate(() => window.texts('SELECT count(*)::VARCHAR FROM kept')),
      '[["1"]]',
      'the same database answers to the end',
    );
    assert.deepEqual(page.outside, []);
    native.closeSync();
    // Requests by workers are recorded too.
    await page.evaluate(async () => {
      const other = location.href.replace(
        location.hostname,
        location.hostname === 'localhost' ? '127.0.0.1' : 'localhost',
      );
      const script = URL.createObjectURL(
        new Blob([
          `const request = new XMLHttpRequest(); request.open('GET', '${other}', false); try { request.send(); } catch {} postMessage(1);`,
        ]),
      );
      await new Promise((done) => {
        new Worker(script).onmessage = done;
      });
    });
    assert.equal(page.outside.length, 1);
    await page.context().close();
  });
});
