import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexWord } from '../../../src/engine/scales/color/color-word';
import { isReadable, luminance } from '../../../src/engine/scales/color/contrast';

test('luminance is that of WCAG, over the page', () => {
  assert.equal(luminance(hexWord('ffffff'), true), 1);
  assert.equal(luminance(hexWord('000000'), false), 0);
  assert.ok(Math.abs(luminance(hexWord('808080'), false) - 0.2159) < 1e-4);
  assert.equal(luminance(0, false), 1, 'a transparent color shows the page');
});

test('titles need a contrast of 3 to 1', () => {
  assert.deepEqual([isReadable(hexWord('c6d5f1'), false), isReadable(hexWord('246aee'), false)], [false, true]);
  assert.deepEqual([isReadable(hexWord('c6d5f1'), true), isReadable(hexWord('222233'), true)], [true, false]);
});
