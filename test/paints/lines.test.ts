import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lines, type LinesPaint } from '../../src/engine/paints/lines';
import { distanceToSegment } from '../../src/engine/paints/raster/polygon';
import { Random } from '../harness/random';
import { assertCovers, floats, rasterised } from '../harness/rasterised';
import '../harness/all-vectors';

type Point = readonly [number, number];
const BLACK = 0xff000000;

function line(points: readonly Point[], more: Partial<LinesPaint> = {}): LinesPaint {
  return {
    paint: 'lines',
    x: floats(...points.map(([x]) => x)),
    y: floats(...points.map(([, y]) => y)),
    starts: Uint32Array.of(0, points.length),
    widthPx: 5,
    color: BLACK,
    ...more,
  };
}

/** Whether a point is within half a line's width of it: what round joins and caps mean. */
const isNear =
  (points: readonly Point[], half: number) =>
  (x: number, y: number): boolean =>
    points.some(([x1, y1], i) => {
      const [x0, y0] = points[Math.max(0, i - 1)]!;
      return distanceToSegment(x, y, x0, y0, x1, y1) <= half;
    });

const GAP: Point = [NaN, NaN];

describe('lines', () => {
  it('cover the points within half their width: joins and ends are round', () => {
    const shapes: Point[][] = [
      [
        [8, 30],
        [30, 8],
        [52, 31],
      ],
      [
        [8.3, 20.2],
        [50, 20.7],
      ],
      [
        [10, 10],
        [40, 10],
        [40, 30],
        [12, 30],
      ],
      [
        [5, 8],
        [5, 8],
        [50, 8],
      ],
    ];
    for (const points of shapes)
      for (const widthPx of [1, 5, 11])
        assertCovers(rasterised([line(points, { widthPx })], 60, 40), isNear(points, widthPx / 2), 0.08);
  });

  it('of short segments that turn all the time are as wide as of long ones', () => {
    const points = Array.from({ length: 100 }, (_, i): Point => [
      30 + 14 * Math.cos(i / 16),
      20 + 14 * Math.sin(i / 16),
    ]);
    assertCovers(rasterised([line(points, { widthPx: 6 })], 60, 40), isNear(points, 3), 0.08);
  });

  it('have a gap at a point that is not finite, and a dot between two gaps', () => {
    const points: Point[] = [[4, 6], [20, 6], GAP, [30, 20], [Infinity, 4], [40, 30], [55, 30], [55, NaN]];
    const parts = [points.slice(0, 2), points.slice(3, 4), points.slice(5, 7)];
    assertCovers(rasterised([line(points)], 60, 40), (x, y) => parts.some((part) => isNear(part, 2.5)(x, y)), 0.08);
  });

  it('end flat if asked', () => {
    const points: Point[] = [
      [10, 10],
      [30, 10],
    ];
    assertCovers(
      rasterised([line(points, { cap: 'butt', widthPx: 4 })], 60, 40),
      (x, y) => x >= 10 && x < 30 && y >= 8 && y < 12,
    );
  });

  it('are no darker where they cross themselves, and have one color and width each', () => {
    const paint: LinesPaint = {
      ...line([
        [5, 5],
        [50, 30],
        [50, 5],
        [5, 30],
        [2, 35],
        [58, 35],
      ]),
      starts: Uint32Array.of(0, 4, 6),
      widthPx: floats(6, 2),
      color: Uint32Array.of(0x800000ff, 0x8000ff00),
    };
    const { word } = rasterised([paint], 60, 40);
    assert.deepEqual([word(27, 17), word(10, 8), word(30, 35)], [0x800000ff, 0x800000ff, 0x8000ff00]);
    assert.equal(word(30, 37), 0);
  });

  it('have dashes of the given lengths along the line, around corners and through invisible parts', () => {
    const visible: Point[] = [
      [5, 10],
      [45, 10],
      [45, 35],
    ];
    const isDash = (length: number): boolean => length % 13 < 8;
    const along = (x: number, y: number): boolean =>
      y < 12.5 && x < 42.5 ? Math.abs(y - 10) < 2 && x >= 5 && isDash(x - 5) : false;
    const paint = line(visible, { dash: [8, 5], cap: 'butt', widthPx: 4 });
    const drawn = rasterised([paint], 60, 40);
    const { alpha, box } = drawn;
    assertCovers({ ...drawn, box: { ...box, width: 42, height: 12 } }, along);
    for (let y = 13; y < 35; y++) {
      const shares = [0.25, 0.75].map((part) => isDash(40 + y + part - 10));
      if (shares[0] === shares[1]) assert.equal(alpha(45, y) > 0.9, shares[0], `row ${y}`);
    }
    // The same line, begun 1,300,000 pixels to the left: a multiple of the pattern.
    const far = line([[5 - 1_300_000, 10], ...visible.slice(1)], { dash: [8, 5], cap: 'butt', widthPx: 4 });
    const again = rasterised([far], 60, 40);
    for (let x = 6; x < 60; x++)
      for (let y = 0; y < 40; y++) assert.ok(Math.abs(again.alpha(x, y) - alpha(x, y)) < 0.01, `${x}, ${y}`);
  });

  it('repeat an odd pattern, draw dots of dashes without length, and ignore patterns too short to see', () => {
    const points: Point[] = [
      [5, 10],
      [55, 10],
    ];
    const of = (dash: number[], more: Partial<LinesPaint> = {}) =>
      rasterised([line(points, { widthPx: 4, cap: 'butt', dash, ...more })], 60, 40);
    const odd = of([6]);
    assert.deepEqual(
      [5, 10, 11, 16, 17, 22].map((x) => odd.alpha(x, 10) > 0.9),
      [true, true, false, false, true, true],
    );
    const dots = of([0, 10], { cap: 'round' });
    assert.deepEqual(
      [5, 10, 15, 20, 25].map((x) => dots.alpha(x, 10) > 0.8),
      [true, false, true, false, true],
    );
    for (const dash of [[0, 0], [1e-9, 1e-9], [NaN, 3], [-1, 3], []]) assert.equal(of(dash).alpha(30, 10), 1);
  });

  it('are drawn where they pass through the panel, however far away their points are', () => {
    const near = rasterised(
      [
        line([
          [-30, 0],
          [90, 40],
        ]),
      ],
      60,
      40,
    );
    const far = rasterised(
      [
        line([
          [30 - 6e9, 20 - 2e9],
          [30 + 6e9, 20 + 2e9],
        ]),
      ],
      60,
      40,
    );
    for (let y = 0; y < 40; y++)
      for (let x = 0; x < 60; x++) assert.ok(Math.abs(near.alpha(x, y) - far.alpha(x, y)) < 0.02, `${x}, ${y}`);
    assert.ok(far.alpha(30, 20) > 0.99);
  });

  it('of 50,000 points take time in proportion to them', () => {
    const random = new Random(4);
    const of = (count: number): number => {
      const points = Array.from({ length: count }, (_, i): Point => [(i * 400) / count, 300 * random.next()]);
      const paint = line(points, { widthPx: 1 });
      const start = process.cpuUsage().user;
      for (let run = 0; run < 3; run++) rasterised([paint], 400, 300);
      return process.cpuUsage().user - start;
    };
    of(5000);
    assert.ok(of(50_000) < 60 * of(5000));
  });

  it('are found within half their width, the topmost first', () => {
    const paint: LinesPaint = {
      ...line([[5, 5], [50, 5], GAP, [20, 20], [5, 7], [50, 7]]),
      starts: Uint32Array.of(0, 4, 6),
    };
    const at = (x: number, y: number): number => lines.instanceAt(paint, x, y);
    assert.deepEqual([at(30, 3), at(30, 5.5), at(30, 9), at(30, 10), at(21, 21), at(40, 15)], [0, 1, 1, -1, 0, -1]);
  });
});
