import assert from 'node:assert/strict';
import { test } from 'node:test';
import { point } from '../../../src/engine/plan/marks/point';
import type { SymbolsPaint } from '../../../src/engine/paints/symbols';
import { band, labels, linear, numbers, painted } from './table-scene';

test('a symbol is at its values, or in the middle of its band', () => {
  const scales = { x: band('a', 'b'), y: linear(0, 10) };
  const columns = { x: labels(['a', 'b'], 0, 1), y: numbers(2.5, 5) };
  const symbols = painted(point, columns, scales, {}, null) as SymbolsPaint;
  assert.deepEqual([...symbols.x], [25, 75]);
  assert.deepEqual([...symbols.y], [75, 50]);
  assert.deepEqual([...(symbols.fill as Uint32Array)], [1, 2]);
});

test('hollow symbols have a stroke and no fill', () => {
  const scales = { x: linear(0, 10), y: linear(0, 10) };
  const symbols = painted(point, { x: numbers(1), y: numbers(2) }, scales, { hollow: true }, null) as SymbolsPaint;
  assert.equal(symbols.fill, undefined);
  assert.ok(symbols.stroke);
});
