import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stack } from '../../../src/engine/plan/layout/stack';

const slots = Float64Array.of(0, 0, 1, 0);
const values = Float64Array.of(1, 2, 5, -4);

test('values stack in the order of the series, negative ones apart', () => {
  const { from, to } = stack(slots, values, Float64Array.of(1, 0, 0, 0), 'zero');
  assert.deepEqual([...from], [2, 0, 0, 0]);
  assert.deepEqual([...to], [3, 2, 5, -4]);
});

test('a centered stack has its middle at 0', () => {
  const { from, to } = stack(Float64Array.of(0, 0), Float64Array.of(2, 4), null, 'center');
  assert.deepEqual([...from], [-3, -1]);
  assert.deepEqual([...to], [-1, 3]);
});

test('NULL has no place and moves nothing', () => {
  const { from, to } = stack(Float64Array.of(0, 0), Float64Array.of(NaN, 4), null, 'zero');
  assert.deepEqual([from[1], to[1]], [0, 4]);
  assert.ok(Number.isNaN(from[0]!) && Number.isNaN(to[0]!));
});
