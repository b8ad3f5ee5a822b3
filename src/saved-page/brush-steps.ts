import type { StepBox } from '../engine/brushing-page/brush-sums';
import type { BrushAxis, PageBrush } from '../engine/brushing-page/page-index';
import type { Polygon } from './draw-shape';

/** Steps from ≤ step < to. */
export type Steps = readonly [from: number, to: number];

/** The steps between two places, as fractions of the panel. At least one; on a band, all that the range touches. */
export function stepsBetween(axis: BrushAxis, a: number, b: number): Steps {
  const { stops, isBand } = axis;
  const last = stops.length - 2;
  if (isBand) {
    const [first, second] = [stepAt(axis, a), stepAt(axis, b)];
    return [Math.min(first, second), Math.max(first, second) + 1];
  }
  const [from, to] = [nearestStop(stops, a), nearestStop(stops, b)].sort((i, j) => i - j) as [number, number];
  if (from < to) return [from, to];
  const step = Math.min(last, stepAt(axis, (a + b) / 2));
  return [step, step + 1];
}

/** The step at a place; the first or the last one for a place beyond the axis. */
export function stepAt({ stops }: BrushAxis, at: number): number {
  const isReversed = stops[0]! > stops.at(-1)!;
  let [low, high] = [0, stops.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isReversed ? stops[middle]! >= at : stops[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}

function nearestStop(stops: readonly number[], at: number): number {
  const isReversed = stops[0]! > stops.at(-1)!;
  let [low, high] = [0, stops.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isReversed ? stops[middle]! >= at : stops[middle]! <= at) low = middle;
    else high = middle;
  }
  return Math.abs(stops[high]! - at) < Math.abs(stops[low]! - at) ? high : low;
}

/** Where steps are, as fractions of the panel, the smaller first. */
export function placeOf({ stops }: BrushAxis, [from, to]: Steps): readonly [number, number] {
  const [a, b] = [stops[from]!, stops[to]!];
  return a < b ? [a, b] : [b, a];
}

/** Boxes of steps as polygons. Axes that a brush doesn't have are covered in full. */
export function polygonsOf({ axes }: PageBrush, boxes: readonly StepBox[]): readonly Polygon[] {
  return boxes.map((box) => {
    const [left, right] = along(axes, 'x', box);
    const [low, high] = along(axes, 'y', box);
    return [
      [left, low],
      [right, low],
      [right, high],
      [left, high],
    ];
  });
}

function along(axes: PageBrush['axes'], channel: 'x' | 'y', box: StepBox): readonly [number, number] {
  const i = axes.findIndex((axis) => axis.channel === channel);
  return i < 0 ? [0, 1] : placeOf(axes[i]!, i === 0 ? box.x : box.y);
}

/** The steps that the corners of a saved selection span. */
export function boxOf({ axes }: PageBrush, polygon: Polygon): StepBox {
  const steps = axes.map((axis): Steps => {
    const places = polygon.map(([x, y]) => (axis.channel === 'x' ? x : y));
    return stepsBetween(axis, Math.min(...places), Math.max(...places));
  });
  return { x: steps[0]!, y: steps[1] ?? [0, 1] };
}
