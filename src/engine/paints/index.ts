import { bars, type BarsPaint } from './bars';
import { cells, type CellsPaint } from './cells';
import type { PaintKind } from './paint-kind';

/** The kinds of paint. To add one, write a file in this folder, and add an entry here and in the table below. */
export type Paint = BarsPaint | CellsPaint;

export type PaintName = Paint['paint'];

const kinds: { readonly [Name in PaintName]: PaintKind<Extract<Paint, { readonly paint: Name }>> } = { bars, cells };

export const PAINT_NAMES = Object.keys(kinds) as readonly PaintName[];

export function paintKind(name: PaintName): PaintKind<Paint> {
  return kinds[name];
}
