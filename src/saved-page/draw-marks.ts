import type { PageBars, PageCells } from '../engine/brushing-page/page-index';
import { barHeight, barSides } from '../engine/paints/bar-geometry';
import { colorCells } from '../engine/paints/cell-colors';
import { gapBetween } from '../engine/plan/shapes/bar-gap';
import type { Box } from './draw-axes';

type Rgba = readonly [r: number, g: number, b: number, a: number];

/**
 * Draws bars by the same geometry as `<pika-plot>`, pixel by pixel.
 * @param behind the counts of all rows, drawn behind the others; null: only the others
 */
export function drawBars(
  canvas: CanvasRenderingContext2D,
  { edges, pitch, yMax, color }: PageBars,
  box: Box,
  counts: Uint32Array,
  behind: { readonly counts: Uint32Array; readonly color: Rgba } | null,
): void {
  const sides = barSides(
    Float32Array.from(edges, (edge) => edge * box.width),
    gapBetween(pitch * box.width),
  );
  const draw = (of: Uint32Array, [r, g, b, a]: Rgba): void => {
    canvas.fillStyle = `rgba(${r}, ${g}, ${b}, ${a})`;
    for (let i = 0; i < of.length; i++) {
      const tall = barHeight(of[i]!, yMax, box.height);
      const left = sides[2 * i]!;
      if (tall > 0) canvas.fillRect(box.x + left, box.y + box.height - tall, sides[2 * i + 1]! - left, tall);
    }
  };
  if (behind) draw(behind.counts, behind.color);
  draw(counts, color);
}

/** Draws a grid of cells, one pixel each, and scales it without smoothing. */
export function drawCells(
  canvas: CanvasRenderingContext2D,
  { left, bottom, width, height, reversed, ramp, transfer }: PageCells,
  [nx, ny]: readonly [nx: number, ny: number],
  box: Box,
  counts: Uint32Array,
): void {
  const colors = new Uint32Array(nx * ny);
  const bytes = new Uint8ClampedArray(Uint32Array.from(ramp).buffer);
  colorCells(counts, nx * ny, bytes, transfer, colors);
  const image = new ImageData(nx, ny);
  const pixels = new Uint32Array(image.data.buffer);
  for (let y = 0; y < ny; y++) {
    const row = reversed.y ? y : ny - 1 - y;
    for (let x = 0; x < nx; x++) pixels[row * nx + (reversed.x ? nx - 1 - x : x)] = colors[y * nx + x]!;
  }
  const grid = document.createElement('canvas');
  [grid.width, grid.height] = [nx, ny];
  grid.getContext('2d')!.putImageData(image, 0, 0);
  canvas.save();
  canvas.beginPath();
  canvas.rect(box.x, box.y, box.width, box.height);
  canvas.clip();
  canvas.imageSmoothingEnabled = false;
  const top = box.y + box.height - Math.round((bottom + height) * box.height);
  canvas.drawImage(
    grid,
    box.x + Math.round(left * box.width),
    top,
    Math.round(width * box.width),
    Math.round(height * box.height),
  );
  canvas.restore();
}
