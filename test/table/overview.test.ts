/** The columns of a query and what their values are, compared with SQL. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import { kindOfSqlType } from '../../src/engine/table/column-kind';
import type { TableColumn } from '../../src/engine/table/find-columns';
import type { Overview } from '../../src/engine/table/overview';
import { until } from '../harness/patience.mjs';
import { usePlots } from '../harness/plots';

const ROWS = `SELECT i::INTEGER AS id, CASE WHEN i % 3 = 0 THEN NULL ELSE i * 1.5 END AS half,
  CASE WHEN i % 5 = 0 THEN 'NaN'::DOUBLE WHEN i % 7 = 0 THEN NULL WHEN i % 11 = 0 THEN 'Infinity' ELSE i END::DOUBLE AS odd,
  CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN 'one' ELSE 'two' END AS label, i % 2 = 0 AS flag,
  CASE i % 2 WHEN 0 THEN 'low' ELSE 'high' END::ENUM('low', 'middle', 'high') AS rank,
  DATE '2020-01-01' + i::INTEGER AS day, [i] AS list, i AS "a ""b"", c", 1 AS "select" FROM range(1000) r(i)`;

const overviews: (() => void)[] = [];

describe('an overview', () => {
  const plots = usePlots({ rows: ROWS });
  afterEach(() => overviews.splice(0).forEach((dispose) => dispose()));

  async function open(request: {
    readonly from: string;
    readonly columns?: string;
  }): Promise<{
    readonly overview: Overview;
    readonly seen: { columns: readonly TableColumn[]; rowCount: number; error: PikaError | null };
  }> {
    const seen = { columns: [] as readonly TableColumn[], rowCount: -1, error: null as PikaError | null };
    const { overview, dispose } = await plots.engine.createOverview({
      loaded: (columns, rowCount) => Object.assign(seen, { columns, rowCount }),
      failed: (error) => (seen.error = error),
    });
    overviews.push(dispose);
    await overview.update({ columns: null, ...request });
    await until('it is loaded', () => seen.rowCount >= 0 || seen.error !== null);
    return { overview, seen };
  }

  it('lists all columns with their kinds, without reading any', async () => {
    const { seen } = await open({ from: 'rows' });
    assert.deepEqual(
      seen.columns.map(({ name, kind }) => [name, kind]),
      [
        ['id', 'number'],
        ['half', 'number'],
        ['odd', 'number'],
        ['label', 'text'],
        ['flag', 'boolean'],
        ['rank', 'text'],
        ['day', 'time'],
        ['list', 'other'],
        ['a "b", c', 'number'],
        ['select', 'number'],
      ],
    );
    assert.equal(seen.rowCount, 1000);
    assert.equal((await plots.engine.status()).residentColumns, 0);
  });

  it('tells how many values are missing, infinite and distinct, as SQL does', async () => {
    const { overview, seen } = await open({
      from: 'rows',
      columns: 'half, odd, label, flag, rank, day, id / 7 AS part',
    });
    for (const [index, { name, expression }] of seen.columns.entries()) {
      const facts = await overview.facts(index);
      const isFloat = name === 'odd';
      const [sql] = await plots.rows(`SELECT
        count(*) FILTER (WHERE c IS NULL ${isFloat ? 'OR isnan(c)' : ''})::INTEGER AS nulls,
        ${isFloat ? 'count(*) FILTER (WHERE isinf(c))::INTEGER' : '0'} AS infinite,
        count(DISTINCT c)::INTEGER AS labels FROM (SELECT ${expression} AS c FROM rows)`);
      const isText = ['label', 'flag', 'rank'].includes(name);
      assert.deepEqual(
        { nulls: facts?.nulls, infinite: facts?.infinite, labels: facts?.labels },
        { ...sql, labels: isText ? sql!['labels'] : null },
        name,
      );
    }
  });

  it('stops reading a column that nobody waits for', async () => {
    const { overview } = await open({ from: 'rows', columns: 'id * 3 + 0.5' });
    const before = (await plots.engine.status()).residentColumns;
    const stop = new AbortController();
    const facts = overview.facts(0, stop.signal);
    stop.abort();
    assert.equal(await facts, null);
    assert.equal((await plots.engine.status()).residentColumns, before);
    assert.equal((await overview.facts(0))?.nulls, 0);
  });

  it('says why a column has no place on an axis', async () => {
    const { overview } = await open({ from: 'rows', columns: 'list' });
    await assert.rejects(
      overview.facts(0),
      (error) => error instanceof PikaError && error.code === 'rows/unsupported-type',
    );
  });

  it('follows the query', async () => {
    const owner = {};
    await plots.engine.define({ name: 'changing', sql: 'SELECT 1 AS a' }, owner);
    const { overview, seen } = await open({ from: 'changing' });
    await plots.engine.define({ name: 'changing', sql: `SELECT 'x' AS b, 2 AS c` }, owner);
    await until('other columns are listed', () => seen.columns.length === 2);
    assert.deepEqual(
      seen.columns.map(({ name, kind }) => [name, kind]),
      [
        ['b', 'text'],
        ['c', 'number'],
      ],
    );
    assert.equal((await overview.facts(0))?.labels, 1);
    assert.equal(await overview.facts(2), null);
  });

  it('fails with the name of an unknown column', async () => {
    const { seen } = await open({ from: 'rows', columns: 'halve' });
    assert.equal(seen.error?.code, 'plan/unknown-column');
  });
});

describe('the kind of a type', () => {
  for (const [type, kind] of [
    ['UTINYINT', 'number'],
    ['HUGEINT', 'number'],
    ['DECIMAL(9,2)', 'number'],
    ['DECIMAL(9,2)[]', 'other'],
    ['TIMESTAMP WITH TIME ZONE', 'time'],
    ['TIMESTAMP_NS', 'time'],
    ['TIME', 'other'],
    ["ENUM('a', 'b')", 'text'],
    ['UUID', 'text'],
    ['BIT', 'text'],
    ['STRUCT("a" INTEGER)', 'other'],
    ['MAP(VARCHAR, INTEGER)', 'other'],
    ['INTERVAL', 'other'],
    ['"NULL"', null],
  ] as const)
    it(`${type}: ${kind ?? 'not known'}`, () => assert.equal(kindOfSqlType(type), kind));
});
