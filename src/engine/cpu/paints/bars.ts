import type { BarsPaint, Rgba } from '../../frame/recording';
import type { PaintContext } from './paint-context';

/**
 * Paints bars with edges on whole device pixels: a bar is at least one pixel wide, and one that counts anything is at
 * least one pixel high. `counts` has one array per layer.
 */
export function paintBars(
  context: PaintContext,
  { box, edgesPx, gapPx, yMax, layers }: BarsPaint,
  counts: readonly Uint32Array[],
): void {
  const bottom = Math.round(box.y + box.height);
  const height = Math.round(box.height);
  layers.forEach(({ colour }, layer) => {
    context.fillStyle = cssColour(colour);
    for (let i = 0; i + 1 < edgesPx.length; i++) {
      const count = counts[layer]![i] ?? 0;
      if (count === 0 || !(yMax > 0)) continue;
      const left = Math.round(edgesPx[i]!);
      const width = Math.max(1, Math.round(edgesPx[i + 1]!) - gapPx - left);
      const tall = Math.min(height, Math.max(1, Math.round((count / yMax) * height)));
      context.fillRect(Math.round(box.x) + left, bottom - tall, width, tall);
    }
  });
}

function cssColour([r, g, b, a]: Rgba): string {
  return `rgba(${r}, ${g}, ${b}, ${a})`;
}
