import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleLinear } from 'd3-scale';
import { LinearScale } from '../../src/engine/scales/linear-scale';
import { checkScale, closeTo } from './check-scale';

const LARGEST = Number.MAX_VALUE;

test("positions and ticks equal d3's", () => {
  for (const domain of [
    [0, 10],
    [-3, 7.5],
    [1e6, 1.5e6],
    [0.001, 0.0015],
  ] as const) {
    const [ours, d3] = [new LinearScale(domain, false), scaleLinear(domain, [0, 1])];
    checkScale(ours, domain.join());
    for (const value of [-1, 0, 0.0012, 3, 5, 1e6])
      closeTo(ours.position(value), d3(value), `${value} of ${domain.join()}`);
    for (const count of [3, 5, 10]) assert.deepEqual(ours.ticks(count).values, d3.ticks(count));
  }
});

test('a domain longer than the largest double, or of the smallest, has positions and values', () => {
  for (const domain of [
    [-LARGEST, LARGEST],
    [0, LARGEST],
    [0, 20 * Number.MIN_VALUE],
  ] as const)
    checkScale(new LinearScale(domain, false), domain.join());
  assert.equal(new LinearScale([-LARGEST, LARGEST], false).invert(0.5), 0);
});

test('whole numbers have whole ticks, and are written with all their digits', () => {
  const scale = new LinearScale([0, 3], true);
  assert.deepEqual(scale.ticks(10).values, [0, 1, 2, 3]);
  assert.equal(new LinearScale([0, 1e9], true).format(123_456_789), '123,456,789');
  assert.equal(new LinearScale([0, 500], false).format(12.3456), '12', 'as precise as a pixel');
  assert.deepEqual(scale.over([0, 9]).domain, [0, 9]);
  assert.equal(scale.over([0, 9]).integer, true);
});
