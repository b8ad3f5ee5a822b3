import type { Paint } from '../paints/index';
import type { Box } from './box';
import type { SurfaceId } from './ids';

/** The picture of one canvas. The backend clears the canvas once, then draws panel after panel. */
export interface SurfacePaint {
  readonly surface: SurfaceId;
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
