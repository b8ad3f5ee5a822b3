import type { CellsPaint, SlotId } from '../frame/recording';
import { colourCells } from './colour';
import type { PaintContext } from './paint-context';

/** Paints grids of counts on one surface. Keeps the pixels between frames, so that a frame allocates nothing. */
export class CellsPainter {
  #image: ImageData | null = null;
  #colours = new Uint32Array(0);
  #under = new Uint32Array(0);

  paint(context: PaintContext, { box, nx, ny, counts, ramp, transfer, under }: CellsPaint, countsOf: (slot: SlotId) => Uint32Array): void {
    const width = Math.round(box.width);
    const height = Math.round(box.height);
    if (width < 1 || height < 1) return;
    if (this.#image?.width !== width || this.#image.height !== height) this.#image = context.createImageData(width, height);
    if (this.#colours.length < nx * ny) this.#colours = new Uint32Array(nx * ny);
    colourCells(countsOf(counts), nx * ny, ramp, transfer, this.#colours);
    if (under) {
      if (this.#under.length < nx * ny) this.#under = new Uint32Array(nx * ny);
      colourCells(countsOf(under.counts), nx * ny, under.ramp, transfer, this.#under);
      showThrough(countsOf(counts), this.#under, this.#colours, nx * ny);
    }
    spreadCells(this.#colours, nx, ny, width, height, new Uint32Array(this.#image.data.buffer));
    context.putImageData(this.#image, Math.round(box.x), Math.round(box.y));
  }
}

/** Where a cell counts nothing, the colour under it. */
function showThrough(counts: Uint32Array, under: Uint32Array, colours: Uint32Array, cells: number): void {
  for (let i = 0; i < cells; i++) if (counts[i] === 0) colours[i] = under[i]!;
}

/**
 * One colour per cell → one per device pixel, nearest neighbour: pixel (px, py), counted from the bottom left, shows cell
 * (⌊(px + ½) × nx / width⌋, ⌊(py + ½) × ny / height⌋). Cell row 0 is at the bottom, image row 0 at the top.
 */
export function spreadCells(colours: Uint32Array, nx: number, ny: number, width: number, height: number, pixels: Uint32Array): void {
  const columns = Uint32Array.from({ length: width }, (_, px) => Math.floor(((px + 0.5) * nx) / width));
  let shown = -1;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((height - 1 - y + 0.5) * ny) / height);
    const start = y * width;
    if (row === shown) {
      pixels.copyWithin(start, start - width, start);
      continue;
    }
    shown = row;
    const cells = row * nx;
    for (let x = 0; x < width; x++) pixels[start + x] = colours[cells + columns[x]!]!;
  }
}
