import type { BoxCss, PointPx } from '../../engine/index';
import { clientPoint, ownPoint, type ClientPoint } from './own-pixels';

/**
 * The position of an event in CSS pixels of a plot's box: x from its left, y from its bottom; may lie outside the box.
 * Null while there is no box.
 */
export function placeOf(target: HTMLElement, box: BoxCss | null, event: ClientPoint): PointPx | null {
  const at = box && ownPoint(target, event);
  return at && { x: at.x - box.x, y: box.y + box.height - at.y };
}

/** Like {@link placeOf}, but null for events outside the box. */
export function placeInBox(target: HTMLElement, box: BoxCss | null, event: ClientPoint): PointPx | null {
  const at = placeOf(target, box, event);
  return box && at && at.x >= 0 && at.x < box.width && at.y >= 0 && at.y < box.height ? at : null;
}

/** Converts a place in the box to the viewport. */
export function clientOf(target: HTMLElement, box: BoxCss, { x, y }: PointPx): ClientPoint | null {
  return clientPoint(target, { x: box.x + x, y: box.y + box.height - y });
}
