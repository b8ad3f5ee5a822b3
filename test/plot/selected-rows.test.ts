/** The rows that a plot calls selected, and the statement that returns them, run in DuckDB. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { usePlots } from '../harness/plots';

const plots = usePlots(
  {
    'two words': `SELECT i::INTEGER AS n, CASE WHEN i % 5 = 0 THEN NULL ELSE 'it''s ' || i % 3 END AS "the ""kind""",
      TIMESTAMP '2024-01-01' + to_hours(i::INTEGER) AS at, i % 40 AS shop FROM range(400) t(i)`,
    shops: 'SELECT i AS shop, i // 10 AS region FROM range(40) t(i)',
  },
  { from: 'two words', mark: 'bar', y: 'count()', brush: 'x' },
);
const KIND = '"the ""kind"""';

/** The values of n that the plot's statement selects; those of its condition must be the same. */
async function selected(view: { selectedRows: () => Promise<unknown> }): Promise<readonly unknown[]> {
  const { from, where, sql } = (await view.selectedRows()) as { from: string; where: string | null; sql: string };
  const numbers = async (statement: string): Promise<unknown[]> =>
    (await plots.rows(`SELECT n FROM (${statement}\n) ORDER BY n`)).map(({ n }) => n);
  const rows = await numbers(sql);
  assert.deepEqual(await numbers(`SELECT * FROM "${from}" WHERE ${where ?? true}`), rows);
  assert.deepEqual(
    (await plots.engine.results.toArray(from, { columns: ['n'], ...(where !== null && { where }) })).map(({ n }) => n),
    rows,
    'results with `where`',
  );
  return rows;
}

const where = async (condition: string): Promise<readonly unknown[]> => {
  const rows = await plots.rows(`SELECT n FROM "two words" WHERE ${condition} ORDER BY n`);
  assert.ok(rows.length > 0 && rows.length < 400, `${rows.length} rows`);
  return rows.map(({ n }) => n);
};

describe('the selected rows of a plot', () => {
  afterEach(() => {
    for (const name of ['two words', 'shops', 'mine']) {
      plots.engine.selection(name).clear();
      plots.engine.selection(name).mode = 'crossfilter';
    }
  });

  it('are all rows while nothing is selected', async () => {
    const { view } = await plots.plotOf({ x: 'bin(n)' });
    assert.deepEqual(await view.selectedRows(), { from: 'two words', where: null, sql: 'SELECT *\nFROM "two words"' });
    assert.equal((await selected(view)).length, 400);
  });

  it('pass the plot’s own selection, and those of all that filter it', async () => {
    const numbers = await plots.plotOf({ x: 'bin(n)' });
    const kinds = await plots.plotOf({ x: '"the ""kind"""' });
    const times = await plots.plotOf({ x: 'bin(at, step=day)' });
    numbers.view.select({ x: [30.5, 300] });
    assert.deepEqual(await selected(numbers.view), await where('n >= 30.5 AND n < 300'));
    kinds.view.select({ x: ["it's 1", "it's 2"] });
    times.view.select({ x: [new Date('2024-01-03'), new Date('2024-01-09T12:00')] });
    const all = await where(
      `n >= 30.5 AND n < 300 AND ${KIND} <> 'it''s 0' AND "at" >= '2024-01-03' AND "at" < '2024-01-09 12:00'`,
    );
    for (const { view } of [numbers, kinds, times]) assert.deepEqual(await selected(view), all);
    const { sql } = (await numbers.view.selectedRows())!;
    assert.equal(sql.split('\n').filter((line) => /^(WHERE|  AND) /.test(line)).length, 3, sql);
  });

  it('pass any selection of a union', async () => {
    plots.engine.selection('two words').mode = 'union';
    const [first, second] = [await plots.plotOf({ x: 'bin(n)' }), await plots.plotOf({ x: 'bin(shop)' })];
    first.view.select({ x: [0, 5] });
    second.view.select({ x: [7, 9] });
    const any = await where('n < 5 OR (shop >= 7 AND shop < 9)');
    for (const { view } of [first, second]) assert.deepEqual(await selected(view), any);
  });

  it('pass what the plot selects for others, but not what others select there', async () => {
    const own = await plots.plotOf({ x: 'bin(n)', selection: 'mine', filterBy: 'two words' });
    const other = await plots.plotOf({ x: 'bin(shop)', selection: 'mine' });
    own.view.select({ x: [100, 200] });
    other.view.select({ x: [0, 3] });
    assert.deepEqual(await selected(own.view), await where('n >= 100 AND n < 200'));
  });

  it('pass the selection of another query by its key', async () => {
    const shops = await plots.plotOf({ from: 'shops', x: 'bin(region, step=1)' });
    const { view } = await plots.plotOf({ x: 'bin(n)', filterBy: 'shops', filterKey: 'shop' });
    shops.view.select({ x: [1, 2] });
    view.select({ x: [0, 100] });
    assert.deepEqual(
      await selected(view),
      await where('shop IN (SELECT shop FROM shops WHERE region = 1) AND n < 100'),
    );
  });
});
