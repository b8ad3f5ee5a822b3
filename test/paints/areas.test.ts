import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areas, type AreasPaint } from '../../src/engine/paints/areas';
import { assertCovers, floats, rasterised } from '../harness/rasterised';
import '../harness/all-vectors';

const BLACK = 0xff000000;

const area = (at: number[], from: number[], to: number[], more: Partial<AreasPaint> = {}): AreasPaint => ({
  paint: 'areas',
  along: 'x',
  at: floats(...at),
  from: floats(...from),
  to: floats(...to),
  starts: Uint32Array.of(0, at.length),
  fill: BLACK,
  ...more,
});

/** Whether a point is between two polylines, given as arrays. */
const isBetween =
  (at: number[], from: number[], to: number[]) =>
  (x: number, y: number): boolean =>
    at.slice(1).some((end, i) => {
      const t = (x - at[i]!) / (end - at[i]!);
      const [a, b] = [from, to].map((ends) => ends[i]! + t * (ends[i + 1]! - ends[i]!));
      return t >= 0 && t < 1 && y >= Math.min(a!, b!) && y < Math.max(a!, b!);
    });

const at = [3.2, 14, 25.5, 40, 57.7];
const from = [35, 30.5, 33, 36, 20];
const to = [20, 4.3, 12, 31, 10.5];

describe('areas', () => {
  it('cover what is between two polylines, in both directions', () => {
    assertCovers(rasterised([area(at, from, to)], 60, 40), isBetween(at, from, to));
    const across = rasterised([area(at, from, to, { along: 'y' })], 40, 60);
    assertCovers(across, (x, y) => isBetween(at, from, to)(y, x));
  });

  it('cover both sides where the polylines cross', () => {
    const [crossing, flat] = [
      [10, 34, 5, 30, 12],
      [20, 20, 20, 20, 20],
    ];
    // Within the pixel of a crossing the two sides cancel in part.
    assertCovers(rasterised([area(at, flat!, crossing!)], 60, 40), isBetween(at, flat!, crossing!), 0.3);
  });

  it('are clipped by the panel', () => {
    const [wide, low, high] = [
      [-500, 20, 900],
      [80, 35, 80],
      [-50, 10, -60],
    ];
    assertCovers(rasterised([area(wide!, low!, high!)], 60, 40), isBetween(wide!, low!, high!));
  });

  it('are interrupted at points that are not finite, and one pixel wide between two gaps', () => {
    for (const column of ['at', 'from', 'to'] as const) {
      const columns = {
        at: [4, 20, 30, 40.5, 45, 50, 56],
        from: [30, 30, 30, 30, 30, 30, 30],
        to: [9, 12, 9, 10, 9, 8, 11],
      };
      columns[column][2] = NaN;
      columns[column][4] = Infinity;
      const isCovered = (x: number, y: number): boolean =>
        isBetween([4, 20], [30, 30], [9, 12])(x, y) ||
        isBetween([50, 56], [30, 30], [8, 11])(x, y) ||
        (x >= 40 && x < 41 && y >= 10 && y < 30);
      assertCovers(rasterised([area(columns.at, columns.from, columns.to)], 60, 40), isCovered);
    }
  });

  it('have one color each, and are found by a point inside, the topmost first', () => {
    const paint = area([5, 50, 5, 50, 20, NaN, 55], [30, 30, 20, 20, 39, 0, 9], [10, 10, 5, 5, 35, 0, 5], {
      starts: Uint32Array.of(0, 2, 5, 7),
      fill: Uint32Array.of(0xff0000ff, 0xff00ff00, 0),
    });
    const { word } = rasterised([paint], 60, 40);
    assert.deepEqual([word(10, 25), word(10, 15), word(55, 7)], [0xff0000ff, 0xff00ff00, 0]);
    const found = (x: number, y: number): number => areas.instanceAt(paint, x, y);
    assert.deepEqual([found(10, 25), found(10, 15), found(10, 35), found(55.2, 7), found(52, 7)], [0, 1, -1, 2, -1]);
    const across = { ...paint, along: 'y' } as const;
    assert.deepEqual([areas.instanceAt(across, 25, 10), areas.instanceAt(across, 15, 10)], [0, 1]);
  });
});
