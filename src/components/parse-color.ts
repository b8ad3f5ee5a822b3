import type { Rgba } from '../engine/index';

let parser: OffscreenCanvasRenderingContext2D | null = null;

/** A computed CSS color, as the browser paints it. */
export function parseColor(css: string): Rgba {
  parser ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  parser!.clearRect(0, 0, 1, 1);
  parser!.fillStyle = css;
  parser!.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = parser!.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!, a! / 255];
}
