import type { Box } from '../frame/box';
import type { CanvasPixels } from './paint-kind';
import { blendAt } from './raster/blend';

export interface SpreadGrid {
  /** One RGBA word per cell, row 0 at the bottom. */
  readonly colors: Uint32Array;
  readonly nx: number;
  readonly ny: number;
  /** The device pixels of the whole grid. */
  readonly grid: Box;
  /** The part of them to paint. */
  readonly part: Box;
  readonly reversed?: { readonly x: boolean; readonly y: boolean };
}

/**
 * Maps one color per cell to one per device pixel, nearest neighbor. Pixel (px, py), counted from the bottom left,
 * shows cell (⌊(px + ½) × nx / width⌋, ⌊(py + ½) × ny / height⌋). A reversed side counts cells from the other end.
 * Blends over the existing pixels.
 */
export function spreadCells(
  { colors, nx, ny, grid, part, reversed }: SpreadGrid,
  { words, isClear }: CanvasPixels,
): void {
  const [left, top] = [part.x - grid.x, part.y - grid.y];
  const columns = new Uint32Array(part.width);
  for (let px = 0; px < part.width; px++) {
    const column = Math.floor(((left + px + 0.5) * nx) / grid.width);
    columns[px] = reversed?.x ? nx - 1 - column : column;
  }
  let shown = -1;
  for (let y = 0; y < part.height; y++) {
    const up = Math.floor(((grid.height - 1 - top - y + 0.5) * ny) / grid.height);
    const row = reversed?.y ? ny - 1 - up : up;
    const start = y * part.width;
    const cells = row * nx;
    if (!isClear) {
      for (let x = 0; x < part.width; x++) {
        const color = colors[cells + columns[x]!]!;
        // Nearly all ramps have only alphas of 0 and 1, which need no blending.
        if (color >>> 24 === 255) words[start + x] = color;
        else if (color >>> 24 !== 0) blendAt(words, start + x, color & 0xff_ffff, color >>> 24);
      }
    } else if (row === shown) {
      words.copyWithin(start, start - part.width, start);
    } else {
      for (let x = 0; x < part.width; x++) words[start + x] = colors[cells + columns[x]!]!;
    }
    shown = row;
  }
}
