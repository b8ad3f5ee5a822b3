import wgsl from '../../../shaders/cells.wgsl';
import { intersection, wholePixels, type Box } from '../frame/box';
import type { SlotId } from '../frame/ids';
import { colorCells, type Transfer } from './cell-colors';
import type { PaintKind } from './paint-kind';
import { spreadCells } from './spread-cells';

/**
 * A grid of counts as colored cells, nearest neighbor; row 0 of the grid is at the bottom. A cell of count 0 is
 * transparent. Otherwise t = transfer(count) / transfer(max) selects ramp[round(t × 255)], where max is the largest
 * count of the grid or of `among` cells, and transfer is the identity, the square root or ln(1 + count).
 */
export interface CellsPaint {
  readonly paint: 'cells';
  readonly counts: SlotId;
  /** The box of the whole grid, relative to the panel's corner. It may exceed the panel, which clips it. */
  readonly grid: Box;
  readonly nx: number;
  readonly ny: number;
  /** The first cell of the grid in the slot. Default: 0. */
  readonly first?: number;
  /**
   * The number of cells, from the start of the slot, of all grids that share the colors. Default: the cells of this
   * grid.
   */
  readonly among?: number;
  /** 256 straight-alpha sRGB colors, RGBA bytes. */
  readonly ramp: Uint8ClampedArray<ArrayBuffer>;
  readonly transfer: Transfer;
  /** Column 0 is at the right, row 0 at the top. */
  readonly reversed?: { readonly x: boolean; readonly y: boolean };
}

const TRANSFERS: Readonly<Record<Transfer, number>> = { linear: 0, sqrt: 1, log: 2 };

/** Bits of the word that holds the transfer. */
const REVERSED_X = 0x100;
const REVERSED_Y = 0x200;

export const cells: PaintKind<CellsPaint> = {
  name: 'cells',
  slots: ({ counts }) => [counts],

  cpu: {
    paint(paint, panel, canvas, [counts]) {
      const grid = gridOn(panel, paint);
      const part = intersection(grid, wholePixels(panel));
      if (!part) return;
      const colors = canvas.scratch(paint.nx * paint.ny);
      const { nx, ny, ramp, transfer, first = 0, among = nx * ny, reversed } = paint;
      colorCells(counts!.subarray(first), nx * ny, ramp, transfer, colors, counts!.subarray(0, among));
      spreadCells({ colors, nx, ny, grid, part, ...(reversed && { reversed }) }, canvas.pixels(part));
    },
  },

  gpu: {
    wgsl,
    vertex: 'whole_surface',
    fragment: 'cell_color',
    topology: 'triangle-list',
    inputs: 1,
    maxOver: ({ nx, ny, among = nx * ny }) => among,
    draw(paint, panel, { arena, slotWords: [words], max }) {
      const { nx, ny, ramp, transfer, reversed, first = 0 } = paint;
      const box = gridOn(panel, paint);
      const clip = intersection(box, wholePixels(panel));
      if (!clip || nx * ny === 0 || words! < first + nx * ny) return [];
      const tables = [
        arena.put(new Uint32Array(ramp.slice().buffer)),
        max,
        TRANSFERS[transfer] | (reversed?.x ? REVERSED_X : 0) | (reversed?.y ? REVERSED_Y : 0),
        first,
      ];
      return [{ box, clip, uniforms: [nx, ny], tables, vertices: 3, instances: 1 }];
    },
  },
};

function gridOn({ x, y }: Box, { grid }: CellsPaint): Box {
  return wholePixels({ ...grid, x: x + grid.x, y: y + grid.y });
}
