import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Raster } from '../../../src/engine/paints/raster/raster';
import { Random } from '../../harness/random';

const [WIDTH, HEIGHT] = [70, 40];
const box = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
const clip = { left: 0, top: 0, right: WIDTH, bottom: HEIGHT };
type Point = readonly [number, number];

/** The alphas, 0–255, of a polygon in opaque black. */
function rasterise(raster: Raster, polygon: readonly Point[], within = clip): number[] {
  const words = new Uint32Array(WIDTH * HEIGHT);
  raster.target(words, box, within);
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  if (raster.begin(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))) {
    polygon.forEach(([x, y], i) => raster.edge(x, y, ...polygon[(i + 1) % polygon.length]!));
    raster.fill(0xff000000);
  }
  return Array.from(words, (word) => word >>> 24);
}

/** The area of a convex polygon inside of pixel (x, y), by clipping it at the pixel's four sides. */
function exactCoverage(polygon: readonly Point[], x: number, y: number): number {
  if (polygon.every((point) => point[0] < x) || polygon.every((point) => point[0] > x + 1)) return 0;
  if (polygon.every((point) => point[1] < y) || polygon.every((point) => point[1] > y + 1)) return 0;
  let clipped = [...polygon];
  for (const [axis, sign, limit] of [
    [0, 1, x],
    [0, -1, -x - 1],
    [1, 1, y],
    [1, -1, -y - 1],
  ] as const) {
    const depth = (point: Point): number => sign * point[axis] - limit;
    clipped = clipped.flatMap((from, i) => {
      const to = clipped[(i + 1) % clipped.length]!;
      const [a, b] = [depth(from), depth(to)];
      const cut = (): Point => [
        from[0] + (a / (a - b)) * (to[0] - from[0]),
        from[1] + (a / (a - b)) * (to[1] - from[1]),
      ];
      return [...(a >= 0 ? [from] : []), ...(a >= 0 !== b >= 0 ? [cut()] : [])];
    });
  }
  const doubled = clipped.reduce((sum, [x0, y0], i) => {
    const [x1, y1] = clipped[(i + 1) % clipped.length]!;
    return sum + x0 * y1 - x1 * y0;
  }, 0);
  return Math.abs(doubled) / 2;
}

function triangle(random: Random, from: number, span: number): Point[] {
  const coordinate = (size: number): number => from * size + span * size * random.next();
  return [0, 1, 2].map(() => [coordinate(WIDTH), coordinate(HEIGHT)] as const);
}

describe('the rasterizer', () => {
  const raster = new Raster();

  for (const [where, from, span] of [
    ['inside of the image', 0, 1],
    ['that reach beyond the image', -1, 3],
    ['smaller than a few pixels', 0.4, 0.06],
    ['of which a small part is visible', -400, 800],
  ] as const) {
    it(`covers each pixel by the exact area of random triangles ${where}`, () => {
      const random = new Random(11);
      let painted = 0;
      for (let run = 0; run < 60; run++) {
        const polygon = triangle(random, from, span);
        rasterise(raster, polygon).forEach((alpha, i) => {
          const expected = 255 * exactCoverage(polygon, i % WIDTH, Math.floor(i / WIDTH));
          // Half a step of rounding, and coverage below 1/512 that is not painted.
          assert.ok(Math.abs(alpha - expected) < 1.01, `${JSON.stringify(polygon)} at ${i}: ${alpha} for ${expected}`);
          if (alpha > 0) painted++;
        });
      }
      assert.ok(painted > 200, `${painted} pixels are painted`);
    });
  }

  it('leaves nothing behind for the next shape', () => {
    const random = new Random(12);
    for (let run = 0; run < 50; run++) rasterise(raster, triangle(random, -1, 3));
    const polygon = triangle(random, 0, 1);
    assert.deepEqual(rasterise(raster, polygon), rasterise(new Raster(), polygon));
  });

  it('changes no pixel outside of the clip, and none inside because of it', () => {
    const random = new Random(13);
    const part = { left: 9, top: 5, right: 41, bottom: 30 };
    for (let run = 0; run < 50; run++) {
      const polygon = triangle(random, -0.5, 2);
      const whole = rasterise(raster, polygon);
      rasterise(raster, polygon, part).forEach((alpha, i) => {
        const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
        const isInside = x >= part.left && x < part.right && y >= part.top && y < part.bottom;
        assert.ok(Math.abs(alpha - (isInside ? whole[i]! : 0)) <= 1, `pixel ${x}, ${y}`);
      });
    }
  });

  it('covers the same pixels whichever way round the shape goes, and parts that overlap once', () => {
    const square: Point[] = [
      [3, 3],
      [20.5, 3],
      [20.5, 20.5],
      [3, 20.5],
    ];
    assert.deepEqual(rasterise(raster, [...square].reverse()), rasterise(raster, square));
    assert.equal(rasterise(raster, [...square, ...square])[10 * WIDTH + 10], 255);
  });

  it('survives coordinates far beyond the image, and those that are not finite', () => {
    const far: Point[] = [
      [-1e12, -1e12],
      [1e12, -1e12],
      [1e12, 1e12],
      [-1e12, 1e12],
    ];
    assert.ok(rasterise(raster, far).every((alpha) => alpha === 255));
    for (const value of [NaN, Infinity]) {
      const odd: Point[] = [
        [3, 3],
        [value, 9],
        [9, value],
      ];
      rasterise(raster, odd);
    }
    const polygon = triangle(new Random(14), 0, 1);
    assert.deepEqual(rasterise(raster, polygon), rasterise(new Raster(), polygon));
  });

  it('blends translucent colors over what is there', () => {
    const words = new Uint32Array(WIDTH * HEIGHT);
    raster.target(words, box, clip);
    raster.fillRect(0, 0, 10, 1, 0xff0000ff);
    raster.fillRect(0, 0, 5, 1, 0x80ff0000);
    raster.fillRect(0, 1, 5, 2, 0x80ff0000);
    raster.fillRect(0, 1, 5, 2, 0x800000ff);
    assert.equal(words[0]!.toString(16), 'ff80007f');
    assert.equal(words[9]!.toString(16), 'ff0000ff');
    // As CSS says: 0.5 + 0.5 × 0.5 of alpha, two thirds of it red.
    assert.equal(words[WIDTH]!.toString(16), 'c05500aa');
  });
});
