/** A colour for painters: straight (not premultiplied) sRGB, 0–255, alpha 0–1. */
export type Rgba = readonly [r: number, g: number, b: number, a: number];
