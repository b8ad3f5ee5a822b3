import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bar } from '../../../src/engine/plan/marks/bar';
import type { RectsPaint } from '../../../src/engine/paints/rects';
import { band, labels, linear, numbers, painted } from './table-scene';

const names = ['a', 'b'] as const;
const columns = { x: labels(names, 0, 0, 1, 1), y: numbers(20, 30, -10, 40), color: labels(names, 0, 1, 0, 1) };
const scales = { x: band(...names), y: linear(-50, 50) };
const sides = ({ x, y, width, height }: RectsPaint) =>
  Array.from(x, (left, i) =>
    [left, left + width[i]!, y[i]!, y[i]! + height[i]!].map((px) => Math.round(px * 1e6) / 1e6),
  );

test('bars of one band stack: positive values upwards from 0, negative ones downwards', () => {
  const rects = painted(bar, columns, scales) as RectsPaint;
  assert.deepEqual(sides(rects), [
    [5, 45, 50, 30],
    [5, 45, 30, 0],
    [55, 95, 50, 60],
    [55, 95, 50, 10],
  ]);
  assert.deepEqual([...(rects.fill as Uint32Array)], [1, 2, 3, 4]);
});

test('bars lie side by side, each in its part of the band', () => {
  const rects = painted(bar, columns, scales, { stack: 'dodge' }) as RectsPaint;
  assert.deepEqual(
    sides(rects).map(([left, right]) => Math.floor((left! + right!) / 2 / 25)),
    [0, 1, 2, 3],
  );
});

test('shares of a band add up to 1', () => {
  const rects = painted(
    bar,
    { ...columns, y: numbers(20, 30, 10, 40) },
    { ...scales, y: linear(0, 1) },
    { stack: 'normalize' },
  ) as RectsPaint;
  assert.deepEqual(
    sides(rects).map(([, , from, to]) => [from, to]),
    [
      [100, 60],
      [60, 0],
      [100, 80],
      [80, 0],
    ],
  );
});

test('bars are horizontal where x has the values', () => {
  const rects = painted(
    bar,
    { x: numbers(10, 40), y: labels(names, 0, 1) },
    { x: linear(0, 50), y: band(...names) },
    {},
    'x',
  ) as RectsPaint;
  assert.deepEqual([...rects.width], [20, 80]);
  assert.ok(rects.y[0]! > rects.y[1]!, 'the first band is at the bottom');
});

test('on a logarithmic axis bars begin at the end of the axis', () => {
  const rects = painted(bar, { x: labels(names, 0, 1), y: numbers(10, 100) }, scales) as RectsPaint;
  assert.ok([...rects.height].every((height) => Number.isFinite(height)));
});
