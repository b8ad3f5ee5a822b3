import type { LabelPlace, TableScene } from '../mark';
import { middleOfSlice, slicesOf } from './slices';

/**
 * Places a label in the middle of each slice that has room for it.
 * @param leastCss the least arc length of a slice with a label, measured at the label
 */
export function sliceLabels({ table, options, box, pixelRatio }: TableScene, leastCss: number): LabelPlace[] {
  const slices = slicesOf(table, options, box);
  return Array.from({ length: table.rows }, (_, row): LabelPlace => {
    const middle = middleOfSlice(slices, row);
    const radius = Math.hypot(middle.x - slices.x, middle.y - slices.y);
    const length = (slices.end[row]! - slices.start[row]!) * radius;
    const hasRoom = length >= leastCss * pixelRatio || radius === 0;
    const at = hasRoom ? { x: middle.x / pixelRatio, y: middle.y / pixelRatio } : { x: NaN, y: NaN };
    const place = { x: at.x + (options.dx ?? 0), y: at.y + (options.dy ?? 0) };
    return { ...place, anchor: options.anchor ?? 'middle', baseline: 'middle', at };
  });
}
