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

test('size and shape are those of each row, in device pixels', () => {
  const scales = { x: linear(0, 10), y: linear(0, 10) };
  const styles = { areasCss: Float64Array.of(9, 40), shapes: Uint8Array.of(1, 3) };
  const columns = { x: numbers(1, 2), y: numbers(2, 3) };
  const symbols = painted(point, columns, scales, {}, null, styles) as SymbolsPaint;
  assert.deepEqual([...(symbols.size as Float64Array)], [40, 9], 'the larger one first, so that it hides no other');
  assert.deepEqual(symbols.shape, Uint8Array.of(3, 1));
  assert.deepEqual(
    [[...symbols.x], [...(symbols.fill as Uint32Array)]],
    [
      [20, 10],
      [2, 1],
    ],
  );
  const same = painted(point, columns, scales, {}, null, { areasCss: 60, shapes: 2 }) as SymbolsPaint;
  assert.deepEqual([same.size, same.shape], [60, Uint8Array.of(2, 2)]);
});

test('a symbol at the edge is drawn whole; one outside is not drawn', () => {
  const scales = { x: linear(0, 10), y: linear(0, 10) };
  const symbols = painted(point, { x: numbers(0, 10, 10.1), y: numbers(0, 10, 5) }, scales, {}, null) as SymbolsPaint;
  assert.equal(symbols.overflows, true);
  assert.deepEqual([...symbols.x], [0, 100, NaN]);
});
