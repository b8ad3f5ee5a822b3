import type { Raster } from './raster';

/** How far a chord may be from its arc, in device pixels: less than a pixel's coverage shows. */
const TOLERANCE_PX = 0.03;
const MAX_STEPS = 1024;

/** How many chords of equal length draw an arc of this angle (radians). */
export function arcSteps(radius: number, angle: number): number {
  const step = 2 * Math.acos(Math.max(0, 1 - TOLERANCE_PX / radius));
  return Math.min(MAX_STEPS, Math.max(1, Math.ceil(Math.abs(angle) / step)));
}

/**
 * A regular polygon, as [x, y] pairs around the origin, that draws a circle of this radius. Its area is the circle's,
 * so that a small symbol is as dark as it should be.
 */
export function circlePolygon(radius: number): Float64Array<ArrayBuffer> {
  const corners = Math.max(8, 4 * Math.ceil(arcSteps(radius, 2 * Math.PI) / 4));
  const angle = (2 * Math.PI) / corners;
  const reach = radius * Math.sqrt(angle / Math.sin(angle));
  const points = new Float64Array(2 * corners);
  for (let i = 0; i < corners; i++) {
    points[2 * i] = reach * Math.cos(i * angle);
    points[2 * i + 1] = reach * Math.sin(i * angle);
  }
  return points;
}

/** Adds the edges of a closed polygon of [x, y] pairs, moved by (x, y) and scaled. A negative `turn` reverses them. */
export function addPolygon(
  raster: Raster,
  points: Float64Array,
  x: number,
  y: number,
  scale: number,
  turn: 1 | -1 = 1,
): void {
  const last = points.length - 2;
  let fromX = x + scale * points[last]!;
  let fromY = y + scale * points[last + 1]!;
  for (let i = 0; i <= last; i += 2) {
    const toX = x + scale * points[i]!;
    const toY = y + scale * points[i + 1]!;
    if (turn === 1) raster.edge(fromX, fromY, toX, toY);
    else raster.edge(toX, toY, fromX, fromY);
    fromX = toX;
    fromY = toY;
  }
}
