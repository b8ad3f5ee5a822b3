import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PikaError, type PikaErrorCode } from '../../src/engine/errors';
import { planPlot } from '../../src/engine/plan/plan';
import { parsePlotSpec, type PlotAttributes } from '../../src/engine/grammar/plot-spec';
import '../harness/all-marks';

const good: PlotAttributes = {
  from: 'flights',
  mark: 'bar',
  x: 'bin(delay)',
  y: 'count()',
  brush: 'x',
  xDomain: '-60, 180',
};

test('attributes become a spec, and a spec a plan', () => {
  const plan = planPlot(parsePlotSpec(good));
  const [{ mark, columns }] = plan.layers;
  assert.equal(mark.name, 'bar');
  assert.deepEqual(
    [...columns].map(([channel, { expression }]) => [channel, expression]),
    [['x', 'delay']],
  );
  assert.deepEqual(plan.spec.scales.x.domain, [-60, 180]);
});

test('a domain may be dates', () => {
  const { scales } = parsePlotSpec({ ...good, xDomain: '2001-01-01, 2001-02-01' });
  assert.deepEqual(scales.x.domain, [Date.UTC(2001, 0, 1), Date.UTC(2001, 1, 1)]);
});

const bad: readonly [change: Partial<Record<keyof PlotAttributes, string | null>>, code: PikaErrorCode][] = [
  [{ from: null }, 'spec/missing-from'],
  [{ from: ' ' }, 'spec/missing-from'],
  [{ mark: null }, 'spec/unknown-mark'],
  [{ mark: 'pie' }, 'spec/unknown-mark'],
  [{ mark: 'constructor' }, 'spec/unknown-mark'],
  [{ x: null }, 'spec/missing-channel'],
  [{ x: 'count()' }, 'spec/missing-channel'],
  [{ mark: 'density', y: null }, 'spec/missing-channel'],
  [{ mark: 'density', y: 'count()' }, 'spec/missing-channel'],
  [{ brush: 'z' }, 'spec/bad-brush'],
  [{ brush: 'xy' }, 'spec/bad-brush'],
  [{ xDomain: '5, 5' }, 'spec/bad-channel'],
  [{ xDomain: 'a lot' }, 'spec/bad-channel'],
  [{ xDomain: ',3' }, 'spec/bad-channel'],
];
for (const [change, code] of bad) {
  test(`${JSON.stringify(change)} is ${code}`, () => {
    assert.throws(
      () => planPlot(parsePlotSpec({ ...good, ...change })),
      (error) => error instanceof PikaError && error.code === code,
    );
  });
}

test('zoom names axes that are columns; alone it means all of them', () => {
  assert.deepEqual(planPlot(parsePlotSpec({ ...good, zoom: '' })).zoomable, ['x']);
  assert.deepEqual(planPlot(parsePlotSpec({ ...good, mark: 'density', y: 'distance', zoom: '' })).zoomable, ['x', 'y']);
  assert.deepEqual(planPlot(parsePlotSpec({ ...good, mark: 'density', y: 'distance', zoom: 'Y ' })).zoomable, ['y']);
  assert.deepEqual(planPlot(parsePlotSpec(good)).zoomable, []);
  assert.equal(parsePlotSpec({ ...good, zoomGroup: ' a ' }).zoomGroup, 'a');
  for (const zoom of ['xy', 'z'])
    assert.throws(
      () => planPlot(parsePlotSpec({ ...good, zoom })),
      (error: PikaError) => error.code === 'spec/bad-zoom',
    );
});

test('a domain that starts with the greater value is reversed; with "reverse" it is not', () => {
  const x = (attributes: Partial<PlotAttributes>): unknown => {
    const { domain, reverse } = parsePlotSpec({ from: 't', mark: 'bar', x: 'a', ...attributes }).scales.x;
    return [domain, reverse];
  };
  assert.deepEqual(x({ xDomain: '1, 5' }), [[1, 5], null]);
  assert.deepEqual(x({ xDomain: '5, 1' }), [[1, 5], true]);
  assert.deepEqual(x({ xDomain: '5, 1', xReverse: 'on' }), [[1, 5], false]);
  assert.deepEqual(x({ xDomain: '2024-01-02, 2024-01-01' }), [[Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2)], true]);
});
