import { boundsOfPoints, joined, NO_BOUNDS, type Bounds } from './raster/bounds';
import type { Raster } from './raster/raster';
import { colorAt, isVisible, type Colors, type VectorKind, type VectorPaintParts } from './vector-paint';

/**
 * Areas between two polylines over shared positions. A point with a coordinate that is not finite interrupts its area;
 * a point between two such gaps is a line one pixel wide.
 */
export interface AreasPaint extends VectorPaintParts {
  readonly paint: 'areas';
  /** Whether positions run along x, and the area extends along y; or the other way round. */
  readonly along: 'x' | 'y';
  /** The positions of all areas' points, and the two ends of the area there. */
  readonly at: Float64Array<ArrayBuffer>;
  readonly from: Float64Array<ArrayBuffer>;
  readonly to: Float64Array<ArrayBuffer>;
  /** Area i has the points starts[i] ≤ p < starts[i + 1]: one more entry than areas. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly fill: Colors;
}

export const areas: VectorKind<AreasPaint> = {
  bounds(paint) {
    let bounds = NO_BOUNDS;
    for (let i = 0; i + 1 < paint.starts.length; i++) bounds = joined(bounds, boundsOfArea(paint, i));
    return bounds;
  },

  draw(paint, raster) {
    for (let i = 0; i + 1 < paint.starts.length; i++) {
      const fill = colorAt(paint.fill, i);
      if (!isVisible(fill)) continue;
      const { left, top, right, bottom } = boundsOfArea(paint, i);
      if (!raster.begin(left, top, right, bottom)) continue;
      addArea(raster, paint, i);
      raster.fill(fill);
    }
  },

  instanceAt(paint, x, y) {
    const [at, across] = paint.along === 'x' ? [x, y] : [y, x];
    for (let i = paint.starts.length - 2; i >= 0; i--) if (isInArea(paint, i, at, across)) return i;
    return -1;
  },
};

/** Half the width of an area of one point. */
const HALF_POINT = 0.5;

function addArea(raster: Raster, paint: AreasPaint, i: number): void {
  const { at, from, to, along } = paint;
  const edge = (at0: number, across0: number, at1: number, across1: number): void =>
    along === 'x' ? raster.edge(at0, across0, at1, across1) : raster.edge(across0, at0, across1, at1);
  forEachRun(paint, i, (first, last) => {
    if (first === last) {
      const [before, after] = [at[first]! - HALF_POINT, at[first]! + HALF_POINT];
      edge(before, from[first]!, after, from[first]!);
      edge(after, from[first]!, after, to[first]!);
      edge(after, to[first]!, before, to[first]!);
      edge(before, to[first]!, before, from[first]!);
      return;
    }
    edge(at[first]!, to[first]!, at[first]!, from[first]!);
    for (let p = first; p < last; p++) {
      edge(at[p]!, from[p]!, at[p + 1]!, from[p + 1]!);
      edge(at[p + 1]!, to[p + 1]!, at[p]!, to[p]!);
    }
    edge(at[last]!, from[last]!, at[last]!, to[last]!);
  });
}

/** Calls `run` with the first and the last point of each part without a gap. */
function forEachRun(paint: AreasPaint, i: number, run: (first: number, last: number) => void): void {
  const [start, end] = [paint.starts[i]!, paint.starts[i + 1]!];
  let first = start;
  for (let p = start; p <= end; p++) {
    if (p < end && isPoint(paint, p)) continue;
    if (first < p) run(first, p - 1);
    first = p + 1;
  }
}

function isPoint({ at, from, to }: AreasPaint, p: number): boolean {
  return isFinite(at[p]!) && isFinite(from[p]!) && isFinite(to[p]!);
}

function boundsOfArea(paint: AreasPaint, i: number): Bounds {
  const [start, end] = [paint.starts[i]!, paint.starts[i + 1]!];
  const both = joined(boundsOfPoints(paint.at, paint.from, start, end), boundsOfPoints(paint.at, paint.to, start, end));
  const [least, most] = [both.left - HALF_POINT, both.right + HALF_POINT];
  return paint.along === 'x'
    ? { ...both, left: least, right: most }
    : { left: both.top, top: least, right: both.bottom, bottom: most };
}

function isInArea(paint: AreasPaint, i: number, x: number, y: number): boolean {
  const { at, from, to } = paint;
  let isInside = false;
  forEachRun(paint, i, (first, last) => {
    if (first === last) {
      isInside ||= Math.abs(x - at[first]!) <= HALF_POINT && isBetween(y, from[first]!, to[first]!);
    }
    for (let p = first; p < last && !isInside; p++) {
      if (!isBetween(x, at[p]!, at[p + 1]!)) continue;
      const width = at[p + 1]! - at[p]!;
      const share = width === 0 ? 0 : (x - at[p]!) / width;
      const [a, b] = [from, to].map((ends) => ends[p]! + share * (ends[p + 1]! - ends[p]!)) as [number, number];
      isInside = isBetween(y, a, b);
    }
  });
  return isInside;
}

function isBetween(value: number, a: number, b: number): boolean {
  return value >= Math.min(a, b) && value <= Math.max(a, b);
}
