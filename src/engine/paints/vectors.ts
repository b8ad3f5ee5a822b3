import { OnDemand } from '../on-demand';
import type { ArcsPaint } from './arcs';
import type { AreasPaint } from './areas';
import type { LinesPaint } from './lines';
import { rects, type RectsPaint } from './rects';
import type { SymbolsPaint } from './symbols';
import type { VectorKind } from './vector-paint';

/** The kinds of vector paint. To add one, write a file in this folder, and add an entry here and in the table below. */
export type VectorPaint = RectsPaint | LinesPaint | AreasPaint | SymbolsPaint | ArcsPaint;

export type VectorName = VectorPaint['paint'];

type Kind<Name extends VectorName> = VectorKind<Extract<VectorPaint, { readonly paint: Name }>>;

/** All kinds but rects, which most plots draw. */
const kinds: { readonly [Name in Exclude<VectorName, 'rects'>]: OnDemand<Kind<Name>> } = {
  lines: new OnDemand('the code that draws lines', async () => (await import('./lines')).lines),
  areas: new OnDemand('the code that draws areas', async () => (await import('./areas')).areas),
  symbols: new OnDemand('the code that draws symbols', async () => (await import('./symbols')).symbols),
  arcs: new OnDemand('the code that draws arcs', async () => (await import('./arcs')).arcs),
};

/** Loads the code of kinds of paint, which backends need to draw them. */
export async function loadVectors(names: readonly VectorName[]): Promise<void> {
  await Promise.all(names.map((name) => name !== 'rects' && kinds[name].load()));
}

/** A kind that is loaded. */
export function vectorKind(name: VectorName): VectorKind<VectorPaint> {
  return name === 'rects' ? rects : kinds[name].loaded;
}

export function isVector(paint: { readonly paint: string }): paint is VectorPaint {
  return paint.paint === 'rects' || Object.hasOwn(kinds, paint.paint);
}

/**
 * The topmost instance of a vector paint that covers a point; -1 if there is none. Coordinates are the paint's: device
 * pixels from the panel's top-left corner.
 */
export function instanceAt(paint: VectorPaint, x: number, y: number): number {
  return vectorKind(paint.paint).instanceAt(paint, x, y);
}
