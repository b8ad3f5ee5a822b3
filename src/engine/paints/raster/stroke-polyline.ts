import { grownBy, type Bounds } from './bounds';
import { Pen, type Cap } from './pen';
import type { Raster } from './raster';

export interface StrokeStyle {
  readonly widthPx: number;
  readonly cap: Cap;
  /** Lengths of dashes and gaps in turn, in device pixels; none for a solid line. */
  readonly dash: readonly number[];
}

/** Shorter patterns look like a solid line, and take too long to draw. */
const LEAST_PATTERN_PX = 0.25;

/**
 * Adds the stroke of points `from` ≤ i < `to` to the raster's shape. A point with a coordinate that is not finite
 * interrupts it; a point between two such gaps is a dot. Parts that cannot be visible are left out.
 */
export function strokePolyline(
  raster: Raster,
  xs: Float64Array,
  ys: Float64Array,
  from: number,
  to: number,
  style: StrokeStyle,
): void {
  const pen = new Pen(raster, style.widthPx, style.cap);
  const visible = grownBy(raster.clip, style.widthPx + 2);
  const dashes = dashesOf(style);
  let isInside = false;
  let length = 0;
  for (let i = from; i < to; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    if (!isFinite(x) || !isFinite(y)) {
      pen.end();
      isInside = false;
      length = 0;
      continue;
    }
    if (!isInside) {
      isInside = true;
      if (!dashes || i + 1 === to || !isFinite(xs[i + 1]!) || !isFinite(ys[i + 1]!)) pen.moveTo(x, y);
      continue;
    }
    const fromX = xs[i - 1]!;
    const fromY = ys[i - 1]!;
    const part = visiblePart(fromX, fromY, x, y, visible);
    const whole = dashes ? Math.hypot(x - fromX, y - fromY) : 0;
    if (!part) {
      if (pen.isDown) pen.end();
    } else {
      const [start, end] = part;
      if (start > 0) pen.end();
      const [dx, dy] = [x - fromX, y - fromY];
      if (dashes) {
        addDashes(pen, dashes, { fromX, fromY, dx, dy, whole, start, end, length });
      } else {
        if (!pen.isDown) pen.moveTo(fromX + start * dx, fromY + start * dy);
        if (end === 1) pen.lineTo(x, y);
        else pen.lineTo(fromX + end * dx, fromY + end * dy);
      }
      if (end < 1) pen.end();
    }
    length += whole;
  }
  pen.end();
}

/** Which part of a segment lies within the bounds (Liang and Barsky): two fractions, or null. */
function visiblePart(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  { left, top, right, bottom }: Bounds,
): readonly [number, number] | null {
  if (x0 >= left && x0 <= right && y0 >= top && y0 <= bottom && x1 >= left && x1 <= right && y1 >= top && y1 <= bottom)
    return WHOLE;
  if (Math.max(x0, x1) < left || Math.min(x0, x1) > right || Math.max(y0, y1) < top || Math.min(y0, y1) > bottom)
    return null;
  let [start, end] = [0, 1];
  for (const [at, step, least, most] of [
    [x0, x1 - x0, left, right],
    [y0, y1 - y0, top, bottom],
  ] as const) {
    if (step === 0) {
      if (at < least || at > most) return null;
      continue;
    }
    const [a, b] = [(least - at) / step, (most - at) / step];
    start = Math.max(start, Math.min(a, b));
    end = Math.min(end, Math.max(a, b));
  }
  return start < end ? [start, end] : null;
}

const WHOLE = [0, 1] as const;

interface Dashes {
  readonly lengths: readonly number[];
  /** The end of each dash and gap in turn, from the pattern's start. */
  readonly ends: Float64Array;
  readonly length: number;
  readonly showDots: boolean;
}

function dashesOf({ dash, cap }: StrokeStyle): Dashes | null {
  if (!dash.every((part) => part >= 0 && isFinite(part))) return null;
  // As in SVG, an odd number of lengths is repeated to an even one.
  const lengths = dash.length % 2 === 0 ? dash : [...dash, ...dash];
  let length = 0;
  const ends = Float64Array.from(lengths, (part) => (length += part));
  return length >= LEAST_PATTERN_PX ? { lengths, ends, length, showDots: cap === 'round' } : null;
}

interface Stretch {
  readonly fromX: number;
  readonly fromY: number;
  readonly dx: number;
  readonly dy: number;
  /** The segment's length, and the part of it to draw, as fractions. */
  readonly whole: number;
  readonly start: number;
  readonly end: number;
  /** The line's length before the segment. */
  readonly length: number;
}

/** Draws the dashes of one segment. The pen stays down where a dash goes on in the next segment. */
function addDashes(
  pen: Pen,
  { lengths, ends, length: pattern, showDots }: Dashes,
  { fromX, fromY, dx, dy, whole, start, end, length }: Stretch,
): void {
  if (!(whole > 0)) return;
  const stop = whole * end;
  let at = whole * start;
  let phase = (length + at) % pattern;
  let part = 0;
  // A dash that ends here is over, unless it has no length and hence is a dot.
  while (part < ends.length - 1 && (ends[part]! < phase || (ends[part]! === phase && lengths[part]! > 0))) part++;
  while (at < stop) {
    const left = ends[part]! - phase;
    const next = Math.min(stop, at + left);
    const isDash = part % 2 === 0;
    if (isDash && (left > 0 || showDots)) {
      if (!pen.isDown) pen.moveTo(fromX + (dx * at) / whole, fromY + (dy * at) / whole);
      pen.lineTo(fromX + (dx * next) / whole, fromY + (dy * next) / whole);
    }
    if (at + left > stop) return;
    if (isDash) pen.end();
    at = next;
    phase = ends[part]!;
    if (++part === ends.length) part = phase = 0;
  }
}
