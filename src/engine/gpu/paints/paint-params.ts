import type { Box, Rgba } from '../../frame/recording';
import type { FrameArena } from '../frames/frame-arena';
import type { PlacedParams } from '../kernels/dispatch-params';

/** The host twin of shaders/shared/paint.wgsl. */
const PAINT_WORDS = 16;

export interface PaintParams {
  readonly box: Box;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The painter's own two numbers. */
  readonly own: readonly [number, number];
  readonly tables: readonly number[];
  readonly colour?: Rgba;
}

export function placePaint(
  arena: FrameArena,
  { box, widthPx, heightPx, own, tables, colour }: PaintParams,
): PlacedParams {
  const start = arena.putUniform(PAINT_WORDS * 4);
  const { words, floats } = arena;
  words.set([box.x, box.y, box.width, box.height, widthPx, heightPx, ...own, ...tables], start);
  if (colour) floats.set(premultiplied(colour), start + 12);
  return { offsetBytes: start * 4, sizeBytes: PAINT_WORDS * 4 };
}

function premultiplied([r, g, b, a]: Rgba): [number, number, number, number] {
  return [(r / 255) * a, (g / 255) * a, (b / 255) * a, a];
}
