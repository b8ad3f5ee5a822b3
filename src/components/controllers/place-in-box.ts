import type { BoxCss, PlacePx } from '../../engine/index';

/** A point of the page as a place in the box of a target; null outside. */
export function placeInBox(target: HTMLElement, box: BoxCss | null, clientX: number, clientY: number): PlacePx | null {
  if (!box) return null;
  const rect = target.getBoundingClientRect();
  const x = clientX - rect.left - box.x;
  const y = box.y + box.height - (clientY - rect.top);
  return x >= 0 && x < box.width && y >= 0 && y < box.height ? { x, y } : null;
}
