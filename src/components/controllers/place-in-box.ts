import type { BoxCss, PointPx } from '../../engine/index';
import { clientPoint, ownPoint, type ClientPoint } from './own-pixels';

/**
 * The position of an event in CSS pixels of the nearest panel: x from its left, y from its bottom; may lie outside the
 * panel. Null while there are no panels.
 * @param boxes of the panels
 * @param panel the number of the panel to use instead of the nearest one
 */
export function placeOf(
  target: HTMLElement,
  boxes: readonly BoxCss[],
  event: ClientPoint,
  panel?: number,
): PointPx | null {
  const at = boxes.length > 0 ? ownPoint(target, event) : null;
  if (!at) return null;
  const nearest = panel ?? nearestBox(boxes, at);
  const box = boxes[nearest];
  return box ? { x: at.x - box.x, y: box.y + box.height - at.y, panel: nearest } : null;
}

/** Like {@link placeOf}, but null for events outside the panels. */
export function placeInBox(target: HTMLElement, boxes: readonly BoxCss[], event: ClientPoint): PointPx | null {
  const at = placeOf(target, boxes, event);
  const box = at && boxes[at.panel ?? 0];
  return box && at.x >= 0 && at.x < box.width && at.y >= 0 && at.y < box.height ? at : null;
}

/** Converts a place in a panel to the viewport. */
export function clientOf(
  target: HTMLElement,
  boxes: readonly BoxCss[],
  { x, y, panel = 0 }: PointPx,
): ClientPoint | null {
  const box = boxes[panel];
  return box ? clientPoint(target, { x: box.x + x, y: box.y + box.height - y }) : null;
}

/** A point between panels belongs to the nearest one. */
function nearestBox(boxes: readonly BoxCss[], at: { readonly x: number; readonly y: number }): number {
  let [nearest, least] = [0, Infinity];
  for (const [panel, { x, y, width, height }] of boxes.entries()) {
    const aside = Math.max(x - at.x, 0, at.x - x - width);
    const above = Math.max(y - at.y, 0, at.y - y - height);
    const distance = Math.hypot(aside, above);
    if (distance < least) [nearest, least] = [panel, distance];
  }
  return nearest;
}
