import type { BoxCss, PlacePx } from '../../engine/index';
import { clientPoint, ownPoint, type ClientPoint } from './own-pixels';

/**
 * Where an event is, in CSS pixels of the box of a plot: x from the left of the box, y from its bottom. It may lie outside of the box. Null while
 * there is no box.
 */
export function placeOf(target: HTMLElement, box: BoxCss | null, event: ClientPoint): PlacePx | null {
  const at = box && ownPoint(target, event);
  return at && { x: at.x - box.x, y: box.y + box.height - at.y };
}

/** The same, and null outside of the box. */
export function placeInBox(target: HTMLElement, box: BoxCss | null, event: ClientPoint): PlacePx | null {
  const at = placeOf(target, box, event);
  return box && at && at.x >= 0 && at.x < box.width && at.y >= 0 && at.y < box.height ? at : null;
}

/** Where in the viewport a place in the box is shown. */
export function clientOf(target: HTMLElement, box: BoxCss, { x, y }: PlacePx): ClientPoint | null {
  return clientPoint(target, { x: box.x + x, y: box.y + box.height - y });
}
