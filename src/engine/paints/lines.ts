import { boundsOfPoints, grownBy, joined, NO_BOUNDS, type Bounds } from './raster/bounds';
import type { Cap } from './raster/pen';
import { distanceToSegment } from './raster/polygon';
import { strokePolyline } from './raster/stroke-polyline';
import {
  colorAt,
  isVisible,
  numberAt,
  type Colors,
  type Numbers,
  type VectorKind,
  type VectorPaintParts,
} from './vector-paint';

/**
 * Polylines with round joins. A point with a coordinate that is not finite interrupts its line; a point between two
 * such gaps is a dot. Where a line crosses itself, it is no darker.
 */
export interface LinesPaint extends VectorPaintParts {
  readonly paint: 'lines';
  /** The points of all lines. */
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  /** Line i has the points starts[i] ≤ p < starts[i + 1]: one more entry than lines. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly widthPx: Numbers;
  readonly color: Colors;
  /** Lengths of dashes and gaps in turn, in device pixels. Omitted for solid lines. */
  readonly dash?: readonly number[];
  /** How lines and dashes end. Default: round. */
  readonly cap?: Cap;
}

export const lines: VectorKind<LinesPaint> = {
  bounds(paint) {
    let bounds = NO_BOUNDS;
    for (let i = 0; i + 1 < paint.starts.length; i++) bounds = joined(bounds, boundsOfLine(paint, i));
    return bounds;
  },

  draw(paint, raster) {
    const { x, y, starts, dash = [], cap = 'round' } = paint;
    for (let i = 0; i + 1 < starts.length; i++) {
      const color = colorAt(paint.color, i);
      const widthPx = numberAt(paint.widthPx, i);
      if (!isVisible(color) || !(widthPx > 0)) continue;
      const { left, top, right, bottom } = boundsOfLine(paint, i);
      if (!raster.begin(left, top, right, bottom)) continue;
      strokePolyline(raster, x, y, starts[i]!, starts[i + 1]!, { widthPx, cap, dash });
      raster.fill(color);
    }
  },

  /** Gaps between dashes belong to the line. For a wider target pass `{ ...paint, widthPx: 8 }`. */
  instanceAt(paint, x, y) {
    for (let i = paint.starts.length - 2; i >= 0; i--) if (isOnLine(paint, i, x, y)) return i;
    return -1;
  },
};

function boundsOfLine({ x, y, starts, widthPx }: LinesPaint, i: number): Bounds {
  return grownBy(boundsOfPoints(x, y, starts[i], starts[i + 1]), numberAt(widthPx, i) / 2);
}

function isOnLine({ x: xs, y: ys, starts, widthPx }: LinesPaint, i: number, x: number, y: number): boolean {
  const reach = numberAt(widthPx, i) / 2;
  for (let p = starts[i]!; p < starts[i + 1]!; p++) {
    const [x1, y1] = [xs[p]!, ys[p]!];
    const hasSegment = p > starts[i]! && isFinite(xs[p - 1]! + ys[p - 1]!);
    if (distanceToSegment(x, y, hasSegment ? xs[p - 1]! : x1, hasSegment ? ys[p - 1]! : y1, x1, y1) <= reach)
      return true;
  }
  return false;
}
