import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rects, type RectsPaint } from '../../src/engine/paints/rects';
import { assertCovers, floats, rasterised } from '../harness/rasterised';
import '../harness/all-vectors';

const RED = 0xff0000ff;
const BLUE = 0xffff0000;
const of = (x: number, y: number, width: number, height: number, more: Partial<RectsPaint> = {}): RectsPaint => ({
  paint: 'rects',
  x: floats(x),
  y: floats(y),
  width: floats(width),
  height: floats(height),
  fill: RED,
  ...more,
});

/** The painted pixels as [left, top, right, bottom]; all of them have to be opaque. */
function painted(paint: RectsPaint): number[] | null {
  const { word } = rasterised([paint], 60, 40);
  const xs: number[] = [];
  const ys: number[] = [];
  for (let y = 0; y < 40; y++) {
    for (let x = 0; x < 60; x++) {
      if (word(x, y) === 0) continue;
      assert.equal(word(x, y), RED);
      xs.push(x);
      ys.push(y);
    }
  }
  return xs.length === 0 ? null : [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
}

describe('rects', () => {
  it('have edges on whole pixels', () => {
    assert.deepEqual(painted(of(3.4, 5.6, 10.2, 20)), [3, 6, 14, 26]);
    assert.deepEqual(painted(of(14, 26, -10.6, -20.4)), [3, 6, 14, 26]);
  });

  it('are at least one pixel wide and high unless they have no extent', () => {
    assert.deepEqual(painted(of(3.1, 5, 0.2, 0.01)), [3, 5, 4, 6]);
    assert.equal(painted(of(3.1, 5, 0, 10)), null);
    assert.equal(painted(of(3.1, 5, 10, 0)), null);
  });

  it('with a coordinate that is not finite are not drawn', () => {
    for (const value of [NaN, Infinity, -Infinity])
      for (const paint of [of(value, 1, 5, 5), of(1, value, 5, 5), of(1, 1, value, 5), of(1, 1, 5, value)])
        assert.equal(painted(paint), null);
  });

  it('leave no seam, and do not overlap, where they share an edge', () => {
    const edges = Array.from({ length: 8 }, (_, i) => i * 7.37);
    const { word } = rasterised(
      [
        of(0, 0, 0, 0, {
          x: floats(...edges.slice(0, 7)),
          y: new Float64Array(7),
          width: floats(...edges.slice(0, 7).map((edge, i) => edges[i + 1]! - edge)),
          height: new Float64Array(7).fill(4),
          fill: 0x80ff0000,
        }),
      ],
      60,
      40,
    );
    for (let x = 0; x < 51; x++) assert.equal(word(x, 1), 0x80ff0000, `pixel ${x}`);
  });

  it('are clipped by the panel, unless they may overflow', () => {
    const beyond = of(-5, 30, 100, 20);
    assert.deepEqual(painted(beyond), [0, 30, 60, 40]);
    const { word } = rasterised([{ ...beyond, overflows: true }], 60, 40);
    assert.equal(word(94, 49), RED);
    assert.equal(word(95, 49), 0);
  });

  it('have one color each, and an outline inside of their edges', () => {
    const { word } = rasterised(
      [
        of(0, 0, 0, 0, {
          x: floats(2, 20),
          y: floats(2, 2),
          width: floats(12, 12),
          height: floats(8, 8),
          fill: Uint32Array.of(RED, 0),
          stroke: { color: BLUE, widthPx: 1.6 },
        }),
      ],
      60,
      40,
    );
    assert.deepEqual(
      [word(2, 2), word(3, 9), word(4, 4), word(11, 7), word(12, 5), word(14, 5)],
      [BLUE, BLUE, RED, RED, BLUE, 0],
    );
    assert.deepEqual([word(20, 2), word(22, 4)], [BLUE, 0]);
  });

  it('with round corners cover the exact area', () => {
    const inside =
      (left: number, top: number, right: number, bottom: number, radius: number) =>
      (x: number, y: number): boolean => {
        const dx = Math.max(left + radius - x, x - right + radius, 0);
        const dy = Math.max(top + radius - y, y - bottom + radius, 0);
        return x >= left && x < right && y >= top && y < bottom && Math.hypot(dx, dy) <= radius;
      };
    const outer = inside(4, 3, 44, 33, 9);
    const inner = inside(7, 6, 41, 30, 6);
    assertCovers(rasterised([of(4, 3, 40, 30, { radiusPx: 9 })], 60, 40), outer);
    assertCovers(rasterised([of(4, 3, 40, 30, { radiusPx: 90 })], 60, 40), inside(4, 3, 44, 33, 15));
    const ring = of(4, 3, 40, 30, { radiusPx: 9, fill: 0, stroke: { color: RED, widthPx: 3 } });
    assertCovers(rasterised([ring], 60, 40), (x, y) => outer(x, y) && !inner(x, y));
  });

  it('are found by a point inside, the topmost first', () => {
    const paint = of(0, 0, 0, 0, {
      x: floats(2, 8, NaN),
      y: floats(2, 4, 0),
      width: floats(12, 12, 60),
      height: floats(8, 8, 40),
      radiusPx: 4,
    });
    const at = (x: number, y: number): number => rects.instanceAt(paint, x, y);
    assert.deepEqual([at(6, 6), at(10, 8), at(19, 8), at(21, 8), at(2.2, 2.2), at(8.5, 4.5)], [0, 1, 1, -1, -1, 0]);
  });
});
