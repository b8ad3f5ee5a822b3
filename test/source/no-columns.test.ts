import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

/** An application starts with an empty array, whose columns are not known before its first rows. */
describe('an empty array', () => {
  let node: NodeCatalog;
  const owner = {};
  const define = (name: string, source: { readonly sql: string } | { readonly data: unknown }): void =>
    void node.catalog.define({ name, ...source } as Parameters<typeof node.catalog.define>[0], owner);
  before(async () => {
    node = await nodeCatalog();
    define('e', { data: [] });
    define('grouped', { sql: 'SELECT v, count(*) AS n FROM e GROUP BY v' });
    define('chained', { sql: 'SELECT n FROM grouped WHERE n > 1' });
    define('star', { sql: 'SELECT * FROM e' });
    define('counted', { sql: 'SELECT count(*)::INT AS n FROM e' });
    define('joined', { sql: 'SELECT a.i::INT AS i FROM range(3) a(i) LEFT JOIN e ON true' });
  });
  after(() => node.close());
  const rowsOf = (name: string): Promise<Record<string, unknown>[]> => node.results.toArray(name);

  it('gives SQL no rows until it has some, and no error', async () => {
    for (const name of ['e', 'grouped', 'chained', 'star']) {
      const { rowCount, fields } = await node.catalog.open(name);
      assert.deepEqual([name, rowCount, fields, await rowsOf(name)], [name, 0, [], []]);
    }
    assert.deepEqual(await rowsOf('counted'), [{ n: 0 }]);
    assert.deepEqual(await rowsOf('joined'), [{ i: 0 }, { i: 1 }, { i: 2 }]);
    define('e', { data: [{ v: 7 }, { v: 7 }] });
    assert.deepEqual(await rowsOf('grouped'), [{ v: 7, n: 2 }]);
    assert.deepEqual([await rowsOf('chained'), await rowsOf('counted')], [[{ n: 2 }], [{ n: 2 }]]);
    define('e', { data: [] });
    assert.deepEqual([await rowsOf('chained'), await rowsOf('star'), await rowsOf('e')], [[], [], []]);
  });

  it('answers expressions, measures, groups and conditions of any column', async () => {
    const relation = await node.catalog.open('e');
    assert.deepEqual(
      (await relation.measure(['sqrt(v)', 'v'])).map(({ rows, extent }) => [rows, extent]),
      [
        [0, null],
        [0, null],
      ],
    );
    const measures = [{ op: 'count' }, { op: 'sum', expression: 'v' }, { op: 'distinct', expression: 'v' }] as const;
    const total = await relation.groups({ dimensions: [], measures, where: ['v > 2'] });
    assert.deepEqual([total.rows, total.measures.map(({ values }) => values[0])], [1, [0, NaN, 0]]);
    const type = { kind: 'number', integer: false } as const;
    const grouped = await relation.groups({
      dimensions: [{ expression: 'v', type, edges: null }],
      measures,
      where: [],
    });
    assert.deepEqual([grouped.rows, grouped.measures.map(({ values }) => values.length)], [0, [0, 0, 0]]);
    const table = await relation.table({ expressions: ['sqrt(v)'], where: ['v > 2'], limit: 10 });
    assert.deepEqual([table.rows, table.columns.length], [0, 1]);
  });

  it('is written in every format that needs no column', async () => {
    assert.deepEqual(await node.results.distinct('e', 'v'), []);
    assert.equal(await node.results.count('e', 'v > 2'), 0);
    assert.equal(await node.results.toCSV('e'), '\r\n');
    assert.equal(tableFromIPC(await node.results.toIPC('e')).numCols, 0);
    assert.deepEqual(await node.results.toArray('e', { columns: ['v'] }), []);
    await assert.rejects(node.results.toParquet('e'), /expected at least one column, found an empty array/);
  });

  it('does not hide other mistakes in SQL', async () => {
    define('wrong', { sql: 'SELECT v FROM e WHERE' });
    await assert.rejects(node.catalog.open('wrong'), /syntax error/);
    define('missing', { sql: 'SELECT v FROM e, nothing' });
    await assert.rejects(node.catalog.open('missing'), /a query named "nothing"/);
  });
});

describe('a column without a name', () => {
  let node: NodeCatalog;
  before(async () => void (node = await nodeCatalog()));
  after(() => node.close());

  it('is named as DuckDB names one, in rows of every kind', async () => {
    const rows = [
      { '': 'a', v: 1 },
      { '': 'b', v: 2 },
    ];
    const objects = node.defined({ data: rows });
    const arrays = node.defined({ data: { v: [1, 2], '': ['a', 'b'] } });
    const json = node.defined({ json: JSON.stringify(rows) });
    for (const [name, column] of [
      [objects, 'column0'],
      [arrays, 'column1'],
      [json, 'column0'],
    ] as const) {
      const expected = rows.map((row) => ({ [column]: row[''], v: row.v }));
      assert.deepEqual(await node.results.toArray(name), expected, name);
      const sql = node.defined({ sql: `SELECT ${column} || v AS both FROM ${name}` });
      assert.deepEqual(await node.results.toArray(sql), [{ both: 'a1' }, { both: 'b2' }]);
      assert.match(await node.results.toCSV(name), /column[01]/);
      assert.ok((await node.results.toIPC(name)).length > 0);
      assert.ok((await node.results.toParquet(name)).length > 0);
    }
  });
});
