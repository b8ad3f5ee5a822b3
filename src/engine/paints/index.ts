import { bars, type BarsPaint } from './bars';
import { cells, type CellsPaint } from './cells';
import { image, type ImagePaint } from './image';
import type { PaintKind } from './paint-kind';
import { isVector, type VectorPaint } from './vectors';

/**
 * The kinds of paint in a recording: those that read slots, and vector paints, whose shapes are in the recording. To
 * add one that reads slots, write a file in this folder, and add an entry here and in the table below.
 */
export type Paint = BarsPaint | CellsPaint | VectorPaint;

/** What backends draw: vector paints are parts of images. */
export type DrawnPaint = BarsPaint | CellsPaint | ImagePaint;

export type PaintName = DrawnPaint['paint'];

const kinds: { readonly [Name in PaintName]: PaintKind<Extract<DrawnPaint, { readonly paint: Name }>> } = {
  bars,
  cells,
  image,
};

export const PAINT_NAMES = Object.keys(kinds) as readonly PaintName[];

export function paintKind(name: PaintName): PaintKind<DrawnPaint> {
  return kinds[name];
}

/** The paints of one panel as backends draw them: vector paints in a row become one image. */
export function drawnPaints(paints: readonly Paint[]): DrawnPaint[] {
  const drawn: DrawnPaint[] = [];
  let vectors: VectorPaint[] = [];
  for (const paint of paints) {
    if (!isVector(paint)) {
      vectors = [];
      drawn.push(paint);
    } else if (vectors.push(paint) === 1) {
      drawn.push({ paint: 'image', of: vectors });
    }
  }
  return drawn;
}
