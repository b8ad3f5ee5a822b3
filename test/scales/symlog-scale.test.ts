import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleSymlog } from 'd3-scale';
import { SymlogScale } from '../../src/engine/scales/symlog-scale';
import { checkScale, closeTo } from './check-scale';

test("positions and values equal d3's", () => {
  for (const constant of [1, 0.01, 50]) {
    for (const domain of [
      [-1000, 1000],
      [0, 500],
      [-3, 90_000],
      [-700, -20],
      [12, 13],
    ] as const) {
      const ours = new SymlogScale(domain, false, constant);
      const d3 = scaleSymlog(domain, [0, 1]).constant(constant);
      checkScale(ours, `${domain.join()} about ${constant}`);
      for (const fraction of [0, 0.1, 0.5, 0.77, 1])
        closeTo(ours.invert(fraction), d3.invert(fraction), `${fraction} of ${domain.join()} about ${constant}`, 1e-9);
      for (const value of [...domain, 0, 1, -2]) closeTo(ours.position(value), d3(value), String(value), 1e-9);
    }
  }
});

test('ticks are 0 and powers of ten on both sides, or round steps if the scale is nearly linear', () => {
  const ticks = (domain: readonly [number, number], count: number): readonly number[] =>
    new SymlogScale(domain, false, 1).ticks(count).values;
  assert.deepEqual(ticks([-1000, 1000], 9), [-1000, -100, -10, -1, 0, 1, 10, 100, 1000]);
  assert.deepEqual(ticks([0, 1e6], 8), [0, 1, 10, 100, 1000, 10_000, 100_000, 1e6]);
  assert.deepEqual(ticks([-1, 1], 5), [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(ticks([200, 300], 5), [200, 220, 240, 260, 280, 300]);
  const set = new SymlogScale([-1000, 1e6], false, 1).ticks(9);
  assert.deepEqual(set.labels([-1000, 0, 1e6]), ['−1,000', '0', '1M']);
  assert.ok(set.rank(0) > set.rank(1000));
});

test('the domain may be all doubles, the smallest ones, or two adjacent ones', () => {
  const largest = Number.MAX_VALUE;
  for (const domain of [
    [-largest, largest],
    [0, largest],
    [-5e-324, 5e-324],
    [1e9, 1e9 + 2 ** -20],
  ] as const)
    for (const constant of [1, 1e-300, 1e300])
      checkScale(new SymlogScale(domain, false, constant), `${domain.join()} about ${constant}`);
});
