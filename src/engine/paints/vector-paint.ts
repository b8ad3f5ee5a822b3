import type { Bounds } from './raster/bounds';
import type { Raster } from './raster/raster';

/**
 * The definition of one kind of vector paint: shapes whose coordinates are in the recording. All coordinates are in
 * device pixels from the panel's top-left corner, y down, not rounded unless a paint says so. An instance with a
 * coordinate that is not finite is not drawn.
 *
 * A vector paint is rasterized in software on every backend (see `image.ts`), so all show the same pixels.
 */
export interface VectorKind<P> {
  /** The pixels that it may change, before clipping. */
  bounds(paint: P): Bounds;
  /** Draws all instances, later ones over earlier ones. */
  draw(paint: P, raster: Raster): void;
  /** The topmost instance that covers a point; -1 if there is none. */
  instanceAt(paint: P, x: number, y: number): number;
}

/** What all vector paints may say. */
export interface VectorPaintParts {
  /** Whether it may paint outside of the panel, up to the canvas's edges. By default the panel clips it. */
  readonly overflows?: boolean;
}

/** A straight-alpha RGBA word, alpha in the highest byte: one for all instances, or one for each. */
export type Colors = number | Uint32Array<ArrayBuffer>;

/** One number for all instances, or one for each. */
export type Numbers = number | Float64Array<ArrayBuffer>;

/** An outline in the given colors. */
export interface Stroke {
  readonly color: Colors;
  readonly widthPx: number;
}

/** The color of instance i; 0, which is transparent, if there are no colors. */
export function colorAt(colors: Colors | undefined, i: number): number {
  return typeof colors === 'number' ? colors : colors === undefined ? 0 : colors[i]!;
}

export function numberAt(numbers: Numbers, i: number): number {
  return typeof numbers === 'number' ? numbers : numbers[i]!;
}

export function isVisible(color: number): boolean {
  return color >>> 24 !== 0;
}

/** The color, with its alpha multiplied by 0–1. */
export function withOpacity(color: number, opacity: number): number {
  if (opacity >= 1) return color;
  // NaN is transparent, as is a negative opacity.
  const alpha = opacity > 0 ? Math.round((color >>> 24) * opacity) : 0;
  return ((alpha << 24) | (color & 0xff_ffff)) >>> 0;
}
