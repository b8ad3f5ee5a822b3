import type { LinesPaint } from '../../paints/lines';
import type { Ranges } from '../instances';
import type { TableScene } from '../mark';

/**
 * A straight line from (x.from, y.from) to (x.to, y.to) for each instance, in device pixels. Lines along an axis cover
 * whole pixels, so that they are crisp.
 */
export function segments(
  { options, pixelRatio, fill, areasCss }: Pick<TableScene, 'options' | 'pixelRatio' | 'fill' | 'areasCss'>,
  x: Ranges,
  y: Ranges,
  widthCss: number,
): LinesPaint {
  const wanted = options.strokeWidth ?? (typeof areasCss === 'number' ? areasCss : widthCss);
  const widthPx = wanted === 0 ? 0 : Math.max(1, Math.round(wanted * pixelRatio));
  const dash = options.dash?.map((length) => length * pixelRatio);
  const rows = fill.length;
  return {
    paint: 'lines',
    x: ends(x, widthPx),
    y: ends(y, widthPx),
    starts: Uint32Array.from({ length: rows + 1 }, (_, row) => 2 * row),
    widthPx,
    color: fill,
    cap: 'butt',
    ...(dash && { dash }),
  };
}

/** Both ends of each line in turn. */
function ends({ from, to }: Ranges, widthPx: number): Float64Array<ArrayBuffer> {
  const places = new Float64Array(2 * from.length);
  for (let row = 0; row < from.length; row++) {
    const [start, end] = [from[row]!, to[row]!];
    const isAcross = Math.abs(start - end) < 1e-6;
    places[2 * row] = isAcross ? onPixels(start, widthPx) : start;
    places[2 * row + 1] = isAcross ? onPixels(start, widthPx) : end;
  }
  return places;
}

/** The middle of a line of whole pixels. */
function onPixels(place: number, widthPx: number): number {
  return Math.round(place - widthPx / 2) + widthPx / 2;
}
