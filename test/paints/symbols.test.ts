import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOnPolygons } from '../../src/engine/paints/raster/polygon';
import { symbolOutline } from '../../src/engine/paints/symbol-outlines';
import { SYMBOL_SHAPES, type SymbolShape } from '../../src/engine/paints/symbol-shapes';
import { symbols, type SymbolsPaint } from '../../src/engine/paints/symbols';
import { Random } from '../harness/random';
import { assertCovers, floats, rasterised } from '../harness/rasterised';
import '../harness/all-vectors';

const BLACK = 0xff000000;
const RED = 0xff0000ff;

const symbol = (x: number, y: number, more: Partial<SymbolsPaint> = {}): SymbolsPaint => ({
  paint: 'symbols',
  x: floats(x),
  y: floats(y),
  size: 400,
  shape: 'circle',
  fill: BLACK,
  ...more,
});

const insideOf =
  (shape: SymbolShape, size: number, cx: number, cy: number, reach = 0) =>
  (x: number, y: number): boolean => {
    const scale = Math.sqrt(size);
    if (shape === 'circle') return Math.hypot(x - cx, y - cy) <= scale / Math.sqrt(Math.PI) + reach;
    return isOnPolygons([symbolOutline(shape, size)], (x - cx) / scale, (y - cy) / scale, reach / scale);
  };

describe('symbols', () => {
  for (const shape of SYMBOL_SHAPES) {
    it(`cover their shape (${shape}), filled and with a stroke`, () => {
      for (const [size, x, y] of [
        [400, 30.3, 19.6],
        [50, 12.5, 30],
        [900, 2, 3],
      ] as const) {
        const filled = symbol(x, y, { shape, size });
        assertCovers(rasterised([filled], 60, 40), insideOf(shape, size, x, y), 0.07);
        const outlined = { ...filled, stroke: { color: BLACK, widthPx: 4 } };
        assertCovers(rasterised([outlined], 60, 40), insideOf(shape, size, x, y, 2), 0.13);
      }
    });
  }

  it('without a fill are hollow, and round ones too', () => {
    for (const shape of ['circle', 'square'] as const) {
      const hollow = symbol(30, 20, { shape, size: 900, fill: 0, stroke: { color: RED, widthPx: 3 } });
      const { word } = rasterised([hollow], 60, 40);
      assert.equal(word(30, 20), 0);
      assert.equal(word(shape === 'circle' ? 46 : 44, 20), RED);
    }
    const ring = symbol(30.2, 20.1, { size: 900, fill: 0, stroke: { color: RED, widthPx: 3 } });
    const radius = Math.sqrt(900 / Math.PI);
    assertCovers(rasterised([ring], 60, 40), (x, y) => Math.abs(Math.hypot(x - 30.2, y - 20.1) - radius) <= 1.5, 0.08);
  });

  it('of a few pixels are as dark as their area, wherever they are', () => {
    for (const shape of SYMBOL_SHAPES) {
      for (const at of [10, 10.25, 10.5, 10.9]) {
        const { alpha } = rasterised([symbol(at, at, { shape, size: 12 })], 30, 30);
        let sum = 0;
        for (let y = 0; y < 30; y++) for (let x = 0; x < 30; x++) sum += alpha(x, y);
        assert.ok(Math.abs(sum - 12) < 0.1, `${shape} at ${at}: ${sum}`);
      }
    }
  });

  it('that are many look the same as each by itself, at the edges of the panel too', () => {
    const random = new Random(8);
    const count = 700;
    const many = symbol(0, 0, {
      x: Float64Array.from({ length: count }, () => 420 * random.next() - 10),
      y: Float64Array.from({ length: count }, () => 320 * random.next() - 10),
      size: 30,
      shape: Uint8Array.from({ length: count }, (_, i) => i % SYMBOL_SHAPES.length),
      fill: Uint32Array.from({ length: count }, () => 0xff00_0000 | (random.next() * 2 ** 24)),
      stroke: { color: 0x90ff0000, widthPx: 1.5 },
    });
    const each = { ...many, size: new Float64Array(count).fill(30) };
    const [stamped, exact] = [rasterised([many], 400, 300), rasterised([each], 400, 300)];
    let painted = 0;
    for (let y = 0; y < 300; y++) {
      for (let x = 0; x < 400; x++) {
        const [found, expected] = [stamped.alpha(x, y), exact.alpha(x, y)];
        // A 32nd of a pixel in both directions, twice: for the inside and for the stroke.
        assert.ok(Math.abs(found - expected) < 0.16, `pixel ${x}, ${y}: ${found}, expected ${expected}`);
        if (found > 0.9) painted++;
      }
    }
    assert.ok(painted > 5000, `${painted}`);
  });

  it('have one size, shape, color and opacity each', () => {
    const paint = symbol(0, 0, {
      x: floats(10, 30, 50, 20, NaN),
      y: floats(10, 10, 10, 30, 10),
      size: floats(36, 100, 100, 0, 100),
      shape: Uint8Array.of(1, 0, SYMBOL_SHAPES.indexOf('cross'), 0, 0),
      fill: Uint32Array.of(RED, BLACK, RED, RED, RED),
      opacity: floats(1, 0.5, NaN, 1, 1),
    });
    const { word } = rasterised([paint], 60, 40);
    assert.deepEqual([word(7, 7), word(30, 10), word(50, 10), word(20, 30)], [RED, 0x80000000, 0, 0]);
    assert.equal(word(6, 7), 0);
  });

  it('are found by a point inside, the topmost first', () => {
    const paint = symbol(0, 0, {
      x: floats(10, 14, 40, NaN),
      y: floats(10, 10, 20, 10),
      size: floats(100, 100, 400, 1e6),
      shape: Uint8Array.of(0, 1, SYMBOL_SHAPES.indexOf('diamond'), 0),
      fill: 0,
      stroke: { color: RED, widthPx: 2 },
    });
    const at = (x: number, y: number): number => symbols.instanceAt(paint, x, y);
    assert.deepEqual(
      [at(6, 10), at(10, 10), at(8.5, 10), at(40, 20), at(48, 32), at(19.9, 10), at(25, 10)],
      [0, 1, 1, 2, -1, 1, -1],
    );
  });
});
