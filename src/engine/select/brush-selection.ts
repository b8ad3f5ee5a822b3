import type { IntervalClause } from '../grammar/selection-clause';
import { isOneRange, movedTicks, rangeClause, rangePx, rangeText, selectedRange, ticksOf } from './range-selection';
import type { BrushPx, ViewSelection, Range, SelectAxis, Ticks } from './view-selection';

/** Selects whole pixels. A side left null is selected over its whole length. */
export function brushPixels(axes: readonly SelectAxis[], wanted: BrushPx): ViewSelection {
  const pixels = axes.map((side) => wholePixels(wanted[side.channel] ?? [0, side.lengthCss], side));
  const values = axes.map(({ axis, lengthCss }, i): Range => [
    axis.edgeAt(pixels[i]![0], lengthCss),
    axis.edgeAt(pixels[i]![1], lengthCss),
  ]);
  return drawn(axes, values, pixels, pixels);
}

/** The clause over axes of the same expressions; null when the plot has others. */
export function brushClause(axes: readonly SelectAxis[], { ranges }: IntervalClause): ViewSelection | null {
  const sides = ranges.flatMap((range) => {
    const side = axes.find(({ channel, expression }) => channel === range.channel && expression === range.expression);
    return side && isOneRange(side, range) ? [{ side, values: ticksOf(side, range) }] : [];
  });
  return sides.length === ranges.length && sides.length > 0
    ? brushTicks(
        sides.map(({ side }) => side),
        sides.map(({ values }) => values),
      )
    : null;
}

/** Selects by thresholds in ticks, to the last bit; the edges may lie between pixels. */
export function brushTicks(axes: readonly SelectAxis[], values: readonly Ticks[]): ViewSelection {
  return drawn(
    axes,
    values,
    axes.map((side, i) => rangePx(side, values[i]!)),
    null,
  );
}

function drawn(
  axes: readonly SelectAxis[],
  values: readonly Ticks[],
  px: readonly Range[],
  pixels: readonly Range[] | null,
): ViewSelection {
  const pxOf = (channel: 'x' | 'y'): Range | null => px[axes.findIndex((side) => side.channel === channel)] ?? null;
  const ranges = axes.map((side, i) => selectedRange(side, values[i]!));
  return {
    clause: (from) => ({ kind: 'interval', from, ranges }),
    filter: axes.map((side, i) => rangeClause(side, values[i]!)),
    pixels,
    ranges,
    shape: { kind: 'brush', px: { x: pxOf('x'), y: pxOf('y') } },
    text: axes.map((side, i) => rangeText(side, values[i]!)).join(', '),
    redraw: (now) => {
      const pairs = now.flatMap((side) => {
        const at = axes.findIndex(({ channel }) => channel === side.channel);
        return at < 0 ? [] : [{ side, values: movedTicks(axes[at]!.axis, side.axis, values[at]!) }];
      });
      return pairs.length > 0
        ? brushTicks(
            pairs.map(({ side }) => side),
            pairs.map((pair) => pair.values),
          )
        : null;
    },
  };
}

/**
 * At least one pixel, inside the axis. On categories, whole categories: a range begins and ends at the last pixel that
 * is not past a category's edge, so that its threshold rounds up to that category.
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
