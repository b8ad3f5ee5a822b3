import { grownBy, NO_BOUNDS } from './raster/bounds';
import { Pen, strokePolygon } from './raster/pen';
import { isOnPolygons } from './raster/polygon';
import type { Raster } from './raster/raster';
import { addPolygon } from './raster/round';
import { Stamp } from './stamp';
import { symbolOutline } from './symbol-outlines';
import { SYMBOL_SHAPES, type SymbolShape } from './symbol-shapes';
import {
  colorAt,
  isVisible,
  numberAt,
  withOpacity,
  type Colors,
  type Numbers,
  type Stroke,
  type VectorKind,
  type VectorPaintParts,
} from './vector-paint';

/**
 * Symbols around points: filled, hollow (only a stroke), or both. Many small symbols of one size are painted within
 * 1/32 of a pixel of their positions; all others exactly there.
 */
export interface SymbolsPaint extends VectorPaintParts {
  readonly paint: 'symbols';
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  /** Areas in device pixels. */
  readonly size: Numbers;
  /** One shape for all symbols, or for each its index in {@link SYMBOL_SHAPES}. */
  readonly shape: SymbolShape | Uint8Array<ArrayBuffer>;
  readonly fill?: Colors;
  /** Centered on the outline. */
  readonly stroke?: Stroke;
  /** 0–1, multiplied with the alpha of both colors. Default: 1. */
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
    const widthPx = stroke && stroke.widthPx > 0 ? stroke.widthPx : 0;
    const stampOf = x.length >= LEAST_STAMPED && typeof paint.size === 'number' ? stampsOf(paint.size, widthPx) : null;
    for (let i = 0; i < x.length; i++) {
      const size = numberAt(paint.size, i);
      if (!isDrawn(x[i]!, y[i]!, size)) continue;
      const alpha = numberAt(opacity, i);
      const inside = withOpacity(colorAt(fill, i), alpha);
      const line = widthPx > 0 ? withOpacity(colorAt(stroke!.color, i), alpha) : 0;
      const shape = shapeAt(paint.shape, i);
      const stamps = stampOf?.(shape);
      if (isVisible(inside)) {
        if (stamps) stamps.inside.paint(raster, x[i]!, y[i]!, inside);
        else drawPart(raster, shape, size, 0, x[i]!, y[i]!, inside);
      }
      if (isVisible(line)) {
        if (stamps) stamps.line.paint(raster, x[i]!, y[i]!, line);
        else drawPart(raster, shape, size, widthPx, x[i]!, y[i]!, line);
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

/** No outline of an area of 1 has a corner farther from its center; those of stars are the farthest. */
const REACH = 0.95;
/** Their polygons reach a little beyond the circle. */
const CIRCLE_REACH = 0.6;

function reachOfShape(shape: SymbolShape): number {
  return shape === 'circle' ? CIRCLE_REACH : REACH;
}

function reachOf({ stroke }: SymbolsPaint, size: number): number {
  return REACH * Math.sqrt(size) + (stroke ? stroke.widthPx / 2 : 0);
}

function isDrawn(x: number, y: number, size: number): boolean {
  return isFinite(x) && isFinite(y) && size > 0 && isFinite(size);
}

function shapeAt(shape: SymbolsPaint['shape'], i: number): SymbolShape {
  return typeof shape === 'string' ? shape : SYMBOL_SHAPES[shape[i]!]!;
}

/** @param widthPx of the stroke; 0 for the symbol's inside */
function drawPart(
  raster: Raster,
  shape: SymbolShape,
  size: number,
  widthPx: number,
  x: number,
  y: number,
  color: number,
): void {
  const reach = reachOfShape(shape) * Math.sqrt(size) + widthPx / 2;
  if (!raster.begin(x - reach, y - reach, x + reach, y + reach)) return;
  addPart(raster, shape, size, widthPx, x, y);
  raster.fill(color);
}

function addPart(raster: Raster, shape: SymbolShape, size: number, widthPx: number, x: number, y: number): void {
  const outline = symbolOutline(shape, size);
  const scale = Math.sqrt(size);
  if (widthPx === 0) {
    addPolygon(raster, outline, x, y, scale);
  } else if (shape === 'circle') {
    // The outline has a radius of 1 / √π.
    const half = (widthPx / 2) * Math.sqrt(Math.PI);
    addPolygon(raster, outline, x, y, scale + half);
    if (scale > half) addPolygon(raster, outline, x, y, scale - half, -1);
  } else {
    strokePolygon(new Pen(raster, widthPx, 'round'), outline, x, y, scale);
  }
}

/** From this number on, symbols of one size are painted with stamps: making them has to pay off. */
const LEAST_STAMPED = 500;
const MAX_STAMPS = 32;

interface Stamps {
  readonly inside: Stamp;
  readonly line: Stamp;
}

/** Stamps by shape, size and stroke. Kept, because the next frame needs them too. */
const known = new Map<string, Stamps>();

/** The stamps of each shape in this size; null if the size is too large for them. */
function stampsOf(size: number, widthPx: number): ((shape: SymbolShape) => Stamps) | null {
  if (!Stamp.fits(REACH * Math.sqrt(size) + widthPx / 2)) return null;
  const extent = (shape: SymbolShape): number => reachOfShape(shape) * Math.sqrt(size);
  const own = new Map<SymbolShape, Stamps>();
  return (shape) => {
    let stamps = own.get(shape);
    if (!stamps) {
      const key = `${shape} ${size} ${widthPx}`;
      stamps = known.get(key) ?? {
        inside: new Stamp(extent(shape), (raster, x, y) => addPart(raster, shape, size, 0, x, y)),
        line: new Stamp(extent(shape) + widthPx / 2, (raster, x, y) => addPart(raster, shape, size, widthPx, x, y)),
      };
      if (!known.has(key) && known.size >= MAX_STAMPS) known.clear();
      known.set(key, stamps);
      own.set(shape, stamps);
    }
    return stamps;
  };
}
