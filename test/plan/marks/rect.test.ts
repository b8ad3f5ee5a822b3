import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rect } from '../../../src/engine/plan/marks/rect';
import type { RectsPaint } from '../../../src/engine/paints/rects';
import { band, labels, linear, numbers, painted } from './table-scene';

test('a cell covers its bin and its band', () => {
  const scales = { x: linear(0, 10), y: band('a', 'b') };
  const columns = { x: numbers(0, 5), x2: numbers(5, 10), y: labels(['a', 'b'], 0, 1) };
  const rects = painted(rect, columns, scales, {}, null) as RectsPaint;
  assert.deepEqual([...rects.x], [0, 50]);
  assert.deepEqual([...rects.width], [50, 50]);
  assert.deepEqual([...rects.y], [100, 50]);
  assert.deepEqual([...rects.height], [-50, -50]);
});
