import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from '../../../src/engine/plan/marks/text';
import { parsePlotSpec } from '../../../src/engine/grammar/plot-spec';
import { band, labelled, labels, linear, numbers } from './table-scene';

const names = ['a', 'b'];
const bands = { x: band(...names), y: linear(-10, 10) };
const places = (...args: Parameters<typeof labelled> extends [unknown, ...infer Rest] ? Rest : never) =>
  labelled(text, ...args).map(({ x, y, anchor, baseline }) => [
    ...[x, y].map((px) => Math.round(px * 1e6) / 1e6),
    anchor,
    baseline,
  ]);

test('a text is beyond the end of a bar: above, below, or beside it', () => {
  assert.deepEqual(places({ x: labels(names, 0, 1), y: numbers(5, -5), label: numbers(5, -5) }, bands), [
    [25, 21, 'middle', 'bottom'],
    [75, 79, 'middle', 'top'],
  ]);
  const across = { x: linear(-10, 10), y: band(...names) };
  assert.deepEqual(places({ x: numbers(5, -5), y: labels(names, 0, 1), label: numbers(5, -5) }, across, {}, 'x'), [
    [79, 75, 'start', 'middle'],
    [21, 25, 'end', 'middle'],
  ]);
});

test('a text is in the middle of its part of a stacked bar, and over the end of each bar side by side', () => {
  const columns = { x: labels(names, 0, 0), y: numbers(4, 6), color: labels(['m', 'n'], 0, 1), label: numbers(4, 6) };
  assert.deepEqual(places(columns, bands), [
    [25, 40, 'middle', 'middle'],
    [25, 15, 'middle', 'middle'],
  ]);
  assert.deepEqual(places(columns, bands, { stack: 'dodge' }), [
    [12.5, 26, 'middle', 'bottom'],
    [37.5, 16, 'middle', 'bottom'],
  ]);
});

test('a text is in the middle of a cell, above a point or beside it', () => {
  const cells = { x: labels(names, 0), y: labels(names, 1), label: numbers(3) };
  assert.deepEqual(places(cells, { x: band(...names), y: band(...names) }, {}, null), [[25, 25, 'middle', 'middle']]);
  const scales = { x: linear(0, 10), y: linear(0, 10) };
  const points = { x: numbers(5), y: numbers(5), label: numbers(1) };
  assert.deepEqual(places(points, scales, {}, null), [[50, 43, 'middle', 'bottom']]);
  assert.deepEqual(places(points, scales, { anchor: 'start' }, null), [[57, 50, 'start', 'middle']]);
  assert.deepEqual(places(points, scales, { dx: 3, dy: -2 }, null), [[53, 41, 'middle', 'bottom']]);
});

test('a text of one position is at the end of a line across the panel', () => {
  const scales = { x: linear(0, 10), y: linear(0, 10) };
  assert.deepEqual(places({ y: numbers(5), label: numbers(1) }, scales), [[96, 46, 'end', 'bottom']]);
  assert.deepEqual(places({ x: numbers(5), label: numbers(1) }, scales, {}, 'x'), [[54, 4, 'start', 'top']]);
});

test('a text needs its text, and a position', () => {
  const needs = (attributes: object) => {
    const { layers, scales } = parsePlotSpec({ from: 't', mark: 'text', ...attributes });
    return text.needs(layers[0], scales);
  };
  assert.throws(() => needs({ x: 'a', y: 'b' }), /expected text="…"/);
  assert.throws(() => needs({ text: 'a' }), /expected x="…"/);
  assert.equal(needs({ text: "'goal'", y: '5' }).route, 'groups');
});
