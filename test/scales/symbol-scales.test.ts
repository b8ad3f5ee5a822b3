import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleSqrt } from 'd3-scale';
import type { ColumnType } from '../../src/engine/columns/column';
import { PikaError } from '../../src/engine/errors';
import { OpacityScale } from '../../src/engine/scales/opacity-scale';
import { ShapeScale } from '../../src/engine/scales/shape-scale';
import { SizeScale } from '../../src/engine/scales/size-scale';

const NUMBER: ColumnType = { kind: 'number', integer: false };
const letters = (count: number): ColumnType => ({
  kind: 'category',
  labels: Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i)),
});

test('areas start from zero, so that radii are the square root of values, like d3', () => {
  const [scale, radius] = [new SizeScale(NUMBER, [30, 1000]), scaleSqrt([0, 1000], [0, Math.sqrt(400 / Math.PI)])];
  for (const value of [30, 250, 500, 999, 1000]) {
    assert.ok(Math.abs(Math.sqrt(scale.areaOf(value) / Math.PI) - radius(value)) < 1e-12, `at ${value}`);
  }
});

test('an area is at least visible, at most the largest, and 0 for NULL', () => {
  const scale = new SizeScale(NUMBER, [0, 1000]);
  assert.deepEqual(
    [0, 1, 1000, 5000, Infinity, NaN].map((value) => scale.areaOf(value)),
    [4, 4, 400, 400, 400, 0],
  );
});

test('the range of the author replaces the areas, also from large to small', () => {
  assert.deepEqual(
    [0, 5, 10].map((value) => new SizeScale(NUMBER, [0, 10], [100, 20]).areaOf(value)),
    [100, 60, 20],
  );
});

test('negative numbers and times start from the least; a single value and none have a size', () => {
  assert.deepEqual(
    [-10, 0, 10].map((value) => new SizeScale(NUMBER, [-10, 10]).areaOf(value)),
    [4, 200, 400],
  );
  assert.equal(new SizeScale({ kind: 'time', ticksPerMs: 1 }, [1000, 2000]).areaOf(1500), 200);
  for (const extent of [null, [0, 0], [5, 5], [-5, -5], [-Number.MAX_VALUE, Number.MAX_VALUE]] as const) {
    for (const value of extent ?? [0]) {
      const area = new SizeScale(NUMBER, extent).areaOf(value);
      assert.ok(area >= 4 && area <= 400, `${extent?.join()}: ${area}`);
    }
  }
});

test('categories get equal steps of size', () => {
  assert.deepEqual(
    [0, 1, 3].map((code) => new SizeScale(letters(4), null).areaOf(code)),
    [100, 200, 400],
  );
});

test('opacities start from a visible one', () => {
  const scale = new OpacityScale(NUMBER, [0, 10]);
  assert.deepEqual(
    [0, 5, 10, NaN].map((value) => scale.opacityOf(value)),
    [0.2, 0.6, 1, 0],
  );
});

test('each category has a symbol; of too many the largest, and the note says so', () => {
  const few = new ShapeScale(letters(7));
  assert.equal(new Set(few.entries.map(({ shape }) => shape)).size, 7);
  assert.deepEqual([few.note, few.shapeOf(0)], [null, 'circle']);
  const many = new ShapeScale(
    letters(20),
    Array.from({ length: 20 }, (_, code) => code),
  );
  assert.deepEqual(
    many.entries.map(({ value }) => value),
    [14, 15, 16, 17, 18, 19],
  );
  assert.deepEqual([many.shapeOf(14), many.shapeOf(3), many.shapeOf(NaN)], ['circle', many.other, many.other]);
  assert.ok(many.entries.every(({ shape }) => shape !== many.other));
  assert.equal(many.note, '"other": 14 of 20 categories');
});

test('numbers have no symbols', () => {
  assert.throws(
    () => new ShapeScale(NUMBER),
    (error) => error instanceof PikaError && error.code === 'plan/wrong-scale',
  );
});
