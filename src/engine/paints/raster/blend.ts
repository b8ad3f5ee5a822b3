/**
 * Blends a straight-alpha color over one pixel. Words hold RGBA bytes, alpha in the highest.
 *
 * @param rgb the color's lower 24 bits
 * @param alpha 0–255, with a fraction
 */
export function blendAt(words: Uint32Array, at: number, rgb: number, alpha: number): void {
  if (alpha >= 254.5) {
    words[at] = 0xff00_0000 | rgb;
    return;
  }
  const below = words[at]!;
  const under = below >>> 24;
  if (under === 0) {
    words[at] = ((alpha + 0.5) << 24) | rgb;
    return;
  }
  const sum = alpha + under * (1 - alpha / 255);
  const share = alpha / sum;
  const r = below & 255;
  const g = (below >>> 8) & 255;
  const b = (below >>> 16) & 255;
  words[at] =
    ((sum + 0.5) << 24) |
    ((b + ((rgb >>> 16) - b) * share + 0.5) << 16) |
    ((g + (((rgb >>> 8) & 255) - g) * share + 0.5) << 8) |
    (r + ((rgb & 255) - r) * share + 0.5);
}

/** Blends an image over the pixels below it, word by word. */
export function blendImage(above: Uint32Array, below: Uint32Array): void {
  for (let i = 0; i < above.length; i++) {
    const word = above[i]!;
    if (word >>> 24 !== 0) blendAt(below, i, word & 0xff_ffff, word >>> 24);
  }
}
