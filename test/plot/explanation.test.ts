/** The text of `explain()` for each route; its SQL returns the values that are drawn. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LayerExplanation } from '../../src/engine/plot/explanation';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { usePlots, valuesOf, type Attributes } from '../harness/plots';

const ROWS = 5000;
const FLIGHTS = `SELECT i % 24 AS hour, i / 7.0 AS delay, 'c' || i // 24 % 3 AS carrier FROM range(${ROWS}) r(i)`;
const plots = usePlots({ flights: FLIGHTS }, { from: 'flights' });
const { plotOf, rows } = plots;

async function explained(attributes: Attributes): Promise<LayerExplanation> {
  return explanationOf(await plotOf(attributes));
}

async function explanationOf(plot: NodePlot): Promise<LayerExplanation> {
  const explanation = await plot.view.explain();
  assert.ok(explanation);
  assert.equal(explanation.backend, 'cpu');
  const [layer] = explanation.layers;
  assert.ok(explanation.text.includes(layer!.why));
  return layer!;
}

describe('explain()', () => {
  it('counts by kernels, with the bins and the bytes in memory', async () => {
    const layer = await explained({ mark: 'bar', x: 'bin(delay)', y: 'count()' });
    assert.deepEqual(
      [layer.route, layer.by, layer.why, layer.sql, layer.rows],
      ['counts', 'kernels', 'the columns are in memory', null, ROWS],
    );
    assert.deepEqual(layer.bins, { x: layer.instances });
    assert.deepEqual(layer.columns, [{ channel: 'x', expression: 'delay', residentBytes: ROWS * 8 }]);
  });

  it('groups by kernels, with the columns of the aggregate', async () => {
    const layer = await explained({ mark: 'line', x: 'bin(hour, step=1)', y: 'avg(delay)', color: 'carrier' });
    assert.deepEqual([layer.route, layer.by, layer.sql, layer.instances], ['groups', 'kernels', null, 72]);
    assert.deepEqual(layer.columns.at(-1), { channel: 'y', expression: 'avg(delay)', residentBytes: ROWS * 8 });
  });

  it('groups by SQL, and says why', async () => {
    const plot = await plotOf({ mark: 'line', x: 'bin(hour, step=1)', y: 'median(delay)' });
    const layer = await explanationOf(plot);
    assert.deepEqual([layer.route, layer.by, layer.why], ['groups', 'SQL', 'median(delay) needs the database']);
    const answers = await rows(layer.sql!);
    const medians = answers.map((row) => Object.values(row).at(-1) as number).sort((a, b) => a - b);
    const drawn = (await valuesOf(plot)).map(({ y }) => y as number).sort((a, b) => a - b);
    assert.deepEqual(medians, drawn);
    const many = await explained({ mark: 'point', x: 'delay', y: 'avg(hour)' });
    assert.match(many.why, /^delay has too many values, or fractions, without bin\(…\)$/);
  });

  it('draws rows from memory, and from the database while they are filtered', async () => {
    const plot = await plotOf({ mark: 'point', x: 'delay', y: 'hour' });
    const brush = await plotOf({ mark: 'bar', x: 'bin(hour, step=1)', y: 'count()', brush: 'x' });
    brush.view.select({ x: [3, 5] });
    const [layer] = (await plot.view.explain())!.layers;
    assert.deepEqual([layer!.route, layer!.by, layer!.instances], ['rows', 'SQL', ROWS]);
    assert.match(layer!.why, /each row is an instance/);
    assert.match(layer!.sql!, /"hour"\) >= \(3\)/);
  });

  it('counts by SQL if columns do not fit into memory, and says so in the note', async () => {
    const tight = nodeEngine(plots.database, { memory: { jsBytes: 1000 } });
    void tight.define({ name: 'small', sql: `SELECT i AS v FROM range(${ROWS}) r(i)` }, {});
    const plot = await nodePlot(tight, { from: 'small', mark: 'bar', x: 'bin(v)', y: 'count()' }, [400, 300]);
    await plot.until('ready');
    const [layer] = (await plot.view.explain())!.layers;
    assert.deepEqual([layer!.route, layer!.by], ['counts', 'SQL']);
    assert.match(layer!.why, /do not fit/);
    assert.match(layer!.sql!, /SELECT/);
    assert.ok(plot.view.note!.includes(layer!.why), plot.view.note!);
    assert.equal(layer!.columns[0]!.residentBytes, null);
    plot.dispose();
    await tight.dispose();
  });
});
