/** The author's formats, ticks, grids and titles reach the layout of a plot. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine';
import type { PlotAttributes } from '../../src/engine/grammar/plot-spec';
import type { Layout } from '../../src/engine/guides/layout';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot } from '../harness/node-engine';

let database: NodeDatabase;
let engine: Engine;
before(async () => {
  database = await nodeDatabase();
  engine = nodeEngine(database);
  void engine.define({ name: 'rows', sql: 'SELECT i % 100 AS v FROM range(1000) r(i)' }, {});
});
after(async () => {
  await engine.dispose();
  database.close();
});

async function laidOut(attributes: PlotAttributes): Promise<Layout> {
  const plot = await nodePlot(
    engine,
    { from: 'rows', mark: 'bar', x: 'bin(v)', y: 'count()', ...attributes },
    [600, 300],
  );
  const model = await plot.until('ready');
  plot.dispose();
  assert.ok(model.phase === 'ready');
  return model.layout;
}

const labelsOf = ({ ticks }: Layout['x']): string[] => ticks.map(({ label }) => label);

describe('the guides of a plot', () => {
  it('follow the attributes of its axes', async () => {
    const { x, y } = await laidOut({
      xFormat: '$,.1f',
      xTicks: '[0, 40]',
      xGrid: 'on',
      yTicks: '2',
      yGrid: 'off',
      yLabel: 'How many',
    });
    assert.deepEqual(labelsOf(x), ['$0.0', '$40.0']);
    assert.deepEqual([x.grid, y.grid, y.title], [true, false, 'How many']);
    assert.ok(labelsOf(y).length <= 3);
  });

  it('show an error for an invalid format', async () => {
    const plot = await nodePlot(
      engine,
      { from: 'rows', mark: 'bar', x: 'bin(v)', y: 'count()', xFormat: '%Y' },
      [600, 300],
    );
    const model = await plot.until('error');
    plot.dispose();
    assert.ok(model.phase === 'error');
    const { error } = model;
    assert.equal(error.code, 'spec/bad-format');
    assert.match(error.message, /x-format/);
  });

  for (const [first, second, title] of [
    ['min(v)', 'max(v)', 'v'],
    ['avg(v)', 'v', 'v'],
    ['count()', 'sum(v)', 'rows, sum of v'],
    ['avg(v)', 'sum(v)', 'average v, sum of v'],
    ['avg(v)', '50', 'average v'],
  ] as const)
    it(`two layers that show ${first} and ${second} share the title "${title}"`, async () => {
      const layers = [
        { mark: 'line', y: first },
        second === '50' ? { mark: 'rule', x: '', y: second } : { mark: 'point', y: second },
      ];
      const { y } = await laidOut({ layers } as PlotAttributes);
      assert.equal(y.title, title);
    });
});
