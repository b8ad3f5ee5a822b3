import { grownBy, joined, NO_BOUNDS, type Bounds } from './raster/bounds';
import { Pen, strokePolygon } from './raster/pen';
import { isOnPolygons } from './raster/polygon';
import { addPolygon } from './raster/round';
import { sectorOutline } from './sector';
import {
  colorAt,
  isVisible,
  numberAt,
  type Colors,
  type Numbers,
  type Stroke,
  type VectorKind,
  type VectorPaintParts,
} from './vector-paint';

/** Sectors of rings: of a pie or a donut. Angles are in radians, clockwise from 12 o'clock. */
export interface ArcsPaint extends VectorPaintParts {
  readonly paint: 'arcs';
  readonly x: Numbers;
  readonly y: Numbers;
  readonly innerRadius: Numbers;
  readonly outerRadius: Numbers;
  readonly startAngle: Float64Array<ArrayBuffer>;
  readonly endAngle: Float64Array<ArrayBuffer>;
  /** The gap between neighbors, as in d3-shape (see `Sector`). Default: 0. */
  readonly padAngle?: Numbers;
  readonly fill?: Colors;
  /** Centered on the outline. */
  readonly stroke?: Stroke;
}

export const arcs: VectorKind<ArcsPaint> = {
  bounds(paint) {
    let bounds = NO_BOUNDS;
    for (let i = 0; i < paint.startAngle.length; i++) {
      const disc = boundsOfDisc(paint, i);
      if (disc) bounds = joined(bounds, disc);
    }
    return bounds;
  },

  draw(paint, raster) {
    const { fill, stroke } = paint;
    const pen = stroke && stroke.widthPx > 0 ? new Pen(raster, stroke.widthPx, 'round') : null;
    for (let i = 0; i < paint.startAngle.length; i++) {
      const disc = boundsOfDisc(paint, i);
      if (!disc) continue;
      const { left, top, right, bottom } = disc;
      const [x, y, polygons] = [numberAt(paint.x, i), numberAt(paint.y, i), outlineOf(paint, i)];
      const inside = colorAt(fill, i);
      const line = pen ? colorAt(stroke!.color, i) : 0;
      if (isVisible(inside) && raster.begin(left, top, right, bottom)) {
        for (const polygon of polygons) addPolygon(raster, polygon, x, y, 1);
        raster.fill(inside);
      }
      if (isVisible(line) && raster.begin(left, top, right, bottom)) {
        for (const polygon of polygons) strokePolygon(pen!, polygon, x, y, 1);
        raster.fill(line);
      }
    }
  },

  instanceAt(paint, x, y) {
    for (let i = paint.startAngle.length - 1; i >= 0; i--) {
      if (!boundsOfDisc(paint, i)) continue;
      const [dx, dy] = [x - numberAt(paint.x, i), y - numberAt(paint.y, i)];
      if (isOnPolygons(outlineOf(paint, i), dx, dy, (paint.stroke?.widthPx ?? 0) / 2)) return i;
    }
    return -1;
  },
};

/** The bounds of the whole circle that the sector is a part of; null if the sector is not drawn. */
function boundsOfDisc(paint: ArcsPaint, i: number): Bounds | null {
  const [x, y] = [numberAt(paint.x, i), numberAt(paint.y, i)];
  const radius = Math.max(numberAt(paint.innerRadius, i), numberAt(paint.outerRadius, i));
  if (!isFinite(x) || !isFinite(y) || !isFinite(radius) || !(radius > 0)) return null;
  return grownBy({ left: x, top: y, right: x, bottom: y }, radius + (paint.stroke?.widthPx ?? 0) / 2);
}

function outlineOf(paint: ArcsPaint, i: number): readonly Float64Array<ArrayBuffer>[] {
  return sectorOutline({
    innerRadius: numberAt(paint.innerRadius, i),
    outerRadius: numberAt(paint.outerRadius, i),
    startAngle: paint.startAngle[i]!,
    endAngle: paint.endAngle[i]!,
    padAngle: numberAt(paint.padAngle ?? 0, i),
  });
}
