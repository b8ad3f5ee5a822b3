import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { arcs, type ArcsPaint } from '../../src/engine/paints/arcs';
import { assertCovers, floats, rasterised } from '../harness/rasterised';
import '../harness/all-vectors';

const BLACK = 0xff000000;
const [X, Y] = [30.4, 20.7];
const TAU = 2 * Math.PI;

const sector = (start: number, end: number, more: Partial<ArcsPaint> = {}): ArcsPaint => ({
  paint: 'arcs',
  x: X,
  y: Y,
  innerRadius: 0,
  outerRadius: 18,
  startAngle: floats(start),
  endAngle: floats(end),
  fill: BLACK,
  ...more,
});

/** Clockwise from 12 o'clock, in 0…2π. */
const angleOf = (x: number, y: number): number => (Math.atan2(x - X, Y - y) + TAU) % TAU;
const radiusOf = (x: number, y: number): number => Math.hypot(x - X, y - Y);
const isIn =
  (start: number, end: number, inner = 0, outer = 18) =>
  (x: number, y: number): boolean =>
    radiusOf(x, y) >= inner && radiusOf(x, y) < outer && angleOf(x, y) >= start && angleOf(x, y) < end;

describe('arcs', () => {
  it('cover sectors of a disc or a ring, clockwise from 12 o’clock', () => {
    for (const [start, end] of [
      [0, 1],
      [1, 5.5],
      [3, 3.3],
    ] as const) {
      assertCovers(rasterised([sector(start, end)], 60, 40), isIn(start, end), 0.07);
      const ring = sector(end, start, { innerRadius: 18, outerRadius: 9 });
      assertCovers(rasterised([ring], 60, 40), isIn(start, end, 9), 0.07);
    }
  });

  it('beyond a turn are whole discs and rings', () => {
    assertCovers(rasterised([sector(1, 1 + TAU)], 60, 40), isIn(0, 7));
    assertCovers(rasterised([sector(-3, 12, { innerRadius: 11 })], 60, 40), isIn(0, 7, 11));
  });

  it('have a gap of one width, from the inside to the outside, as d3-shape defines the pad angle', () => {
    const [start, end, padAngle, inner] = [0.4, 2.4, 0.2, 6];
    const half = Math.hypot(inner, 18) * Math.sin(padAngle / 2);
    // The distance of a point from the line through the center at this angle.
    const distance = (x: number, y: number, angle: number): number => radiusOf(x, y) * Math.sin(angleOf(x, y) - angle);
    const isPadded = (x: number, y: number): boolean =>
      isIn(start, end, inner)(x, y) && distance(x, y, start) >= half && -distance(x, y, end) >= half;
    assertCovers(rasterised([sector(start, end, { innerRadius: inner, padAngle })], 60, 40), isPadded, 0.07);
    // Without an inner radius, slices are narrower at their outside and still meet at the center.
    const slice = rasterised([sector(start, end, { padAngle })], 60, 40);
    assert.ok(slice.alpha(31, 20) > 0.2);
    assert.equal(slice.alpha(Math.floor(X + 17 * Math.sin(0.42)), Math.floor(Y - 17 * Math.cos(0.42))), 0);
  });

  it('of nothing are not drawn', () => {
    for (const paint of [
      sector(1, 1),
      sector(NaN, 1),
      sector(0, Infinity),
      sector(0, 1, { x: NaN }),
      sector(0, 1, { outerRadius: 0 }),
      sector(0, 1, { outerRadius: NaN }),
      sector(0, 0.1, { padAngle: 0.3, innerRadius: 9 }),
    ]) {
      const { alpha } = rasterised([paint], 60, 40);
      for (let y = 0; y < 40; y++) for (let x = 0; x < 60; x++) assert.equal(alpha(x, y), 0);
    }
  });

  it('of a pie leave no pixel out between them', () => {
    const ends = [0, 0.9, 2.2, 2.3, 4, TAU];
    const pie = sector(0, 0, { startAngle: floats(...ends.slice(0, 5)), endAngle: floats(...ends.slice(1)) });
    const { alpha } = rasterised([pie], 60, 40);
    for (let y = 4; y < 37; y++)
      for (let x = 14; x < 47; x++)
        if (Math.abs(radiusOf(x + 0.5, y + 0.5) - 8.5) < 7) assert.ok(alpha(x, y) > 0.7, `${x}, ${y}`);
  });

  it('have a stroke around them', () => {
    const ring = sector(0, TAU, { innerRadius: 8, outerRadius: 16, fill: 0, stroke: { color: BLACK, widthPx: 3 } });
    const isOnBorder = (x: number, y: number): boolean =>
      Math.min(Math.abs(radiusOf(x, y) - 8), Math.abs(radiusOf(x, y) - 16)) <= 1.5;
    assertCovers(rasterised([ring], 60, 40), isOnBorder, 0.09);
  });

  it('are found by a point inside, the topmost first', () => {
    const paint = sector(0, 0, {
      startAngle: floats(0, 2, 0, NaN),
      endAngle: floats(2, TAU, 0.5, 1),
      innerRadius: floats(0, 5, 10, 0),
    });
    const at = (radius: number, angle: number): number =>
      arcs.instanceAt(paint, X + radius * Math.sin(angle), Y - radius * Math.cos(angle));
    assert.deepEqual([at(3, 1), at(15, 0.2), at(7, 0.2), at(3, 4), at(12, 4), at(19, 1)], [0, 2, 0, -1, 1, -1]);
  });
});
