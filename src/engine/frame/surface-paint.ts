import type { Paint } from '../paints/index';
import type { Box } from './box';
import type { SurfaceId } from './ids';

/**
 * The picture of one canvas. The backend resizes the canvas if it has another size, clears it once, then draws panel
 * after panel, all in one task: the browser never shows a cleared canvas.
 */
export interface SurfacePaint {
  readonly surface: SurfaceId;
  /** The size of the canvas in device pixels. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly panels: readonly Panel[];
}

/** A part of a canvas: the box inside one pair of axes. */
export interface Panel {
  /**
   * Position on the canvas and origin of the paints' coordinates. Each kind of paint says whether it clips to the box.
   */
  readonly box: Box;
  /** In painter's order: a later paint covers an earlier one. */
  readonly paints: readonly Paint[];
}

/** Every paint of every canvas, in painter's order. */
export function paintsOf(surfaces: readonly SurfacePaint[]): Paint[] {
  const all: Paint[] = [];
  for (const { panels } of surfaces) for (const { paints } of panels) all.push(...paints);
  return all;
}
