import { arcs, type ArcsPaint } from './arcs';
import { areas, type AreasPaint } from './areas';
import { lines, type LinesPaint } from './lines';
import { rects, type RectsPaint } from './rects';
import { symbols, type SymbolsPaint } from './symbols';
import type { VectorKind } from './vector-paint';

/** The kinds of vector paint. To add one, write a file in this folder, and add an entry here and in the table below. */
export type VectorPaint = RectsPaint | LinesPaint | AreasPaint | SymbolsPaint | ArcsPaint;

type VectorName = VectorPaint['paint'];

const kinds: { readonly [Name in VectorName]: VectorKind<Extract<VectorPaint, { readonly paint: Name }>> } = {
  rects,
  lines,
  areas,
  symbols,
  arcs,
};

export function vectorKind(name: VectorName): VectorKind<VectorPaint> {
  return kinds[name];
}

export function isVector(paint: { readonly paint: string }): paint is VectorPaint {
  return Object.hasOwn(kinds, paint.paint);
}

/**
 * The topmost instance of a vector paint that covers a point; -1 if there is none. Coordinates are the paint's: device
 * pixels from the panel's top-left corner.
 */
export function instanceAt(paint: VectorPaint, x: number, y: number): number {
  return vectorKind(paint.paint).instanceAt(paint, x, y);
}
