/** Rules and ticks beside other layers: their values compared with SQL, and the scales that all layers share. */
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
  const sql = `SELECT TIMESTAMP_NS '2024-01-01' + INTERVAL (i) DAY AS day,
    CASE i % 2 WHEN 0 THEN 'a' ELSE 'b' END AS kind, 10 + (i * 37 % 101) / 4.0 AS price FROM range(300) r(i)`;
  void engine.define({ name: 'days', sql }, {});
});
after(async () => {
  await engine.dispose();
  database.close();
});
afterEach(() => {
  for (const plot of plots.splice(0)) plot.dispose();
});

async function plotOf(attributes: Parameters<typeof nodePlot>[1]): Promise<NodePlot> {
  const plot = await nodePlot(engine, { from: 'days', ...attributes }, [400, 300]);
  plots.push(plot);
  await plot.until('ready');
  return plot;
}

async function numbersOf(sql: string): Promise<readonly number[]> {
  const table = tableFromIPC(await engine.sql(sql), { useBigInt: false });
  return Object.values(table.toArray()[0] as Record<string, number>);
}

function layoutOf(plot: NodePlot) {
  const model = plot.models.at(-1)!;
  assert.ok(model.phase === 'ready');
  return model.layout;
}

describe('a rule', () => {
  it('at an aggregate has the value of SQL, and follows the filter of another plot', async () => {
    const plot = await plotOf({ mark: 'rule', y: 'avg(price)' });
    const value = async (): Promise<unknown> => (await plot.view.values())!.map(({ y }) => y);
    assert.deepEqual(await value(), await numbersOf('SELECT avg(price) FROM days'));
    const bars = await plotOf({ mark: 'bar', x: 'kind', y: 'count()' });
    bars.view.select({ x: ['b'] });
    assert.deepEqual(await value(), await numbersOf(`SELECT avg(price) FROM days WHERE kind = 'b'`));
    bars.view.select(null);
  });

  it('extends the axis of values and counts of other layers, but does not move its start', async () => {
    const counts = { mark: 'bar', x: 'kind', y: 'count()' };
    const plot = await plotOf({ layers: [counts, { mark: 'rule', x: '', y: '190' }] });
    const ticks = layoutOf(plot).y.ticks.map(({ label }) => label);
    assert.deepEqual([ticks[0], ticks.at(-1)], ['0', '200']);
    const lines = await plotOf({
      layers: [
        { mark: 'line', x: 'day', y: 'price' },
        { mark: 'rule', x: '', y: 'avg(price)' },
      ],
    });
    assert.notEqual(layoutOf(lines).y.ticks[0]!.label, '0');
  });

  it('is described in words', async () => {
    const plot = await plotOf({ mark: 'tick', x: 'price', y: 'kind' });
    await plot.view.values();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const model = plot.models.at(-1)!;
    assert.ok(model.phase === 'ready');
    assert.equal(model.summary, '300 ticks; price from 10 to 35.');
  });
});
