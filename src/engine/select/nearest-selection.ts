import type { NearestClause, SelectedRange } from '../grammar/selection-clause';
import { movedTicks, rangeClause, rangePx, selectedRange, ticksOf } from './range-selection';
import type { ViewSelection, Range, SelectAxis, Ticks } from './view-selection';

/**
 * The values of one row: rows that have them too are selected with it. `values` hold thresholds that only its value
 * meets, in the order of the axes.
 */
export function selectNearest(axes: readonly SelectAxis[], values: readonly Ticks[]): ViewSelection {
  const ranges = axes.map((side, i) => selectedRange(side, values[i]!));
  const px = (channel: 'x' | 'y'): Range | null => {
    const i = axes.findIndex((side) => side.channel === channel);
    return i < 0 ? null : rangePx(axes[i]!, values[i]!);
  };
  return {
    clause: (from) => ({ kind: 'nearest', from, ranges }),
    filter: axes.map((side, i) => rangeClause(side, values[i]!)),
    pixels: null,
    ranges,
    shape: { kind: 'nearest', px: { x: px('x'), y: px('y') } },
    text: ranges.map(valueText).join(', '),
    redraw: (now) => {
      const sides = axes.map(({ channel }) => now.find((side) => side.channel === channel));
      if (sides.some((side) => side === undefined)) return null;
      return selectNearest(
        sides as SelectAxis[],
        axes.map(({ axis }, i) => movedTicks(axis, sides[i]!.axis, values[i]!)),
      );
    },
  };
}

/** The clause over axes of the same expressions; null when the plot has others. */
export function nearestClause(axes: readonly SelectAxis[], { ranges }: NearestClause): ViewSelection | null {
  const sides = ranges.map((range) =>
    axes.find(({ channel, expression }) => channel === range.channel && expression === range.expression),
  );
  if (ranges.length === 0 || sides.some((side) => side === undefined)) return null;
  return selectNearest(
    sides as SelectAxis[],
    ranges.map((range, i) => ticksOf(sides[i]!, range)),
  );
}

/** In full: who points at a value wants it all. */
function valueText({ expression, kind, lo, labels }: SelectedRange): string {
  const value =
    kind === 'category'
      ? (labels?.[0] ?? '')
      : kind === 'time'
        ? new Date(lo)
            .toISOString()
            .replace('T', ' ')
            .replace(/(:00)?\.000Z$|Z$/, '')
        : String(lo);
  return `${expression} ${value}`;
}
