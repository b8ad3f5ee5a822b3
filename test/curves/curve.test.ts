import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CURVES, interpolate, type Curve } from '../../src/engine/curves/curve';

/** Paths by d3-shape 3.2.0, written by that library: the curve through each list of points. */
const cases = JSON.parse(readFileSync(new URL('./d3-curves.json', import.meta.url), 'utf8')) as readonly {
  readonly name: string;
  readonly points: readonly Point[];
  readonly paths: Readonly<Record<Curve, string>>;
}[];
type Point = readonly [number, number];

const floats = (...values: readonly number[]): Float64Array<ArrayBuffer> => Float64Array.from(values);

function curveOf(curve: Curve, points: readonly Point[]): Point[] {
  const at = floats(...points.map(([x]) => x));
  const values = [floats(...points.map(([, y]) => y))] as const;
  const found = interpolate(curve, { at, values, starts: Uint32Array.of(0, at.length) });
  assert.deepEqual([...found.starts], [0, found.at.length]);
  return Array.from(found.at, (x, i) => [x, found.values[0][i]!] as const);
}

/** Corners of d3's path; each Bézier as 200 chords. */
function pointsOf(path: string): Point[] {
  const points: Point[] = [];
  for (const [, command, rest] of path.matchAll(/([MLCZ])([^MLCZ]*)/g)) {
    const numbers = rest!.trim().split(' ').map(Number);
    if (command === 'C') {
      const [x0, y0] = points.at(-1)!;
      const [x1, y1, x2, y2, x3, y3] = numbers as [number, number, number, number, number, number];
      const along = (t: number, a: number, b: number, c: number, d: number): number =>
        (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
      for (let k = 1; k <= 200; k++) points.push([along(k / 200, x0, x1, x2, x3), along(k / 200, y0, y1, y2, y3)]);
    } else if (command !== 'Z') {
      points.push([numbers[0]!, numbers[1]!]);
    }
  }
  return points;
}

/** How far the points of `a` are from the polyline `b`, at most. */
function farthest(a: readonly Point[], b: readonly Point[]): number {
  const toSegment = ([x, y]: Point, [x0, y0]: Point, [x1, y1]: Point): number => {
    const squared = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    const t = squared ? Math.max(0, Math.min(1, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / squared)) : 0;
    return Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0));
  };
  return Math.max(...a.map((p) => Math.min(...b.map((to, i) => toSegment(p, b[Math.max(0, i - 1)]!, to)))));
}

describe('a curve', () => {
  for (const curve of CURVES) {
    it(`goes where that of d3-shape goes (${curve})`, () => {
      for (const { name, points, paths } of cases) {
        const [ours, theirs] = [curveOf(curve, points), pointsOf(paths[curve])];
        assert.ok(farthest(ours, theirs) < 0.01, `${name}: our points are on theirs: ${farthest(ours, theirs)}`);
        assert.ok(farthest(theirs, ours) < 0.1, `${name}: their points are on ours: ${farthest(theirs, ours)}`);
        assert.deepEqual(ours[0], points[0]);
        assert.deepEqual(ours.at(-1), points.at(-1));
      }
    });

    it(`is interrupted at each gap, and keeps to its series (${curve})`, () => {
      const at = floats(0, 10, 20, NaN, 40, 50, 0, 10, 20, 30);
      const values = [floats(1, 5, 2, 7, 9, NaN, 3, 8, 4, 0), floats(0, 0, 0, 0, 0, 0, 1, 2, 3, 4)] as const;
      const found = interpolate(curve, { at, values, starts: Uint32Array.of(0, 6, 10) });
      const [, second] = found.starts;
      const gaps = [...found.at.keys()].filter((i) => !isFinite(found.at[i]! + found.values[0][i]!));
      assert.equal(gaps.length, 2);
      const part = (from: number, to?: number): Point[] =>
        Array.from(found.at.subarray(from, to), (x, i) => [x, found.values[0][from + i]!] as const);
      const near = (a: Point[], b: Point[]): void => {
        assert.equal(a.length > 0, b.length > 0);
        assert.ok(Math.max(farthest(a, b), farthest(b, a)) < 0.1, JSON.stringify([a, b]));
      };
      const alone: Point[] = [
        [0, 1],
        [10, 5],
        [20, 2],
      ];
      near(part(0, gaps[0]), curveOf(curve, alone));
      assert.deepEqual(part(gaps[0]! + 1, gaps[1]), [[40, 9]]);
      assert.equal(gaps[1], second! - 1);
      near(part(second!), curveOf(curve, [...[0, 10, 20, 30].map((x, i) => [x, [3, 8, 4, 0][i]!] as const)]));
    });
  }

  it('that is monotone never leaves the range of two neighbors', () => {
    for (const { points } of cases) {
      for (const [x, y] of curveOf('monotone', points)) {
        const i = Math.max(
          1,
          points.findIndex(([end]) => end >= x),
        );
        const ys = [points[i - 1] ?? points[0]!, points[i] ?? points[0]!].map((point) => point[1]);
        const isShared = points.filter(([end]) => Math.abs(end - x) < 1e-6).length > 1;
        if (!isShared) assert.ok(y >= Math.min(...ys) - 1e-9 && y <= Math.max(...ys) + 1e-9, `${x}, ${y}`);
      }
    }
  });

  it('through few points far apart has as many chords as it needs, and no more than a limit', () => {
    const far = (size: number): number =>
      curveOf('natural', [
        [0, 0],
        [size, size],
        [2 * size, 0],
        [3 * size, size],
      ]).length;
    assert.ok(far(1) < 12 && far(100) > 30 && far(1e9) < 800);
  });
});
