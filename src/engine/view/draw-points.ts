import type { Filter } from '../frame/recording';
import type { PointsClause } from '../link/selection-clause';
import { movedTicks, rangeClause, rangePx, rangeText, selectedRange, ticksOf } from './draw-range';
import type { BrushPx, Drawn, Range, SelectAxis, Ticks } from './drawn';

/** Thresholds of one picked bar or cell, in the order of the plot's axes. */
type Box = readonly Ticks[];

const WORDS_FOR = 4;

/**
 * The bar, category or cell under a point of the plot (pixels of its box, y from the bottom), as the only one picked, or, with `add`, beside those that
 * are; one that is picked already is given up. Null when nothing is left.
 */
export function pickPoint(axes: readonly SelectAxis[], at: { readonly x: number; readonly y: number }, add: boolean, before: Drawn | null): Drawn | null {
  const picked = axes.map(({ channel, axis, lengthCss }): Ticks => {
    const bin = binAt(axis.edges, axis.valueAt(Math.max(0, Math.min(1, at[channel] / lengthCss))));
    return [axis.edges[bin]!, axis.edges[bin + 1]!];
  });
  const held = boxesOf(before, axes);
  const others = held.filter((box) => !sameBox(box, picked));
  const boxes = others.length < held.length ? (add ? others : held.length > 1 ? [picked] : []) : [...(add ? others : []), picked];
  return boxes.length > 0 ? drawn(axes, boxes) : null;
}

/** The clause over axes of the same expressions; null when the plot has others. */
export function pointsClause(axes: readonly SelectAxis[], { boxes }: PointsClause): Drawn | null {
  const found = boxes.map((ranges) => axes.flatMap((side): Ticks[] => {
    const range = ranges.find(({ channel, expression }) => channel === side.channel && expression === side.expression);
    return range ? [ticksOf(side, range)] : [];
  }));
  return boxes.length > 0 && found.every((box, i) => box.length === axes.length && boxes[i]!.length === axes.length) ? drawn(axes, found) : null;
}

/** What is picked already, on axes as they are now. */
function boxesOf(before: Drawn | null, axes: readonly SelectAxis[]): readonly Box[] {
  const clause = before?.clause('');
  return clause?.kind === 'points' ? clause.boxes.map((ranges) => axes.map((side, i) => ticksOf(side, ranges[i]!))) : [];
}

function drawn(axes: readonly SelectAxis[], boxes: readonly Box[]): Drawn {
  const filters = boxes.map((box): Filter => axes.map((side, i) => rangeClause(side, box[i]!)));
  const ranges = boxes.map((box) => axes.map((side, i) => selectedRange(side, box[i]!)));
  const texts = boxes.slice(0, WORDS_FOR).map((box) => axes.map((side, i) => rangeText(side, box[i]!)).join(', '));
  return {
    clause: (from) => ({ kind: 'points', from, boxes: ranges }),
    filter: filters.length === 1 ? filters[0]! : [{ kind: 'any', of: filters }],
    pixels: null,
    ranges: ranges.length === 1 ? ranges[0]! : [],
    shape: { kind: 'picked', boxes: boxes.map((box) => pxOf(axes, box)) },
    text: texts.join('; ') + (boxes.length > WORDS_FOR ? ` and ${boxes.length - WORDS_FOR} more` : ''),
    redraw: (now) => {
      const sides = axes.map(({ channel }) => now.find((side) => side.channel === channel));
      if (sides.some((side) => side === undefined)) return null;
      return drawn(sides as SelectAxis[], boxes.map((box) => box.map((ticks, i) => movedTicks(axes[i]!.axis, sides[i]!.axis, ticks))));
    },
  };
}

function pxOf(axes: readonly SelectAxis[], box: Box): BrushPx {
  const px = (channel: 'x' | 'y'): Range | null => {
    const i = axes.findIndex((side) => side.channel === channel);
    return i < 0 ? null : rangePx(axes[i]!, box[i]!);
  };
  return { x: px('x'), y: px('y') };
}

function binAt(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin + 2 < edges.length && edges[bin + 1]! <= value) bin++;
  return bin;
}

function sameBox(a: Box, b: Box): boolean {
  return a.every(([lo, hi], i) => Number(lo) === Number(b[i]![0]) && Number(hi) === Number(b[i]![1]));
}
