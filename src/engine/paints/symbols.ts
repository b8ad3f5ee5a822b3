import { grownBy, NO_BOUNDS } from './raster/bounds';
import { Pen, strokePolygon } from './raster/pen';
import { isOnPolygons } from './raster/polygon';
import type { Raster } from './raster/raster';
import { addPolygon } from './raster/round';
import { SYMBOL_SHAPES, symbolOutline, type SymbolShape } from './symbol-outlines';
import {
  colourAt,
  isVisible,
  numberAt,
  withOpacity,
  type Colours,
  type Numbers,
  type Stroke,
  type VectorKind,
  type VectorPaintParts,
} from './vector-paint';

/** Symbols around points: filled, hollow (only a stroke), or both. */
export interface SymbolsPaint extends VectorPaintParts {
  readonly paint: 'symbols';
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  /** Areas in device pixels. */
  readonly size: Numbers;
  /** One shape for all symbols, or for each its index in {@link SYMBOL_SHAPES}. */
  readonly shape: SymbolShape | Uint8Array<ArrayBuffer>;
  readonly fill?: Colours;
  /** Centred on the outline. */
  readonly stroke?: Stroke;
  /** 0–1, multiplied with the alpha of both colours. Default: 1. */
  readonly opacity?: Numbers;
}

export const symbols: VectorKind<SymbolsPaint> = {
  bounds(paint) {
    let { left, top, right, bottom } = NO_BOUNDS;
    let widest = 0;
    for (let i = 0; i < paint.x.length; i++) {
      const x = paint.x[i]!;
      const y = paint.y[i]!;
      const size = numberAt(paint.size, i);
      if (!isDrawn(x, y, size)) continue;
      if (size > widest) widest = size;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    return grownBy({ left, top, right, bottom }, reachOf(paint, widest));
  },

  draw(paint, raster) {
    const { x, y, fill, stroke, opacity = 1 } = paint;
    const pen = stroke && stroke.widthPx > 0 ? new Pen(raster, stroke.widthPx, 'round') : null;
    for (let i = 0; i < x.length; i++) {
      const size = numberAt(paint.size, i);
      if (!isDrawn(x[i]!, y[i]!, size)) continue;
      const alpha = numberAt(opacity, i);
      const inside = withOpacity(colourAt(fill, i), alpha);
      const line = pen ? withOpacity(colourAt(stroke!.colour, i), alpha) : 0;
      const shape = shapeAt(paint.shape, i);
      if (isVisible(inside) && begin(raster, x[i]!, y[i]!, REACH * Math.sqrt(size))) {
        addPolygon(raster, symbolOutline(shape, size), x[i]!, y[i]!, Math.sqrt(size));
        raster.fill(inside);
      }
      if (isVisible(line) && begin(raster, x[i]!, y[i]!, reachOf(paint, size))) {
        const outline = symbolOutline(shape, size);
        if (shape === 'circle') {
          // The outline has a radius of 1 / √π.
          const half = (stroke!.widthPx / 2) * Math.sqrt(Math.PI);
          addPolygon(raster, outline, x[i]!, y[i]!, Math.sqrt(size) + half);
          if (Math.sqrt(size) > half) addPolygon(raster, outline, x[i]!, y[i]!, Math.sqrt(size) - half, -1);
        } else {
          strokePolygon(pen!, outline, x[i]!, y[i]!, Math.sqrt(size));
        }
        raster.fill(line);
      }
    }
  },

  /** Hollow symbols are found by their inside too. */
  instanceAt(paint, x, y) {
    for (let i = paint.x.length - 1; i >= 0; i--) {
      const size = numberAt(paint.size, i);
      const dx = x - paint.x[i]!;
      const dy = y - paint.y[i]!;
      const reach = reachOf(paint, size);
      if (!isDrawn(dx, dy, size) || Math.abs(dx) > reach || Math.abs(dy) > reach) continue;
      const scale = Math.sqrt(size);
      const outline = symbolOutline(shapeAt(paint.shape, i), size);
      if (isOnPolygons([outline], dx / scale, dy / scale, (paint.stroke?.widthPx ?? 0) / 2 / scale)) return i;
    }
    return -1;
  },
};

/** No outline of an area of 1 has a corner farther from its centre; those of stars are the farthest. */
const REACH = 0.95;

function reachOf({ stroke }: SymbolsPaint, size: number): number {
  return REACH * Math.sqrt(size) + (stroke ? stroke.widthPx / 2 : 0);
}

function isDrawn(x: number, y: number, size: number): boolean {
  return isFinite(x) && isFinite(y) && size > 0 && isFinite(size);
}

function shapeAt(shape: SymbolsPaint['shape'], i: number): SymbolShape {
  return typeof shape === 'string' ? shape : SYMBOL_SHAPES[shape[i]!]!;
}

function begin(raster: Raster, x: number, y: number, reach: number): boolean {
  return raster.begin(x - reach, y - reach, x + reach, y + reach);
}
