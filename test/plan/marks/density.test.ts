import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PikaError } from '../../../src/engine/errors';
import { parsePlotSpec } from '../../../src/engine/grammar/plot-spec';
import { planPlot, type LayerPlan } from '../../../src/engine/plan/plan';

const planOf = (color?: string): LayerPlan =>
  planPlot(parsePlotSpec({ from: 't', mark: 'density', x: 'a', y: 'bin(b, step=2)', ...(color && { color }) }))
    .layers[0];

describe('a density', () => {
  it('has counts on the backend, or one instance for each cell of an aggregate', () => {
    for (const color of [undefined, 'count()']) assert.equal(planOf(color).route, 'counts');
    const plan = planOf('avg(c)');
    assert.ok(plan.route === 'groups');
    assert.deepEqual([...plan.measures], [['color', { op: 'avg', expression: 'c' }]]);
    assert.deepEqual(
      plan.dimensions.map(({ channel, options }) => [channel, options]),
      [
        ['x', {}],
        ['y', { step: 2 }],
      ],
    );
  });

  it('rejects a color for each row, and names what works', () => {
    for (const color of ['kind', 'bin(c)'])
      assert.throws(
        () => planOf(color),
        (error) =>
          error instanceof PikaError && error.code === 'spec/bad-channel' && /avg\(delay\)/.test(error.message),
      );
  });
});
