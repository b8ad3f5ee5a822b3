import type { Box } from '../../frame/box';

/** A rectangle by its edges, in device pixels, y down. Empty if right ≤ left or bottom ≤ top. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const NO_BOUNDS: Bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };

export function boundsOf({ x, y, width, height }: Box): Bounds {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** The box of the whole pixels that the bounds touch; null if they are empty. */
export function boxOf(bounds: Bounds): Box | null {
  const [x, y] = [Math.floor(bounds.left), Math.floor(bounds.top)];
  const [width, height] = [Math.ceil(bounds.right) - x, Math.ceil(bounds.bottom) - y];
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

export function joined(a: Bounds, b: Bounds): Bounds {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

export function within(a: Bounds, b: Bounds): Bounds {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

export function movedBy({ left, top, right, bottom }: Bounds, dx: number, dy: number): Bounds {
  return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
}

export function grownBy({ left, top, right, bottom }: Bounds, by: number): Bounds {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/** The bounds of points `from` ≤ i < `to`, without those that have a coordinate that is not finite. */
export function boundsOfPoints(xs: Float64Array, ys: Float64Array, from = 0, to = xs.length): Bounds {
  let { left, top, right, bottom } = NO_BOUNDS;
  for (let i = from; i < to; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    if (!isFinite(x) || !isFinite(y)) continue;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { left, top, right, bottom };
}
