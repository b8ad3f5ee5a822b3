import { svg } from './elements';
import type { Box } from './draw-axes';

/** A polygon in fractions of a panel, y from its bottom. */
export type Polygon = readonly (readonly [x: number, y: number])[];

/**
 * Draws a selection as `<pika-plot>` does: the rest is veiled, and a brush has handles.
 * @param handles the axes on which the ends of a single brush can be dragged
 * @param isPlane on a plane, a tint would hide the colors
 */
export function drawShape(
  box: Box,
  shapes: readonly Polygon[],
  handles: { readonly x: boolean; readonly y: boolean },
  isPlane: boolean,
): SVGElement[] {
  const path = shapes.map((polygon) => pathOf(box, polygon)).join('');
  const veil = `M${box.x},${box.y}h${box.width}v${box.height}h${-box.width}z${path}`;
  const [brush] = shapes.length === 1 ? shapes : [];
  return [
    svg('path', { class: 'veil', 'fill-rule': 'evenodd', d: veil }),
    svg('path', { class: isPlane ? 'range plane' : 'range', d: path }),
    ...(brush ? handlesOf(box, brush, handles) : []),
  ];
}

function pathOf(box: Box, polygon: Polygon): string {
  const corners = polygon.map(([x, y]) => {
    const [left, top] = placeIn(box, x, y);
    return `${left.toFixed(1)},${top.toFixed(1)}`;
  });
  return `M${corners.join('L')}z`;
}

function handlesOf(box: Box, brush: Polygon, { x, y }: { readonly x: boolean; readonly y: boolean }): SVGElement[] {
  const [xs, ys] = [brush.map(([at]) => at), brush.map(([, at]) => at)];
  const [left, top] = placeIn(box, Math.min(...xs), Math.max(...ys));
  const [right, bottom] = placeIn(box, Math.max(...xs), Math.min(...ys));
  const handle = (cx: number, cy: number, isUpright: boolean): SVGElement => {
    const [width, height] = isUpright ? [6, 18] : [18, 6];
    return svg('rect', { class: 'handle', x: cx - width / 2, y: cy - height / 2, width, height, rx: 3 });
  };
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  return [
    ...(x ? [handle(left, middleY, true), handle(right, middleY, true)] : []),
    ...(y ? [handle(middleX, top, false), handle(middleX, bottom, false)] : []),
  ];
}

function placeIn(box: Box, x: number, y: number): readonly [left: number, top: number] {
  return [box.x + x * box.width, box.y + (1 - y) * box.height];
}
