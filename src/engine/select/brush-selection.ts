import type { PositionChannel } from '../grammar/position-channel';
import { CLAUSE_VERSION, type IntervalClause } from '../grammar/selection-clause';
import { boxPx, complete, movedRange, rangeClause, rangeOn, rangeText, selectedRange } from './range-selection';
import type { BrushPx, Range, SelectAxis, SideRange, ViewSelection } from './view-selection';

/** Selects whole pixels; null selects the full length of an axis. */
export function brushPixels(axes: readonly SelectAxis[], wanted: BrushPx): ViewSelection {
  const sides = axes.map((side) => {
    const [from, to] = wholePixels(wanted[side.channel] ?? [0, side.lengthCss], side);
    const { axis, lengthCss } = side;
    return { side, px: [from, to], values: [axis.edgeAt(from, lengthCss), axis.edgeAt(to, lengthCss)] } as const;
  });
  const pixelsOf = (channel: PositionChannel): Range | null =>
    sides.find(({ side }) => side.channel === channel)?.px ?? null;
  return drawn(
    sides,
    { x: pixelsOf('x'), y: pixelsOf('y') },
    sides.map(({ px }) => px),
  );
}

/** Draws a clause on axes with the same expressions; null if the plot has others. */
export function brushClause(axes: readonly SelectAxis[], { ranges }: IntervalClause): ViewSelection | null {
  const found = complete(ranges.map((range) => rangeOn(axes, range)));
  return found && found.length > 0 ? brushTicks(found) : null;
}

/** Selects by thresholds in ticks, to the last bit; the edges may lie between pixels. */
export function brushTicks(ranges: readonly SideRange[]): ViewSelection {
  return drawn(ranges, boxPx(ranges), null);
}

function drawn(sides: readonly SideRange[], px: BrushPx, pixels: readonly Range[] | null): ViewSelection {
  const ranges = sides.map(selectedRange);
  return {
    clause: (from) => ({ version: CLAUSE_VERSION, kind: 'interval', from, ranges }),
    filter: sides.map(rangeClause),
    pixels,
    ranges,
    shape: { kind: 'brush', px },
    text: sides.map(rangeText).join(', '),
    redraw: (now) => {
      const moved = sides.map((range) => movedRange(range, now)).filter((range) => range !== null);
      return moved.length > 0 ? brushTicks(moved) : null;
    },
  };
}

/**
 * Rounds to at least one pixel, inside the axis. On a category axis, rounds to whole categories: each end is the last
 * pixel not past a category's edge, so that its threshold rounds up to that category.
 */
function wholePixels([from, to]: Range, { axis, lengthCss }: SelectAxis): Range {
  const lo = Math.max(0, Math.min(lengthCss - 1, Math.round(Math.min(from, to))));
  const hi = Math.max(lo + 1, Math.min(lengthCss, Math.round(Math.max(from, to))));
  if (axis.scale.kind !== 'band') return [lo, hi];
  const at = (code: number): number =>
    Math.max(0, Math.min(lengthCss, Math.floor(axis.scale.position(code) * lengthCss + 1e-9)));
  return [
    at(Math.floor(axis.scale.invert(lo / lengthCss) + 1e-9)),
    at(Math.ceil(axis.scale.invert(hi / lengthCss) - 1e-9)),
  ];
}
