import { arcSteps } from './raster/round';

/** A sector of a ring. Angles are in radians, clockwise from 12 o'clock. */
export interface Sector {
  readonly innerRadius: number;
  readonly outerRadius: number;
  readonly startAngle: number;
  readonly endAngle: number;
  /**
   * The angle cut off, half of it at either end, at a distance of √(innerRadius² + outerRadius²) from the center, as in
   * d3-shape: the gap between neighbors has the same width from the inside to the outside.
   */
  readonly padAngle: number;
}

const EPSILON = 1e-12;
const TAU = 2 * Math.PI;

/** The outline around the origin, as closed polygons of [x, y] pairs: one, two for a whole ring, or none. */
export function sectorOutline(sector: Sector): readonly Float64Array<ArrayBuffer>[] {
  const { startAngle, endAngle, padAngle } = sector;
  const inner = Math.max(0, Math.min(sector.innerRadius, sector.outerRadius));
  const outer = Math.max(sector.innerRadius, sector.outerRadius);
  const span = endAngle - startAngle;
  if (!isFinite(inner + outer + span + startAngle) || !(outer > EPSILON) || span === 0) return [];
  if (Math.abs(span) > TAU - EPSILON) return [arc(outer, 0, TAU), ...(inner > EPSILON ? [arc(inner, TAU, 0)] : [])];
  const half = padAngle / 2;
  const distance = half > EPSILON ? Math.hypot(inner, outer) * Math.sin(half) : 0;
  const outside = padded(startAngle, span, distance / outer);
  const inside = padded(startAngle, span, inner > EPSILON ? distance / inner : distance > 0 ? 1 : 0);
  if (!outside) return [];
  const outerArc = arc(outer, ...outside);
  const middle = startAngle + span / 2;
  const innerArc = inner > EPSILON ? arc(inner, ...reversed(inside ?? [middle, middle])) : new Float64Array(2);
  const outline = new Float64Array(outerArc.length + innerArc.length);
  outline.set(outerArc);
  outline.set(innerArc, outerArc.length);
  return [outline];
}

/** The angles that are left after cutting off asin(sine) at both ends; null if nothing is. */
function padded(start: number, span: number, sine: number): readonly [number, number] | null {
  const cut = sine >= 1 ? Math.PI / 2 : Math.asin(sine);
  if (!(Math.abs(span) - 2 * cut > EPSILON)) return null;
  const direction = Math.sign(span);
  return [start + direction * cut, start + span - direction * cut];
}

function reversed([a, b]: readonly [number, number]): readonly [number, number] {
  return [b, a];
}

function arc(radius: number, from: number, to: number): Float64Array<ArrayBuffer> {
  const steps = from === to ? 0 : arcSteps(radius, to - from);
  const points = new Float64Array(2 * (steps + 1));
  for (let i = 0; i <= steps; i++) {
    const angle = from + ((to - from) * i) / (steps || 1);
    points[2 * i] = radius * Math.sin(angle);
    points[2 * i + 1] = -radius * Math.cos(angle);
  }
  return points;
}
