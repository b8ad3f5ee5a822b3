import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rule } from '../../../src/engine/plan/marks/rule';
import { parsePlotSpec } from '../../../src/engine/grammar/plot-spec';
import type { LinesPaint } from '../../../src/engine/paints/lines';
import { band, labels, linear, numbers, painted } from './table-scene';

const scales = { x: linear(0, 10), y: linear(0, 10) };
/** For each line, x and y of its start, then of its end. */
const ends = ({ x, y }: LinesPaint) =>
  Array.from({ length: x.length / 2 }, (_, i) =>
    [x[2 * i], y[2 * i], x[2 * i + 1], y[2 * i + 1]].map((px) => Math.round(px! * 1e6) / 1e6),
  );
const needsOf = (attributes: object) =>
  rule.needs(
    parsePlotSpec({ from: 't', mark: 'rule', ...attributes }).layers[0],
    parsePlotSpec({ from: 't', mark: 'bar' }).scales,
  );

test('a rule at a value crosses the whole panel', () => {
  assert.deepEqual(ends(painted(rule, { y: numbers(2, 5) }, scales, { strokeWidth: 2 }) as LinesPaint), [
    [0, 80, 100, 80],
    [0, 50, 100, 50],
  ]);
  assert.deepEqual(ends(painted(rule, { x: numbers(3) }, scales, { strokeWidth: 2 }, null) as LinesPaint), [
    [30, 0, 30, 100],
  ]);
});

test('a rule of one pixel covers whole pixels, however its value is rounded', () => {
  for (const value of [3, 3.04, 3.05, 3.07]) {
    const [[x]] = ends(painted(rule, { x: numbers(value) }, scales, { strokeWidth: 1 }, null) as LinesPaint) as [
      number[],
    ];
    assert.equal(x! % 1, 0.5);
  }
});

test('with a second end it is a segment', () => {
  const columns = { x: numbers(1), y: numbers(2), y2: numbers(8) };
  assert.deepEqual(ends(painted(rule, columns, scales, { strokeWidth: 2 }) as LinesPaint), [[10, 80, 10, 20]]);
  const slanted = { x: numbers(1), x2: numbers(5), y: numbers(2), y2: numbers(8) };
  assert.deepEqual(ends(painted(rule, slanted, scales) as LinesPaint), [[10, 80, 50, 20]]);
});

test('with two positions it is a stem from zero, in the middle of its band, or of its share of it', () => {
  const bands = { x: band('a', 'b'), y: linear(-10, 10) };
  const columns = { x: labels(['a', 'b'], 0, 1), y: numbers(5, -5) };
  assert.deepEqual(ends(painted(rule, columns, bands, { strokeWidth: 2 }) as LinesPaint), [
    [25, 50, 25, 25],
    [75, 50, 75, 75],
  ]);
  const both = { x: labels(['a', 'b'], 0, 0), y: numbers(5, 5), color: labels(['m', 'n'], 0, 1) };
  const [first, second] = ends(painted(rule, both, bands, { stack: 'dodge' }) as LinesPaint);
  assert.ok(first![0]! < 25 && second![0]! > 25);
});

test('a value without a position is not drawn', () => {
  const lines = painted(rule, { x: numbers(NaN, Infinity, -Infinity) }, scales, {}, null) as LinesPaint;
  assert.ok(ends(lines).every(([x]) => !Number.isFinite(x)));
});

test('constants and aggregates are one group, and need no column', () => {
  const needs = needsOf({ y: '100' });
  assert.deepEqual([needs.route, [...needs.expressions]], ['groups', []]);
  assert.equal(needsOf({ x: 'avg(delay)' }).route, 'groups');
  assert.equal(needsOf({ x: 'date', y: 'low', y2: 'high' }).route, 'rows');
  assert.throws(() => needsOf({ color: 'region' }), /rule plot from "t": expected x="…" or y="…"/);
});
