import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tick } from '../../../src/engine/plan/marks/tick';
import type { LinesPaint } from '../../../src/engine/paints/lines';
import { band, labels, linear, numbers, painted } from './table-scene';

/** For each line, x and y of its start, then of its end. */
const ends = ({ x, y }: LinesPaint) =>
  Array.from({ length: x.length / 2 }, (_, i) =>
    [x[2 * i], y[2 * i], x[2 * i + 1], y[2 * i + 1]].map((px) => Math.round(px! * 1e6) / 1e6),
  );
const options = { strokeWidth: 2 };

test('ticks cross the middle part of their band, whichever axis has it', () => {
  const names = ['a', 'b'];
  const across = painted(
    tick,
    { x: numbers(2, 5), y: labels(names, 0, 1) },
    { x: linear(0, 10), y: band(...names) },
    options,
    null,
  ) as LinesPaint;
  assert.deepEqual(ends(across), [
    [20, 92.5, 20, 57.5],
    [50, 42.5, 50, 7.5],
  ]);
  const upright = painted(
    tick,
    { x: labels(names, 0), y: numbers(5) },
    { x: band(...names), y: linear(0, 10) },
    options,
    null,
  ) as LinesPaint;
  assert.deepEqual(ends(upright), [[7.5, 50, 42.5, 50]]);
});

test('ticks lie side by side within their band', () => {
  const columns = { x: labels(['a'], 0, 0), y: numbers(5, 5), color: labels(['m', 'n'], 0, 1) };
  const scales = { x: band('a'), y: linear(0, 10) };
  assert.deepEqual(ends(painted(tick, columns, scales, { ...options, stack: 'dodge' }, null) as LinesPaint), [
    [7.5, 50, 42.5, 50],
    [57.5, 50, 92.5, 50],
  ]);
});

test('ticks of a single position are at the edge of the panel; ticks of two numbers are around their point', () => {
  const scales = { x: linear(0, 10), y: linear(0, 10) };
  assert.deepEqual(ends(painted(tick, { x: numbers(2) }, scales, options, null) as LinesPaint), [[20, 100, 20, 86]]);
  assert.deepEqual(ends(painted(tick, { y: numbers(2) }, scales, options, null) as LinesPaint), [[0, 80, 14, 80]]);
  assert.deepEqual(ends(painted(tick, { x: numbers(2), y: numbers(5) }, scales, options, null) as LinesPaint), [
    [13, 50, 27, 50],
  ]);
});
