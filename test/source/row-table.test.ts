import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { columnValues } from '../../src/engine/columns/column-values';
import { PikaError } from '../../src/engine/errors';
import { RowsService } from '../../src/engine/rows/rows-service';
import { createCatalog } from '../../src/engine/source/catalog';
import type { Database } from '../../src/engine/source/database';
import type { Catalog, Relation, RowOrder, RowTable, TableValues } from '../../src/engine/source/source';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

const SQL = `SELECT (i * 37) % 50 AS i,
  CASE WHEN i % 7 > 0 THEN (i % 5) * 9007199254740993 END AS big,
  CASE WHEN i % 4 = 0 THEN 'nan'::DOUBLE WHEN i = 9 THEN '-inf'::DOUBLE WHEN i = 10 THEN 'inf'::DOUBLE ELSE (i % 6) / 3 END AS v,
  CASE WHEN i % 9 > 0 THEN substr('ZebraÄpfelz🙂ﬀ', (i % 14)::INTEGER + 1, 1) END AS name,
  CASE i WHEN 3 THEN 'infinity'::TIMESTAMP ELSE TIMESTAMP '2024-01-01' + to_hours((i % 12)::BIGINT) END AS moment,
  i % 3 = 0 AS flag,
  CASE i WHEN 20 THEN 1099511627777 ELSE i * 31 % 17 END AS wide
  FROM range(50) r(i)`;
const COLUMNS = ['i', 'big', 'v', 'name', 'moment', 'flag', 'wide'];
const EVERYTHING = 1000;

let page: NodeCatalog;
let native: DuckDBConnection;
let byQuery: Relation;
/** The same rows in memory of the page. */
let inMemory: Relation;
before(async () => {
  page = await nodeCatalog();
  native = await (await DuckDBInstance.create(':memory:')).connect();
  await native.run(`CREATE TABLE t AS ${SQL}`);
  const name = page.defined({ sql: SQL });
  byQuery = await page.catalog.open(name);
  inMemory = await page.catalog.open(page.defined({ data: await page.results.toIPC(name) }));
});
after(() => {
  page.close();
  native.closeSync();
});

function valuesOf({ type, values }: TableValues): (number | string | null)[] {
  return Array.from(values, (value) =>
    Number.isNaN(value) ? null : type.kind === 'category' ? type.labels[value]! : value,
  );
}

function rowsOf({ rows, columns, rowNumbers }: RowTable): unknown[][] {
  const values = [...columns.map(valuesOf), Array.from(rowNumbers)];
  assert.deepEqual(
    values.map(({ length }) => length),
    values.map(() => rows),
  );
  return Array.from({ length: rows }, (_, row) => values.map((column) => column[row]));
}

/** NaN and infinite times read as NULL. */
const KNOWN: Readonly<Record<string, string>> = {
  v: 'CASE WHEN NOT isnan(v) THEN v END',
  moment: 'CASE WHEN isfinite(moment) THEN epoch_us(moment) END',
};
const knownSql = (column: string): string => KNOWN[column] ?? column;

async function nativeRows(rest: string): Promise<unknown[][]> {
  const columns = COLUMNS.map((column) => `${knownSql(column)}${column === 'flag' ? '::VARCHAR' : ''}`);
  const rows = (await native.runAndReadAll(`SELECT ${columns.join(', ')}, rowid FROM t ${rest}`)).getRowsJS();
  return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)));
}

function sortSql(sort: readonly RowOrder[]): string {
  const keys = sort.map(
    ({ expression, descending }) => `${knownSql(expression)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`,
  );
  return `ORDER BY ${[...keys, 'rowid'].join(', ')}`;
}

