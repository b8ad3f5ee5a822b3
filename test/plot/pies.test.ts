/** Pies: slices compared with SQL, categories beyond the largest, and a filter by the legend. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import type { Engine } from '../../src/engine/engine';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';

let database: NodeDatabase;
let engine: Engine;
const plots: NodePlot[] = [];

before(async () => {
  database = await nodeDatabase();
  engine = nodeEngine(database);
  void engine.define(
    { name: 'sales', sql: `SELECT 'r' || (i % 12) AS region, (i % 12) * (1 + i // 12) AS amount FROM range(120) r(i)` },
    {},
  );
});
after(async () => {
  await engine.dispose();
  database.close();
});
afterEach(() => {
  for (const plot of plots.splice(0)) plot.dispose();
});

async function pieOf(attributes: Parameters<typeof nodePlot>[1]): Promise<NodePlot> {
  const plot = await nodePlot(engine, { from: 'sales', mark: 'arc', ...attributes }, [400, 300]);
  plots.push(plot);
  await plot.until('ready');
  return plot;
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const table = tableFromIPC(await engine.sql(sql), { useBigInt: false });
  return table.toArray().map((row) => ({ ...row }));
}

describe('a pie', () => {
  it('has the largest categories, summed as by SQL, and one slice for all others', async () => {
    const plot = await pieOf({ theta: 'sum(amount)', color: 'region' });
    const values = (await plot.view.values())!;
    const expected = await rows(
      `SELECT region AS color, sum(amount)::DOUBLE AS theta FROM sales GROUP BY 1 ORDER BY theta DESC LIMIT 8`,
    );
    const byColor = (a: { color?: unknown }, b: { color?: unknown }): number =>
      String(a.color) < String(b.color) ? -1 : 1;
    const own = values.filter(({ color }) => color !== 'other').map(({ color, theta }) => ({ color, theta }));
    assert.deepEqual(own.sort(byColor), expected.sort(byColor));
    const [all] = await rows('SELECT sum(amount)::DOUBLE AS total FROM sales');
    assert.equal(
      values.reduce((sum, { theta }) => sum + (theta as number), 0),
      all!.total,
    );
    assert.equal(values.filter(({ color }) => color === 'other').length, 1);
  });

  it('has no axes, fills the plot, and describes shares', async () => {
    const plot = await pieOf({ theta: 'sum(amount)', color: 'region', legend: 'off' });
    await plot.view.values();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const model = plot.models.at(-1)!;
    assert.ok(model.phase === 'ready');
    assert.deepEqual([model.layout.isBare, model.layout.box], [true, { x: 8, y: 8, width: 384, height: 284 }]);
    assert.match(model.summary, /^9 slices; the largest is r11 with 16\.7%\.$/);
  });

  it('keeps the rest of its slices when a click in the legend filters', async () => {
    const plot = await pieOf({ theta: 'count()', color: 'region' });
    plot.view.legendActions!.toggle('color', -1, false);
    const slices = async () => (await plot.view.values())!.map(({ color, theta }) => [color, theta]);
    // The clause becomes a column first.
    for (let tries = 0; tries < 50 && (await slices()).length > 1; tries++)
      await new Promise((resolve) => setTimeout(resolve, 40));
    assert.deepEqual(await slices(), [['other', 40]]);
    plot.view.legendActions!.clear('color');
  });
});
