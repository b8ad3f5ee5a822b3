import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scalePow } from 'd3-scale';
import { PowerScale } from '../../src/engine/scales/power-scale';
import { checkScale, closeTo } from './check-scale';

test("positions and values equal d3's", () => {
  for (const exponent of [0.5, 2, 1 / 3, 1, 5]) {
    for (const domain of [
      [0, 100],
      [-50, 200],
      [3, 4],
      [-9, -8.5],
      [-400, -1],
      [1e-8, 1e8],
    ] as const) {
      const ours = new PowerScale(exponent === 0.5 ? 'sqrt' : 'pow', domain, false, exponent);
      const d3 = scalePow(domain, [0, 1]).exponent(exponent);
      checkScale(ours, `${domain.join()} to the ${exponent}`);
      for (const fraction of [0, 0.1, 0.5, 0.77, 1])
        closeTo(ours.invert(fraction), d3.invert(fraction), `${fraction} of ${domain.join()}, ${exponent}`, 1e-9);
      for (const value of domain) closeTo(ours.position(value), d3(value), String(value), 1e-9);
    }
  }
});

test('square roots of perfect squares are exact', () => {
  const scale = new PowerScale('sqrt', [0, 100], true, 0.5);
  assert.deepEqual(
    [0, 25, 36, 100].map((value) => scale.position(value)),
    [0, 0.5, 0.6, 1],
  );
  assert.deepEqual(scale.ticks(5).values, [0, 20, 40, 60, 80, 100]);
});

test('the domain may be all doubles, the smallest ones, or two adjacent ones', () => {
  const largest = Number.MAX_VALUE;
  for (const domain of [
    [-largest, largest],
    [0, largest],
    [0, 20 * Number.MIN_VALUE],
    [1e9, 1e9 + 2 ** -20],
  ] as const)
    for (const exponent of [0.5, 2])
      checkScale(new PowerScale('pow', domain, false, exponent), `${domain.join()} to the ${exponent}`);
});
