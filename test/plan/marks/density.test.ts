import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PikaError } from '../../../src/engine/errors';
import { parsePlotSpec } from '../../../src/engine/grammar/plot-spec';
import { planPlot, type LayerPlan } from '../../../src/engine/plan/plan';
import '../../harness/all-marks';

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

  it('has one instance for each category of a cell', () => {
    for (const [color, options] of [
      ['kind', null],
      ['bin(c)', {}],
    ] as const) {
      const plan = planOf(color);
      assert.ok(plan.route === 'groups');
      assert.deepEqual([...plan.measures], [['size', { op: 'count' }]]);
      assert.deepEqual(
        plan.dimensions.map((dimension) => [dimension.channel, dimension.options]),
        [
          ['x', {}],
          ['y', { step: 2 }],
          ['color', options],
        ],
      );
      assert.equal(plan.draw.weight, 'size');
    }
  });

  it('rejects a constant color, and names what works', () => {
    for (const color of ['#f60', "'red'"])
      assert.throws(
        () => planOf(color),
        (error) =>
          error instanceof PikaError && error.code === 'spec/bad-channel' && /avg\(delay\)/.test(error.message),
      );
  });
});
