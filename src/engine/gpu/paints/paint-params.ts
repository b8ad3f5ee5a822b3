import type { Box } from '../../frame/box';
import type { Rgba } from '../../frame/color';
import type { GpuDraw } from '../../paints/paint-kind';
import type { FrameArena } from '../frames/frame-arena';
import type { PlacedParams } from '../kernels/dispatch-params';

/** The host's counterpart of shaders/shared/paint.wgsl. */
const PAINT_WORDS = 16;

export function placePaint(
  arena: FrameArena,
  { box, uniforms, tables, color }: GpuDraw,
  { width, height }: Box,
): PlacedParams {
  const start = arena.putUniform(PAINT_WORDS * 4);
  const { words, floats } = arena;
  words.set([box.x, box.y, box.width, box.height, width, height, ...uniforms, ...tables], start);
  if (color) floats.set(premultiplied(color), start + 12);
  return { offsetBytes: start * 4, sizeBytes: PAINT_WORDS * 4 };
}

function premultiplied([r, g, b, a]: Rgba): [number, number, number, number] {
  return [(r / 255) * a, (g / 255) * a, (b / 255) * a, a];
}
