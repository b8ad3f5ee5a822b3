import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import { parsePlotSpec, type PlotRequest } from '../../src/engine/grammar/plot-spec';
import { planPlot, type LayerPlan, type Plan } from '../../src/engine/plan/plan';
import '../harness/all-marks';

const bar: PlotRequest = { from: 'flights', mark: 'bar', x: 'bin(delay, step=15)', y: 'count()' };
const density: PlotRequest = { from: 'flights', mark: 'density', x: 'bin(distance)', y: '"Late by"' };
const planOf = (request: PlotRequest): Plan => planPlot(parsePlotSpec(request));
const layerOf = (request: PlotRequest): LayerPlan => planOf(request).layers[0];

test('a bar plot has a column and a dimension on x, and none where it counts', () => {
  const { columns, dimensions } = layerOf({ ...bar, xDomain: '0, 60' });
  assert.deepEqual([...columns], [['x', { expression: 'delay', part: null, scale: null, domain: [0, 60] }]]);
  assert.deepEqual(dimensions, [{ channel: 'x', options: { step: 15 }, defaultBins: 50 }]);
  assert.deepEqual(planOf(bar).selectable, ['x']);
});

test('the first dimension of a density is x, because its bins run fastest', () => {
  const log = { kind: 'log', base: 10 } as const;
  const { columns, dimensions } = layerOf({ ...density, yDomain: '1, 2', xScale: 'log' });
  assert.deepEqual(
    [...columns],
    [
      ['x', { expression: 'distance', part: null, scale: log, domain: null }],
      ['y', { expression: '"Late by"', part: null, scale: null, domain: [1, 2] }],
    ],
  );
  assert.deepEqual(
    dimensions.map(({ channel, options }) => [channel, options]),
    [
      ['x', {}],
      ['y', null],
    ],
  );
});

test('a brush names its channels, for every kind of brush', () => {
  const brushOf = (request: PlotRequest, brush: string): Plan['brush'] => planOf({ ...request, brush }).brush;
  assert.equal(planOf(density).brush, null);
  assert.deepEqual(brushOf(density, 'y'), { kind: 'range', channels: ['y'] });
  assert.deepEqual(brushOf(density, 'xy'), { kind: 'range', channels: ['x', 'y'] });
  assert.deepEqual(brushOf(density, 'lasso'), { kind: 'lasso', channels: ['x', 'y'] });
  assert.deepEqual(brushOf(density, 'nearest'), { kind: 'nearest', channels: ['x', 'y'] });
  assert.deepEqual(brushOf(bar, 'nearest'), { kind: 'nearest', channels: ['x'] });
  assert.deepEqual(brushOf(density, 'nearest-y'), { kind: 'nearest', channels: ['y'] });
});

for (const brush of ['y', 'xy', 'lasso', 'nearest-y'])
  test(`brush="${brush}" needs a column on y`, () => {
    assert.throws(
      () => planOf({ ...bar, brush }),
      (error: PikaError) => error.code === 'spec/bad-brush' && error.message.includes('brush="x"'),
    );
  });
