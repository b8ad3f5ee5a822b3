import type { Rgba } from '../engine/index';

let parser: OffscreenCanvasRenderingContext2D | null = null;
/** Reading a pixel back takes longer than anything else that a plot does with a color. */
const known = new Map<string, Rgba>();
const MOST_KNOWN = 200;

/** A computed CSS color, as the browser paints it. */
export function parseColor(css: string): Rgba {
  const before = known.get(css);
  if (before) return before;
  parser ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  parser!.clearRect(0, 0, 1, 1);
  parser!.fillStyle = css;
  parser!.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = parser!.getImageData(0, 0, 1, 1).data;
  const color: Rgba = [r!, g!, b!, a! / 255];
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(css, color);
  return color;
}