describe('rows as they are, against native DuckDB', () => {
  it('all columns in row order, up to a limit', async () => {
    for (const relation of [byQuery, inMemory]) {
      for (const limit of [0, 1, 49, 50, 51, EVERYTHING]) {
        const table = await relation.table({ expressions: COLUMNS, where: [], limit });
        assert.deepEqual(rowsOf(table), await nativeRows(`ORDER BY rowid LIMIT ${limit}`));
        assert.equal(table.truncated, limit < 50, `limit ${limit}`);
      }
    }
  });

  it('sorted by columns of every type, in both directions: without and with the database', async () => {
    const sorts = COLUMNS.flatMap((expression) =>
      [false, true].flatMap((descending): RowOrder[][] => [
        [{ expression, descending }],
        [
          { expression: 'flag', descending: !descending },
          { expression, descending },
        ],
      ]),
    );
    for (const sort of sorts) {
      for (const [relation, where] of [
        [inMemory, []],
        [inMemory, ['TRUE']],
        [byQuery, []],
      ] as const) {
        const table = await relation.table({ expressions: COLUMNS, where, sort, limit: 20 });
        assert.deepEqual(rowsOf(table), await nativeRows(`${sortSql(sort)} LIMIT 20`), JSON.stringify(sort));
        assert.ok(table.truncated);
      }
    }
  });

  it('columns of windows are in row order too', async () => {
    const expected = (await nativeRows('ORDER BY rowid')).map(([i]) => Number(i) + 1);
    const hidden = await page.catalog.open(page.defined({ sql: `SELECT *, -i AS rowid FROM ${byQuery.name}` }));
    for (const relation of [byQuery, inMemory, hidden]) {
      const [column] = await relation.columns(['rank() OVER (ORDER BY i)']);
      assert.deepEqual(Array.from(columnValues(column!.encoding, column!.pages)), expected);
    }
  });

  it('row numbers are those of row()', async () => {
    for (const relation of [byQuery, inMemory]) {
      const { rowNumbers, columns } = await relation.table({
        expressions: ['i'],
        where: ['i > 40'],
        sort: [{ expression: '-i', descending: false }],
        limit: 5,
      });
      for (const [at, number] of rowNumbers.entries())
        assert.equal((await relation.row(number))[0]!.text, String(columns[0]!.values[at]));
    }
  });

  it('conditions, expressions, windows over all rows, other queries, and a column named rowid', async () => {
    const own = await page.catalog.open(
      page.defined({ sql: `SELECT *, -i AS rowid, i AS "order" FROM ${byQuery.name}` }),
    );
    const cases: readonly (readonly [expression: string, natively: string])[] = [
      ['i + 1', 'i + 1'],
      ['order', 'i'],
      ['upper(name) -- comment', 'upper(name)'],
      ['rank() OVER (ORDER BY i)', 'i + 1'],
      [`(SELECT count(*) FROM ${byQuery.name}) + i`, '50 + i'],
      ['big::HUGEINT', 'big'],
    ];
    for (const [expression, natively] of cases) {
      for (const where of [[], ['i > 10', 'v >= 0 -- all']]) {
        const table = await own.table({ expressions: [expression], where, limit: EVERYTHING });
        const expected = await native.runAndReadAll(
          `SELECT ${natively}, rowid FROM t ${where.length > 0 ? 'WHERE i > 10 AND v >= 0' : ''} ORDER BY rowid`,
        );
        assert.deepEqual(
          rowsOf(table),
          expected.getRowsJS().map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value))),
          expression,
        );
      }
    }
  });

  it('errors', async () => {
    const cases: readonly (readonly [expression: string, limit: number, code: string, message: RegExp])[] = [
      ['nme', 5, 'plan/unknown-column', /column "nme" of query .* Did you mean "name"/],
      ['sum(i)', 5, 'source/sql', /expression "sum\(i\)" of query .* found an aggregate of many rows/],
      ['i) FROM x --', 5, 'source/sql', /a "\)" too many/],
      ['[i]', 5, 'rows/unsupported-type', /\[i\]/],
      ['i', -1, 'source/bad-parameter', /expected a whole number of rows, found -1/],
      ['i', 1.5, 'source/bad-parameter', /found 1.5/],
    ];
    for (const [expression, limit, code, message] of cases) {
      for (const request of [
        { expressions: [expression], where: [], limit },
        { expressions: ['v', expression], where: ['i > 1'], sort: [{ expression, descending: true }], limit },
      ]) {
        await assert.rejects(byQuery.table(request), (thrown: unknown) => {
          assert.ok(thrown instanceof PikaError, String(thrown));
          assert.equal(thrown.code, code, thrown.message);
          assert.match(thrown.message, message);
          return true;
        });
      }
    }
  });

  it('the latest wins, an abort cancels, and a retired relation answers no more', async () => {
    const request = { expressions: ['i * 2'], where: [], limit: 3 };
    for (const newer of [request, { ...request, expressions: ['i'] }]) {
      const settled = await Promise.allSettled([
        inMemory.table(request, { replaces: 'k' }),
        inMemory.table(newer, { replaces: 'k' }),
      ]);
      assert.deepEqual(
        settled.map(({ status }) => status),
        ['rejected', 'fulfilled'],
      );
    }
    for (const expressions of [['i'], ['i * 2']]) {
      const abort = new AbortController();
      const running = inMemory.table({ ...request, expressions }, { signal: abort.signal });
      abort.abort();
      await assert.rejects(running, { code: 'source/aborted' });
    }
    const owner = {};
    page.catalog.define({ name: 'short', data: { v: [1, 2] } }, owner);
    const opened = await page.catalog.open('short');
    const running = opened.table({ expressions: ['v'], where: [], limit: 9 });
    page.catalog.remove('short', owner);
    await assert.rejects(running, { code: 'source/aborted' });
    await assert.rejects(opened.table({ expressions: ['v'], where: [], limit: 9 }), { code: 'source/aborted' });
  });
});

