import { PikaError } from '../errors';
import type { Surface } from '../frame/backend';
import type { SurfaceId } from '../frame/ids';
import type { SurfacePaint } from '../frame/surface-paint';
import type { CanvasSize } from './plot-canvas';
import type { PlotContext } from './plot-context';
import { StillPicture } from './still-picture';

/** A plot whose marks can be drawn again. */
interface Drawn {
  /** Its primary layer, which gets a new axes object whenever the bins of its picture change. */
  readonly layer: { readonly axes: object | null } | null;
  drawnAt(pixelRatio: number): (Pick<SurfacePaint, 'panels'> & { readonly size: CanvasSize }) | null;
}

const SURFACE = 'picture' as SurfaceId;
/** A zoom or new rows may replace the bins while their counts are read; then drawing starts again. */
const MAX_ATTEMPTS = 10;

/**
 * Draws the marks of a plot on another canvas, at any pixel ratio. The CPU painters draw them from counts that are
 * read back, because browsers don't return the pixels of a WebGPU canvas once they have presented it. This needs no
 * animation frame, so it also works in background tabs. Returns false while there is no picture.
 */
export async function drawMarks(
  scene: Drawn,
  { frameScheduler, memory }: PlotContext,
  canvas: Surface,
  pixelRatio: number,
): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const drawn = scene.drawnAt(pixelRatio);
    if (!drawn) return false;
    const { widthCss, heightCss } = drawn.size;
    const [widthPx, heightPx] = [Math.round(widthCss * pixelRatio), Math.round(heightCss * pixelRatio)];
    const counts = memory.track('js', { module: 'plot', element: SURFACE, part: 'saved picture' });
    try {
      const still = new StillPicture(counts);
      still.keep({ surface: SURFACE, widthPx, heightPx, panels: drawn.panels });
      const axes = scene.layer?.axes;
      const isCurrent = (): boolean => scene.layer?.axes === axes;
      if (await still.complete((slot) => frameScheduler.read(slot), isCurrent)) return still.draw(canvas);
    } finally {
      counts.release();
    }
  }
  throw new PikaError('engine/no-picture', {
    subject: 'the picture of a plot',
    expected: 'a plot that does not change while its picture is drawn',
    found: `a plot that changed during each of ${MAX_ATTEMPTS} attempts`,
    next: 'Save the picture again once the plot has stopped changing.',
  });
}
