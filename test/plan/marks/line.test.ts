import assert from 'node:assert/strict';
import { test } from 'node:test';
import { line } from '../../../src/engine/plan/marks/line';
import type { LinesPaint } from '../../../src/engine/paints/lines';
import { allPainted, labels, linear, numbers, painted } from './table-scene';

const scales = { x: linear(0, 10), y: linear(0, 10) };
const points = ({ x, y, starts }: LinesPaint) =>
  Array.from({ length: starts.length - 1 }, (_, i) =>
    Array.from({ length: starts[i + 1]! - starts[i]! }, (_, p) => [x[starts[i]! + p], y[starts[i]! + p]]),
  );

test('a line goes through its rows in the order of x', () => {
  const lines = painted(line, { x: numbers(5, 0, 10), y: numbers(1, 2, 3) }, scales) as LinesPaint;
  assert.deepEqual(points(lines), [
    [
      [0, 80],
      [50, 90],
      [100, 70],
    ],
  ]);
});

test('each color has a line of its own, in the color of its rows', () => {
  const color = labels(['a', 'b'], 1, 0, 1, 0);
  const lines = painted(line, { x: numbers(0, 0, 10, 10), y: numbers(1, 2, 3, 4), color }, scales) as LinesPaint;
  assert.equal(points(lines).length, 2);
  assert.deepEqual([...(lines.color as Uint32Array)], [1, 2]);
});

test('lines of categories that share a color are drawn beneath the others', () => {
  const color = labels(['a', 'b', 'c'], 0, 1, 2);
  const beneath = Uint8Array.of(0, 1, 0);
  const columns = { x: numbers(0, 0, 0), y: numbers(1, 2, 3), color };
  const lines = painted(line, columns, scales, {}, 'y', { beneath }) as LinesPaint;
  assert.deepEqual([...(lines.color as Uint32Array)], [2, 1, 3]);
});

test('NULL makes a gap', () => {
  const lines = painted(line, { x: numbers(0, 5, 10), y: numbers(1, NaN, 3) }, scales) as LinesPaint;
  assert.ok(Number.isNaN(points(lines)[0]![1]![1]!));
});

test('the middle of a bin of numbers is where its value is', () => {
  const lines = painted(line, { x: numbers(0, 5), x2: numbers(5, 10), y: numbers(1, 2) }, scales) as LinesPaint;
  assert.deepEqual(
    points(lines)[0]!.map(([x]) => x),
    [25, 75],
  );
});

test('a point that no neighbor joins is a dot of three widths, in the color of its line', () => {
  const color = labels(['a', 'b'], 0, 0, 0, 0, 1);
  const columns = { x: numbers(0, 2, 4, 6, 5), y: numbers(1, 2, NaN, 3, 4), color };
  const [lines, dots, ...others] = allPainted(line, columns, scales) as LinesPaint[];
  assert.deepEqual(others, []);
  assert.deepEqual(points(dots!), [[[60, 70]], [[50, 60]]]);
  assert.equal(dots!.widthPx, 3 * (lines!.widthPx as number));
  assert.deepEqual([...(dots!.color as Uint32Array)], [1, 5]);
  assert.equal(allPainted(line, { x: numbers(0, 5), y: numbers(1, 2) }, scales).length, 1);
});