describe('rows without the database', () => {
  /** A catalog whose database fails at any request. */
  function withoutDatabase(): Catalog {
    const database = new Proxy({} as Database, {
      get: (_, key) =>
        key === 'epoch' ? 0 : key === 'dispose' ? () => undefined : () => Promise.reject(new Error(String(key))),
    });
    return createCatalog({ database, rows: new RowsService(() => import('parquet-wasm/node')) });
  }

  it('objects of the page and files, by column name, also sorted', async () => {
    const catalog = withoutDatabase();
    const rows = Array.from({ length: 12 }, (_, i) => ({
      region: `r${(i * 5) % 12}`,
      amount: i,
      at: new Date(i * 1000),
    }));
    catalog.define({ name: 'sales', data: rows }, {});
    catalog.define({ name: 'file', src: new Blob([JSON.stringify(rows)]), read: { format: 'json' } }, {});
    catalog.define({ name: 'empty', data: [] }, {});
    for (const name of ['sales', 'file']) {
      const relation = await catalog.open(name);
      const table = await relation.table({ expressions: ['region', '"amount"', 'REGION'], where: [], limit: 100 });
      assert.deepEqual(
        rowsOf(table),
        rows.map(({ region, amount }, i) => [region, amount, region, i]),
      );
      const top = await relation.table({
        expressions: ['amount'],
        where: [],
        sort: [{ expression: 'amount', descending: true }],
        limit: 2,
      });
      assert.deepEqual(
        [top.truncated, rowsOf(top)],
        [
          true,
          [
            [11, 11],
            [10, 10],
          ],
        ],
      );
    }
    const [at] = (await (await catalog.open('sales')).table({ expressions: ['at'], where: [], limit: 100 })).columns;
    assert.equal(at!.type.kind, 'time');
    assert.equal(at!.values[3]! / (at!.type as { readonly ticksPerMs: number }).ticksPerMs, 3000);
    const empty = await (
      await catalog.open('empty')
    ).table({ expressions: ['anything'], where: [], sort: [{ expression: 'other', descending: false }], limit: 5 });
    assert.deepEqual(rowsOf(empty), []);
    catalog.dispose();
  });

  it('100,000 rows and a dozen objects are soon there', async () => {
    const catalog = withoutDatabase();
    const count = 100_000;
    const data = {
      x: Float64Array.from({ length: count }, (_, i) => Math.sin(i)),
      y: Int32Array.from({ length: count }, (_, i) => (i * 7919) % 1000),
    };
    catalog.define({ name: 'many', data }, {});
    catalog.define({ name: 'few', data: Array.from({ length: 12 }, (_, i) => ({ x: i, y: `n${i}` })) }, {});
    const best = async (name: string, limit: number): Promise<number> => {
      const relation = await catalog.open(name);
      let bestMs = Infinity;
      for (let run = 0; run < 10; run++) {
        const startMs = performance.now();
        const { rows } = await relation.table({ expressions: ['x', 'y'], where: [], limit });
        bestMs = Math.min(bestMs, performance.now() - startMs);
        assert.ok(rows >= 12);
      }
      return bestMs;
    };
    const [many, few] = [await best('many', count), await best('few', 100)];
    if (process.env.PIKA_TIMES) console.log({ many, few });
    // Several times what an idle machine takes.
    assert.ok(many < 200, `100,000 rows took ${many} ms`);
    assert.ok(few < 10, `12 objects took ${few} ms`);
    catalog.dispose();
  });
});
