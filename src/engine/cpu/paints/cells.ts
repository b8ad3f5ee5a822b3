import type { Box, CellsPaint, SlotId } from '../../frame/recording';
import { colourCells } from './colour';
import type { PaintContext } from './paint-context';

/** Paints grids of counts on one surface. Keeps the pixels between frames, so that a frame allocates nothing. */
export class CellsPainter {
  #image: ImageData | null = null;
  #colours = new Uint32Array(0);
  #under = new Uint32Array(0);

  paint(
    context: PaintContext,
    { box, clip = box, nx, ny, counts, ramp, transfer, under }: CellsPaint,
    countsOf: (slot: SlotId) => Uint32Array,
  ): void {
    const grid = wholePixels(box);
    const shown = wholePixels(clip);
    const x = Math.max(grid.x, shown.x);
    const y = Math.max(grid.y, shown.y);
    const width = Math.min(grid.x + grid.width, shown.x + shown.width) - x;
    const height = Math.min(grid.y + grid.height, shown.y + shown.height) - y;
    if (width < 1 || height < 1) return;
    if (this.#image?.width !== width || this.#image.height !== height)
      this.#image = context.createImageData(width, height);
    if (this.#colours.length < nx * ny) this.#colours = new Uint32Array(nx * ny);
    colourCells(countsOf(counts), nx * ny, ramp, transfer, this.#colours);
    if (under) {
      if (this.#under.length < nx * ny) this.#under = new Uint32Array(nx * ny);
      colourCells(countsOf(under.counts), nx * ny, under.ramp, transfer, this.#under);
      showThrough(countsOf(counts), this.#under, this.#colours, nx * ny);
    }
    const part = { x: x - grid.x, y: y - grid.y, width, height };
    spreadCells(this.#colours, nx, ny, grid.width, grid.height, new Uint32Array(this.#image.data.buffer), part);
    context.putImageData(this.#image, x, y);
  }
}

function wholePixels({ x, y, width, height }: Box): Box {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** Where a cell counts nothing, the colour under it. */
function showThrough(counts: Uint32Array, under: Uint32Array, colours: Uint32Array, cells: number): void {
  for (let i = 0; i < cells; i++) if (counts[i] === 0) colours[i] = under[i]!;
}

/**
 * One colour per cell → one per device pixel, nearest neighbour: pixel (px, py), counted from the bottom left, shows
 * cell (⌊(px + ½) × nx / width⌋, ⌊(py + ½) × ny / height⌋). Cell row 0 is at the bottom, image row 0 at the top. `part`
 * says which pixels of the grid the image holds.
 */
export function spreadCells(
  colours: Uint32Array,
  nx: number,
  ny: number,
  width: number,
  height: number,
  pixels: Uint32Array,
  part: Box = { x: 0, y: 0, width, height },
): void {
  const columns = Uint32Array.from({ length: part.width }, (_, px) => Math.floor(((part.x + px + 0.5) * nx) / width));
  let shown = -1;
  for (let y = 0; y < part.height; y++) {
    const row = Math.floor(((height - 1 - part.y - y + 0.5) * ny) / height);
    const start = y * part.width;
    if (row === shown) {
      pixels.copyWithin(start, start - part.width, start);
      continue;
    }
    shown = row;
    const cells = row * nx;
    for (let x = 0; x < part.width; x++) pixels[start + x] = colours[cells + columns[x]!]!;
  }
}
