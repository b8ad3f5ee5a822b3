import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { symbolOutline } from '../../src/engine/paints/symbol-outlines';
import { SYMBOL_SHAPES } from '../../src/engine/paints/symbol-shapes';

/** Corners of d3-shape 3.2.0's symbols of an area of 64, read from its paths; written by that library. */
const d3 = JSON.parse(readFileSync(new URL('./d3-symbols.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly (readonly [number, number])[]>
>;

describe('the outline of a symbol', () => {
  for (const shape of SYMBOL_SHAPES) {
    it(`has an area of 1 (${shape})`, () => {
      for (const size of [0.5, 12, 64, 5000]) {
        const outline = symbolOutline(shape, size);
        let doubled = 0;
        for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2)
          doubled += outline[j]! * outline[i + 1]! - outline[i]! * outline[j + 1]!;
        assert.ok(Math.abs(Math.abs(doubled) / 2 - 1) < 1e-9, `${doubled / 2}`);
      }
    });
  }

  for (const [shape, corners] of Object.entries(d3)) {
    it(`is that of d3-shape (${shape})`, () => {
      const found = symbolOutline(shape as (typeof SYMBOL_SHAPES)[number], 64);
      assert.equal(found.length, 2 * corners.length);
      for (const [x, y] of corners) {
        const distances = corners.map((_, i) => Math.hypot(8 * found[2 * i]! - x, 8 * found[2 * i + 1]! - y));
        assert.ok(Math.min(...distances) < 1e-5, `${x}, ${y}: ${Math.min(...distances)}`);
      }
    });
  }
});
