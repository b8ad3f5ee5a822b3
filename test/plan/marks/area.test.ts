import assert from 'node:assert/strict';
import { test } from 'node:test';
import { area } from '../../../src/engine/plan/marks/area';
import type { AreasPaint } from '../../../src/engine/paints/areas';
import type { LinesPaint } from '../../../src/engine/paints/lines';
import { allPainted, labels, linear, numbers, painted } from './table-scene';

const scales = { x: linear(0, 10), y: linear(0, 10) };

test('areas of several colors stack', () => {
  const color = labels(['a', 'b'], 0, 1, 0, 1);
  const areas = painted(area, { x: numbers(0, 0, 10, 10), y: numbers(1, 2, 3, 4), color }, scales) as AreasPaint;
  assert.deepEqual([...areas.starts], [0, 2, 4]);
  assert.deepEqual([...areas.from].map(Math.round), [100, 100, 90, 70]);
  assert.deepEqual([...areas.to].map(Math.round), [90, 70, 70, 30]);
});

test('with y2 an area reaches from one value to the other', () => {
  const areas = painted(area, { x: numbers(0, 10), y: numbers(1, 2), y2: numbers(3, 4) }, scales) as AreasPaint;
  assert.deepEqual(
    [...areas.from].map((from, i) => [from, areas.to[i]]),
    [
      [90, 70],
      [80, 60],
    ],
  );
});

test('a point that no neighbor joins is a line from one end to the other', () => {
  const [, bars] = allPainted(area, { x: numbers(0, 5, 10), y: numbers(NaN, 2, NaN) }, scales) as LinesPaint[];
  assert.deepEqual(
    [[...bars!.x], [...bars!.y].map(Math.round), [...bars!.starts]],
    [
      [50, 50],
      [100, 80],
      [0, 2],
    ],
  );
  assert.equal(allPainted(area, { x: numbers(0, 5), y: numbers(1, 2) }, scales).length, 1);
});
