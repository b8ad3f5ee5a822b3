/** From a point to a segment; NaN if one of them is not finite. */
export function distanceToSegment(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squared = dx * dx + dy * dy;
  const along = squared > 0 ? Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squared)) : 0;
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}

/** Whether a point is inside of closed polygons of [x, y] pairs (even-odd), or within `reach` of their border. */
export function isOnPolygons(polygons: readonly Float64Array[], x: number, y: number, reach: number): boolean {
  let isInside = false;
  for (const points of polygons) {
    for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
      const [x0, y0, x1, y1] = [points[j]!, points[j + 1]!, points[i]!, points[i + 1]!];
      if (reach > 0 && distanceToSegment(x, y, x0, y0, x1, y1) <= reach) return true;
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) isInside = !isInside;
    }
  }
  return isInside;
}
