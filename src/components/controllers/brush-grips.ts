import type { BrushPx } from '../../engine/index';

export type Range = readonly [from: number, to: number];

/** In pixels of a panel: x from the left, y from the bottom. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly panel?: number;
}

/** The axes that a brush has. */
export interface BrushAxes {
  readonly x: boolean;
  readonly y: boolean;
}

/** The effect of a drag on one axis: it draws a new range, moves the range, or moves one end. */
export type Grip = 'draw' | 'move' | 'from' | 'to' | 'none';

/** Distance within which the pointer grabs an edge. */
export const HANDLE_CSS = 7;

export function grips(
  brush: BrushPx | null,
  axes: BrushAxes,
  at: { x: number; y: number },
): readonly [x: Grip, y: Grip] {
  const x = axes.x ? gripOf(brush?.x ?? null, at.x) : 'none';
  const y = axes.y ? gripOf(brush?.y ?? null, at.y) : 'none';
  const draws = x === 'draw' || y === 'draw';
  return draws ? [axes.x ? 'draw' : 'none', axes.y ? 'draw' : 'none'] : [withoutMove(x, y), withoutMove(y, x)];
}

/** While an end of one axis is dragged, the other axis does not move. */
function withoutMove(own: Grip, other: Grip): Grip {
  return own === 'move' && (other === 'from' || other === 'to') ? 'none' : own;
}

function gripOf(range: Range | null, at: number): Grip {
  if (!range) return 'draw';
  const [from, to] = range;
  const reach = Math.min(HANDLE_CSS, Math.max(2, (to - from) / 3));
  if (Math.abs(at - from) <= reach) return 'from';
  if (Math.abs(at - to) <= reach) return 'to';
  return at > from && at < to ? 'move' : 'draw';
}

export function dragged(grip: Grip, before: Range | null, start: number, at: number, lengthCss: number): Range | null {
  switch (grip) {
    case 'move':
      return before && shift(before, at - start, lengthCss);
    case 'from':
      return before && [at, before[1]];
    case 'to':
      return before && [before[0], at];
    case 'none':
      return before;
    case 'draw':
      return [start, at];
  }
}

export function shift([from, to]: Range, by: number, lengthCss: number): Range {
  const inside = Math.max(-from, Math.min(lengthCss - to, by));
  return [from + inside, to + inside];
}

export function middle(lengthCss: number): Range {
  return [Math.round(lengthCss * 0.4), Math.round(lengthCss * 0.6)];
}

export function cursorOf([x, y]: readonly [Grip, Grip], axes: BrushAxes): string {
  const ends = (grip: Grip): boolean => grip === 'from' || grip === 'to';
  if (ends(x) && ends(y)) return (x === 'from') === (y === 'from') ? 'nesw-resize' : 'nwse-resize';
  if (ends(x)) return 'ew-resize';
  if (ends(y)) return 'ns-resize';
  if (x === 'move' || y === 'move') return 'grab';
  return axes.x || axes.y ? 'crosshair' : '';
}
