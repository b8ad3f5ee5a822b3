/** Rows selected in a table by keys of every type: what the clause means in SQL, what kernels count, what is copied. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import type { PlotSelection } from '../../src/engine/plot/plot-model';
import type { Table, TableWindow } from '../../src/engine/table/table';
import type { SelectOutcome } from '../../src/engine/table/row-selection';
import type { TableRequest } from '../../src/engine/table/table-request';
import { until } from '../harness/patience.mjs';
import { usePlots, valuesOf } from '../harness/plots';

const COUNT = 100_000;
const ROWS = `SELECT i::INTEGER AS id, (i % 10)::INTEGER AS digit, (i * 7919 % 1000) / 8.0 AS fraction,
  CASE WHEN i % 97 = 0 THEN 'NaN' ELSE (i % 1000) / 10 END::FLOAT AS small,
  9007199254740993 + i::BIGINT AS long, TIMESTAMP_NS '2024-01-01 00:00:00.123456789' + INTERVAL (i) MINUTE AS at,
  TIMESTAMPTZ '2024-03-31 00:30:00+00' + INTERVAL (i * 15) MINUTE AS moment,
  DATE '2020-01-01' + (i % 4000)::INTEGER AS day, (i % 300 / 100)::DECIMAL(9, 2) AS price,
  CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'it''s' ELSE 'three' || chr(9) || '"x"' END AS label,
  i % 3 = 0 AS flag, 'row ' || i AS name, [i // 2] AS list
  FROM range(${COUNT}) r(i)`;
const KEYS = 'id digit fraction small long at moment day price label flag name list'.split(' ');

const plots = usePlots({ numbers: ROWS }, { from: 'numbers', mark: 'bar', x: 'digit', y: 'count()' });
const disposers: (() => void)[] = [];
afterEach(() => disposers.splice(0).forEach((dispose) => dispose()));

async function tableOf(request: Partial<TableRequest> = {}) {
  const errors: PikaError[] = [];
  const heard: PlotSelection[] = [];
  const windows: TableWindow[] = [];
  const { table, dispose } = await plots.engine.createTable({
    loaded: () => undefined,
    shown: (window) => void windows.push(window),
    selected: (selection) => void heard.push(selection),
    unselectable: (error) => void errors.push(error),
    progress: () => undefined,
    failed: (error) => void errors.push(error),
  });
  disposers.push(dispose);
  table.show({ from: 0, to: 12, columns: new Set([0]) });
  await table.update({
    from: 'numbers',
    filterBy: ['numbers'],
    selection: 'numbers',
    columns: 'id',
    key: 'id',
    formats: null,
    sort: null,
    lang: null,
    timeZone: null,
    ...request,
  });
  const latest = (): TableWindow => windows.at(-1)!;
  if (errors.length === 0) await until('rows can be selected', () => windows.length > 0 && latest().selected !== null);
  return { table, errors, heard, latest, dispose };
}

const where = (): string => plots.engine.selection('numbers').toSQL('numbers');
const select = (
  table: Table,
  from: number,
  to: number,
  kind: 'only' | 'add' | 'toggle' = 'only',
): Promise<SelectOutcome> => table.selectRows({ kind, from, to });

async function numbersIn(condition: string): Promise<number[]> {
  return (await plots.rows(`SELECT id FROM numbers WHERE ${condition} ORDER BY id`)).map(({ id }) => Number(id));
}

async function counted(count: () => Promise<number>, expected: number, what: string): Promise<void> {
  let found = -1;
  await until(what, async () => (found = await count()) === expected, { explain: () => `${found}, SQL: ${expected}` });
}

describe('rows selected in a table', () => {
  it('have the keys of SQL, in kernels too, and as JSON, whatever the type of the key', async () => {
    const bars = await plots.plotOf({});
    const drawn = async (): Promise<number> => (await valuesOf(bars)).reduce((sum, { y }) => sum + Number(y), 0);
    for (const key of KEYS) {
      const { table, latest, heard, errors, dispose } = await tableOf({ key });
      const texts = `list_transform([5, 6, 7], n -> n)`;
      const isAny = `(SELECT list(CAST("${key}" AS VARCHAR)) FROM numbers WHERE list_contains(${texts}, id))`;
      // No row without a value has a key; DuckDB's NaN equals itself.
      const expected = await numbersIn(`CAST("${key}" AS VARCHAR) IN (SELECT unnest(${isAny}))`);
      assert.equal(await select(table, 5, 8), 'done');
      assert.deepEqual(await numbersIn(where()), expected, `${key}: ${where()}`);
      await counted(drawn, expected.length, `bars of ${key}`);
      await until('the rows are marked', () => latest().selectedCount > 0);
      const marked = latest().selected!.flatMap((isSelected, row) => (isSelected ? [row] : []));
      const shown = expected.filter((row) => row < 12);
      assert.deepEqual(marked, shown, key);
      assert.equal(heard.at(-1)?.clause?.kind, 'points');

      const [keys, clauses] = [JSON.stringify(table.selectedKeys), plots.engine.selection('numbers').clauses];
      table.selectKeys([]);
      assert.equal(where(), 'TRUE');
      await counted(drawn, COUNT, `all rows after ${key}`);
      table.selectKeys(JSON.parse(keys) as unknown[]);
      assert.deepEqual(plots.engine.selection('numbers').clauses, clauses, `${key}: ${keys}`);
      assert.equal(JSON.stringify(table.selectedKeys), keys);
      assert.deepEqual(errors, []);
      dispose();
      assert.equal(where(), 'TRUE', 'a removed table selects nothing');
    }
  });

  it('are added, toggled and cleared; other orders and filters keep them', async () => {
    const { table, latest, heard } = await tableOf();
    await Promise.all([select(table, 3, 5), select(table, 9, 10, 'add'), select(table, 4, 5, 'toggle')]);
    assert.deepEqual(table.selectedKeys, [3, 9]);
    await select(table, 4, 5, 'toggle');
    assert.deepEqual(table.selectedKeys, [3, 9, 4]);
    table.sortBy({ column: 'id', descending: true });
    table.show({ from: COUNT - 10, to: COUNT, columns: new Set([0]) });
    await until('the last rows are shown', () => latest().from === COUNT - 10 && latest().rows[0] === 9);
    assert.deepEqual(
      latest().selected!.flatMap((is, i) => (is ? [latest().rows[i]] : [])),
      [9, 4, 3],
    );
    assert.equal(await table.selectRows(null), 'done');
    assert.deepEqual([table.selectedKeys, heard.at(-1)!.clause], [[], null]);
  });

  it('filter by the database if there are many, and not if there are too many', async () => {
    const bars = await plots.plotOf({});
    const drawn = async (): Promise<number> => (await valuesOf(bars)).reduce((sum, { y }) => sum + Number(y), 0);
    for (const key of ['id', 'fraction * 2', 'name']) {
      const { table, latest, dispose } = await tableOf({ key });
      const most = key === 'name' ? 200 : 10_000;
      assert.equal(table.mostSelectedKeys, most);
      assert.equal(await select(table, 0, most), 'done', key);
      await counted(drawn, (await numbersIn(where())).length, `bars of ${key}`);
      await until('the rows are marked', () => latest().selected?.every(Boolean));
      assert.equal(await select(table, 0, key === 'fraction * 2' ? 100_001 : most + 1), 'too-many');
      assert.equal(await select(table, most, most + 1, 'add'), key === 'fraction * 2' ? 'done' : 'too-many');
      assert.ok(table.selectedKeys.length <= most);
      dispose();
    }
  });

  it('do not filter the table itself, except where selections intersect', async () => {
    const { table, latest } = await tableOf();
    await select(table, 0, 3);
    await until('three are marked', () => latest().selectedCount === 3);
    assert.equal(latest().rowCount, COUNT);
    plots.engine.selection('numbers').mode = 'intersect';
    await until('three are shown', () => latest().rowCount === 3);
    plots.engine.selection('numbers').mode = 'crossfilter';
    await until('all are shown', () => latest().rowCount === COUNT);
  });

  it('are restored, and stay when rows change', async () => {
    const owner = {};
    const define = (sql: string): unknown => plots.engine.define({ name: 'numbers2', sql }, owner);
    define('SELECT i AS id FROM range(100) r(i)');
    const request = { from: 'numbers2', filterBy: ['numbers2'], selection: 'numbers2' };
    const selection = plots.engine.selection('numbers2');
    const { table, latest, heard, dispose } = await tableOf(request);
    await select(table, 7, 9);
    const saved = JSON.stringify(selection.clauses);
    selection.clear();
    await until('none is marked', () => latest().selectedCount === 0);
    assert.equal(heard.at(-1)!.clause, null);
    selection.restore(JSON.parse(saved));
    await until('two are marked', () => latest().selectedCount === 2);
    assert.deepEqual(table.selectedKeys, [7, 8]);
    define('SELECT (i * 2)::DOUBLE AS id FROM range(100) r(i)');
    await until('the rows have changed', () => latest().of === 100 && latest().selected?.[4] === true);
    assert.deepEqual(latest().selected!.filter(Boolean).length, 1, 'there is no 7 any more');
    dispose();
    selection.restore(JSON.parse(saved));
    const other = await tableOf(request);
    await until('another table claims the rows', () => other.latest().selectedCount > 0);
  });

  it('are read in the order shown, from all columns', async () => {
    const { table } = await tableOf({ columns: 'id, label, list', sort: '-id' });
    assert.equal(await table.readSelected(10), null);
    table.selectKeys([3, 70_001, 2]);
    const read = (await table.readSelected(10))!;
    assert.equal(read.rowCount, 3);
    assert.deepEqual(read.texts, [
      ['70001', '3', '2'],
      ['', 'three\t"x"', "it's"],
      ['[35000]', '[1]', '[1]'],
    ]);
    assert.equal(await table.readSelected(2), null);
  });

  it('are copied from columns that kernels can not read, too', async () => {
    const { table } = await tableOf({ columns: 'list' });
    table.selectKeys([4, 5, 99_999]);
    assert.deepEqual((await table.readSelected(10))!.texts, [['[2]', '[2]', '[49999]']]);
  });

  it('have exactly the values that a script assigns', async () => {
    const cases: readonly (readonly [key: string, assigned: readonly unknown[], kept: readonly unknown[]])[] = [
      ['id', [2.5, 3, '4', 5n, null, {}, Number.NaN, Infinity], [3, 4, 5]],
      ['long', ['9007199254740995', 9007199254740992], ['9007199254740995', '9007199254740992']],
      ['small', [0.1], [Math.fround(0.1)]],
      ['day', ['2020-01-02', '2020-01-03T12:30'], ['2020-01-02']],
      ['label', ["it's", '', 7], ["it's", '', '7']],
      ['flag', [true], ['true']],
    ];
    for (const [key, assigned, kept] of cases) {
      const { table, dispose } = await tableOf({ key });
      table.selectKeys(assigned);
      assert.deepEqual(table.selectedKeys, kept, key);
      if (key === 'small')
        assert.deepEqual(await numbersIn(where()), await numbersIn('small = 0.1::FLOAT'), 'as the cells show it');
      dispose();
    }
  });

  it('can be cleared while rows are loaded, and claim keys of another type', async () => {
    const selection = plots.engine.selection('numbers');
    const { table, dispose } = await tableOf({ key: 'name' });
    table.selectKeys(['row 7']);
    const saved = JSON.stringify(selection.clauses).replaceAll('row 7', '7').replaceAll('"name"', '"id"');
    dispose();
    selection.restore(JSON.parse(saved));
    const other = await tableOf({ key: 'id' });
    await until('the table claims the key', () => other.table.selectedKeys.length > 0);
    assert.deepEqual(other.table.selectedKeys, [7]);
    assert.deepEqual(await numbersIn(where()), [7]);
    void other.table.load();
    assert.equal(other.latest().selectedCount, 1);
    assert.deepEqual(other.table.selectedKeys, [7], 'known while rows are loaded');
    assert.equal(await other.table.selectRows(null), 'done');
    assert.equal(where(), 'TRUE');
  });

  it('need a key that is there', async () => {
    for (const [key, code] of [
      ['idd', /plan\/unknown-column\] row-key: column "idd" of query "numbers".*Did you mean "id"/s],
      ['nope(id)', /source\/sql\] row-key: .*nope/s],
      ['id, name', /spec\/bad-attribute\] attribute row-key: .*one column or expression/s],
    ] as const) {
      const { table, errors } = await tableOf({ key });
      await until('an error', () => errors.length > 0);
      assert.match(String(errors[0]), code);
      assert.equal(await select(table, 0, 1), 'not-ready');
    }
  });
});
