import { rangeKeys } from '../columns/keys';
import type { Filter, SetClause } from '../frame/recording';
import type { PointsClause, SelectedRange } from '../grammar/selection-clause';
import { isOneRange, movedTicks, rangeClause, rangePx, rangeText, selectedRange, ticksOf } from './range-selection';
import type { BrushPx, ViewSelection, Range, SelectAxis, Ticks } from './view-selection';

/** Thresholds of one picked bar or cell, in the order of the plot's axes. */
type Box = readonly Ticks[];

const WORDS_FOR = 4;

/**
 * The bar, category or cell under a point of the plot (pixels of its box, y from the bottom), as the only one picked,
 * or, with `add`, beside those that are; one that is picked already is given up. Null when nothing is left.
 */
export function pickPoint(
  axes: readonly SelectAxis[],
  at: { readonly x: number; readonly y: number },
  add: boolean,
  before: ViewSelection | null,
): ViewSelection | null {
  const picked = axes.map(({ channel, axis, lengthCss }): Ticks => {
    const bin = binAt(axis.edges, axis.scale.invert(Math.max(0, Math.min(1, at[channel] / lengthCss))));
    return [axis.edges[bin]!, axis.edges[bin + 1]!];
  });
  const held = boxesOf(before, axes);
  const others = held.filter((box) => !sameBox(box, picked));
  const boxes =
    others.length < held.length ? (add ? others : held.length > 1 ? [picked] : []) : [...(add ? others : []), picked];
  return boxes.length > 0 ? drawPoints(axes, boxes) : null;
}

/** The clause over axes of the same expressions, which may be one of two; null when the plot has others. */
export function pointsClause(axes: readonly SelectAxis[], { boxes }: PointsClause): ViewSelection | null {
  const sides = axes.filter((side) => boxes[0]?.some((range) => isOf(side, range)));
  const found = boxes.map((ranges) =>
    sides.flatMap((side): Ticks[] => {
      const range = ranges.find((one) => isOf(side, one));
      return range ? [ticksOf(side, range)] : [];
    }),
  );
  return sides.length > 0 && found.every((box, i) => box.length === sides.length && boxes[i]!.length === sides.length)
    ? drawPoints(sides, found)
    : null;
}

function isOf(side: SelectAxis, range: SelectedRange): boolean {
  const { channel, expression } = range;
  return channel === side.channel && expression === side.expression && isOneRange(side, range);
}

/** What is picked already, on axes as they are now. */
function boxesOf(before: ViewSelection | null, axes: readonly SelectAxis[]): readonly Box[] {
  const clause = before?.clause('');
  const isWhole = clause?.kind === 'points' && clause.boxes.every((ranges) => ranges.length === axes.length);
  return isWhole ? clause.boxes.map((ranges) => axes.map((side, i) => ticksOf(side, ranges[i]!))) : [];
}

/** Selects what lies in one of the boxes, whose sides are in the order of the axes. */
export function drawPoints(axes: readonly SelectAxis[], boxes: readonly Box[]): ViewSelection {
  const ranges = boxes.map((box) => axes.map((side, i) => selectedRange(side, box[i]!)));
  const texts = boxes.slice(0, WORDS_FOR).map((box) => axes.map((side, i) => rangeText(side, box[i]!)).join(', '));
  return {
    clause: (from) => ({ kind: 'points', from, boxes: ranges }),
    filter: filterOf(axes, boxes),
    pixels: null,
    ranges: ranges.length === 1 ? ranges[0]! : [],
    shape: { kind: 'picked', boxes: boxes.map((box) => pxOf(axes, box)) },
    text: texts.join('; ') + (boxes.length > WORDS_FOR ? ` and ${boxes.length - WORDS_FOR} more` : ''),
    redraw: (now) => {
      const sides = axes.map(({ channel }) => now.find((side) => side.channel === channel));
      if (sides.some((side) => side === undefined)) return null;
      return drawPoints(
        sides as SelectAxis[],
        boxes.map((box) => box.map((ticks, i) => movedTicks(axes[i]!.axis, sides[i]!.axis, ticks))),
      );
    },
  };
}

function filterOf(axes: readonly SelectAxis[], boxes: readonly Box[]): Filter {
  const filters = boxes.map((box): Filter => axes.map((side, i) => rangeClause(side, box[i]!)));
  if (filters.length === 1) return filters[0]!;
  return [categorySet(axes, boxes) ?? { kind: 'any', of: filters }];
}

/** Categories of one axis are one set, however many they are; null where it is something else that was picked. */
function categorySet(axes: readonly SelectAxis[], boxes: readonly Box[]): SetClause | null {
  const { id, encoding, type } = axes[0]!.axis.column;
  if (axes.length > 1 || type.kind !== 'category' || encoding.kind !== 'u32') return null;
  const words = new Uint32Array(Math.ceil((type.labels.length + 1) / 32));
  for (const [range] of boxes) {
    const [first, last] = rangeKeys(encoding, ...range!);
    for (let key = first!; key <= last!; key++) words[key >>> 5]! |= 1 << (key & 31);
  }
  return { kind: 'set', column: id, words };
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
