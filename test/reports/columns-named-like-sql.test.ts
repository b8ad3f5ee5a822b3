import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { PlotAttributes } from '../../src/engine/grammar/plot-spec';
import { nodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { until } from '../harness/patience.mjs';

/** Reserved words, words reserved only in some positions, a function without parentheses, a pseudocolumn. */
const WORDS = [
  'at',
  'order',
  'select',
  'group',
  'end',
  'desc',
  'when',
  'from',
  'table',
  'default',
  'limit',
  'true',
  'null',
  'between',
  'values',
  'interval',
  'current_date',
  'rowid',
];
const VALUES: Readonly<Record<string, string>> = {
  integers: 'i',
  numbers: 'i + 0.5',
  days: "DATE '2024-01-01' + i::INTEGER",
  times: "TIMESTAMP '2024-01-01' + i * INTERVAL 1 DAY",
  nanoseconds: "(TIMESTAMP '2024-01-01' + i * INTERVAL 1 DAY)::TIMESTAMP_NS",
  texts: 'chr((97 + i % 20)::INTEGER)',
};

const database = await nodeDatabase();
const engine = nodeEngine(database);
after(async () => {
  await engine.dispose();
  database.close();
});

async function plotOf(attributes: Partial<PlotAttributes>): Promise<NodePlot> {
  const plot = await nodePlot(engine, { mark: 'bar', y: 'count()', ...attributes });
  await plot.until('ready');
  return plot;
}

async function kept(plot: NodePlot): Promise<number> {
  return (await plot.view.counts())!.counts.reduce((a, b) => a + b);
}

for (const [kind, value] of Object.entries(VALUES)) {
  test(`${kind} in columns named like SQL keywords can be selected by kernels, in SQL and in other queries`, async () => {
    const from = kind;
    const columns = WORDS.map((word) => `${value} AS "${word}"`).join(', ');
    void engine.define({ name: from, sql: `SELECT i AS id, ${columns} FROM range(100) r(i)` }, {});
    void engine.define({ name: `${from}-copy`, sql: `SELECT * FROM "${from}"` }, {});
    const other = await plotOf({ from: `${from}-copy`, x: 'bin(id, step=1)', filterBy: from });
    const same = await plotOf({ from, x: 'bin(id, step=1)', selection: 'none', filterBy: from });
    for (const word of WORDS) {
      const plot = await plotOf({ from, x: word, brush: 'x' });
      const x =
        kind === 'texts'
          ? ['b', 'c']
          : kind === 'integers' || kind === 'numbers'
            ? [10, 20]
            : [Date.UTC(2024, 0, 11), Date.UTC(2024, 0, 21)];
      plot.view.select({ x: x as [number, number] });
      assert.equal(await kept(same), 10, `${word} by kernels`);
      assert.equal(await engine.results.count(from, engine.selection(from).toSQL(from)), 10, `${word} in SQL`);
      await until(`${word} in another query`, async () => (await kept(other)) === 10);
      plot.view.select(null);
      await until(`${word} let go`, async () => (await kept(other)) === 100);
      plot.dispose();
    }
    other.dispose();
    same.dispose();
  });
}

test('a filter key may be named like an SQL keyword', async () => {
  void engine.define({ name: 'orders', sql: 'SELECT i AS "order", i % 10 AS v FROM range(100) r(i)' }, {});
  void engine.define({ name: 'lines', sql: 'SELECT i // 2 AS "order", i AS n FROM range(200) r(i)' }, {});
  const orders = await plotOf({ from: 'orders', x: 'bin(v, step=1)', brush: 'x' });
  const lines = await plotOf({ from: 'lines', x: 'bin(n)', filterBy: 'orders', filterKey: 'order' });
  orders.view.select({ x: [3, 4] });
  await until('lines of the orders', async () => (await kept(lines)) === 20);
});
