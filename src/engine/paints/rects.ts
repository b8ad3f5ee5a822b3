import { joined, NO_BOUNDS, type Bounds } from './raster/bounds';
import type { Raster } from './raster/raster';
import { arcSteps } from './raster/round';
import { colorAt, isVisible, type Colors, type Stroke, type VectorKind, type VectorPaintParts } from './vector-paint';

/**
 * Rectangles with edges on whole pixels, so that bars are crisp and neighbors leave no seam. A negative width or
 * height extends to the left or up. A rectangle of no width or height is not drawn; any other has at least one pixel.
 */
export interface RectsPaint extends VectorPaintParts {
  readonly paint: 'rects';
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  readonly width: Float64Array<ArrayBuffer>;
  readonly height: Float64Array<ArrayBuffer>;
  readonly fill?: Colors;
  /** Of all corners; at most half the rectangle's shorter side. */
  readonly radiusPx?: number;
  /** Inside of the edges; rounded to whole pixels, at least one. */
  readonly stroke?: Stroke;
}

export const rects: VectorKind<RectsPaint> = {
  bounds(paint) {
    let bounds = NO_BOUNDS;
    for (let i = 0; i < paint.x.length; i++) {
      const edges = edgesOf(paint, i);
      if (edges) bounds = joined(bounds, edges);
    }
    return bounds;
  },

  draw(paint, raster) {
    const { fill, stroke, radiusPx = 0 } = paint;
    const lineWidth = stroke ? Math.max(1, Math.round(stroke.widthPx)) : 0;
    for (let i = 0; i < paint.x.length; i++) {
      const edges = edgesOf(paint, i);
      if (!edges) continue;
      const radius = Math.min(radiusPx, (edges.right - edges.left) / 2, (edges.bottom - edges.top) / 2);
      const inside = colorAt(fill, i);
      const outline = colorAt(stroke?.color, i);
      if (radius > 0) {
        if (isVisible(inside)) fillRounded(raster, edges, radius, inside);
        if (isVisible(outline)) strokeRounded(raster, edges, radius, lineWidth, outline);
      } else {
        if (isVisible(inside)) raster.fillRect(edges.left, edges.top, edges.right, edges.bottom, inside);
        if (isVisible(outline)) strokeRect(raster, edges, lineWidth, outline);
      }
    }
  },

  instanceAt(paint, x, y) {
    for (let i = paint.x.length - 1; i >= 0; i--) {
      const edges = edgesOf(paint, i);
      if (!edges || x < edges.left || x >= edges.right || y < edges.top || y >= edges.bottom) continue;
      const radius = Math.min(paint.radiusPx ?? 0, (edges.right - edges.left) / 2, (edges.bottom - edges.top) / 2);
      const dx = Math.max(edges.left + radius - x, x - edges.right + radius, 0);
      const dy = Math.max(edges.top + radius - y, y - edges.bottom + radius, 0);
      if (Math.min(dx, dy) === 0 || Math.hypot(dx, dy) <= radius) return i;
    }
    return -1;
  },
};

/** In whole pixels; null for a rectangle that is not drawn. */
function edgesOf(paint: RectsPaint, i: number): Bounds | null {
  const x = paint.x[i]!;
  const y = paint.y[i]!;
  const width = paint.width[i]!;
  const height = paint.height[i]!;
  if (width === 0 || height === 0 || !isFinite(x + width) || !isFinite(y + height)) return null;
  const left = Math.round(width < 0 ? x + width : x);
  const top = Math.round(height < 0 ? y + height : y);
  const right = Math.max(left + 1, Math.round(width < 0 ? x : x + width));
  const bottom = Math.max(top + 1, Math.round(height < 0 ? y : y + height));
  return { left, top, right, bottom };
}

function strokeRect(raster: Raster, { left, top, right, bottom }: Bounds, width: number, color: number): void {
  const [innerLeft, innerRight] = [Math.min(right, left + width), Math.max(left, right - width)];
  const [innerTop, innerBottom] = [Math.min(bottom, top + width), Math.max(top, bottom - width)];
  if (innerLeft >= innerRight || innerTop >= innerBottom) {
    raster.fillRect(left, top, right, bottom, color);
    return;
  }
  raster.fillRect(left, top, right, innerTop, color);
  raster.fillRect(left, innerTop, innerLeft, innerBottom, color);
  raster.fillRect(innerRight, innerTop, right, innerBottom, color);
  raster.fillRect(left, innerBottom, right, bottom, color);
}

function fillRounded(raster: Raster, edges: Bounds, radius: number, color: number): void {
  if (!raster.begin(edges.left, edges.top, edges.right, edges.bottom)) return;
  addRounded(raster, edges, radius, 1);
  raster.fill(color);
}

function strokeRounded(raster: Raster, edges: Bounds, radius: number, width: number, color: number): void {
  const { left, top, right, bottom } = edges;
  if (!raster.begin(left, top, right, bottom)) return;
  addRounded(raster, edges, radius, 1);
  const inner = { left: left + width, top: top + width, right: right - width, bottom: bottom - width };
  if (inner.left < inner.right && inner.top < inner.bottom) addRounded(raster, inner, Math.max(0, radius - width), -1);
  raster.fill(color);
}

/** Adds the outline, clockwise on the screen, or counterclockwise to cut it out. */
function addRounded(raster: Raster, { left, top, right, bottom }: Bounds, radius: number, turn: 1 | -1): void {
  const steps = radius > 0 ? arcSteps(radius, Math.PI / 2) : 1;
  for (const [sideX, x0, x1] of [
    [-1, left, left + radius],
    [1, right, right - radius],
  ] as const) {
    // Clockwise, the right side goes down and the left side up; horizontal edges add nothing.
    let [fromX, fromY] = [x1, top];
    const to = (x: number, y: number): void => {
      if (sideX === turn) raster.edge(fromX, fromY, x, y);
      else raster.edge(x, y, fromX, fromY);
      [fromX, fromY] = [x, y];
    };
    for (let i = 1; i <= steps; i++) {
      const angle = ((Math.PI / 2) * i) / steps;
      to(x1 + sideX * radius * Math.sin(angle), top + radius - radius * Math.cos(angle));
    }
    to(x0, bottom - radius);
    for (let i = 1; i <= steps; i++) {
      const angle = ((Math.PI / 2) * i) / steps;
      to(x1 + sideX * radius * Math.cos(angle), bottom - radius + radius * Math.sin(angle));
    }
  }
}
