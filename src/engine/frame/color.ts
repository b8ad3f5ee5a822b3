/** A color for painters: straight (not premultiplied) sRGB, 0–255, alpha 0–1. */
export type Rgba = readonly [r: number, g: number, b: number, a: number];

/** The color as one straight-alpha RGBA word, alpha in the highest byte. */
export function wordOf([r, g, b, a]: Rgba): number {
  return ((Math.round(a * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
