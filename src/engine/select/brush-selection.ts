import type { PositionChannel } from '../grammar/position-channel';
import { CLAUSE_VERSION, type IntervalClause } from '../grammar/selection-clause';
import { drawPoints } from './points-selection';
import {
  boxesPx,
  boxPx,
  complete,
  movedRange,
  rangeClause,
  rangeOn,
  rangeText,
  selectedRange,
} from './range-selection';
import type { BinnedAxis } from '../scales/binned-axis';
import {
  axisIn,
  facetRanges,
  type BrushPx,
  type Range,
  type SelectAxis,
  type SideRange,
  type ViewSelection,
} from './view-selection';

/**
 * Selects whole pixels of a panel, and the values of its facets; null selects the full length of an axis.
 * @param brushed the sides with a brush
 * @param axes all sides of the plot
 */
export function brushPixels(
  brushed: readonly SelectAxis<PositionChannel>[],
  axes: readonly SelectAxis[],
  wanted: BrushPx,
): ViewSelection | null {
  const { panel = 0 } = wanted;
  if (brushed.some(({ band }) => band)) return brushLabels(brushed, axes, wanted);
  const sides = brushed.map((side) => {
    const axis = axisIn(side, panel);
    const { lengthCss } = side;
    const [from, to] = wholePixels(wanted[side.channel] ?? [0, lengthCss], axis, lengthCss);
    return { side, px: [from, to], values: [axis.edgeAt(from, lengthCss), axis.edgeAt(to, lengthCss)] } as const;
  });
  const facets = facetRanges(axes, panel);
  const pixelsOf = (channel: PositionChannel): Range | null =>
    sides.find(({ side }) => side.channel === channel)?.px ?? null;
  const bins = facets.map(({ side: { axis }, values }): Range => {
    const bin = axis.edges.indexOf(Number(values[0]));
    return [bin, bin + 1];
  });
  return drawn(
    [...sides, ...facets],
    axes,
    { x: pixelsOf('x'), y: pixelsOf('y'), ...(facets.length > 0 && { panel }) },
    [...sides.map(({ px }) => px), ...bins],
  );
}

/** Selects the labels that a brush touches on a band with a limit, whose neighbours change. */
function brushLabels(
  brushed: readonly SelectAxis<PositionChannel>[],
  axes: readonly SelectAxis[],
  wanted: BrushPx,
): ViewSelection | null {
  const { panel = 0 } = wanted;
  const facets = facetRanges(axes, panel);
  const boxes = brushed.reduce<readonly (readonly SideRange[])[]>(
    (rest, side) => rest.flatMap((box) => touched(side, wanted[side.channel], panel).map((range) => [...box, range])),
    [facets],
  );
  return boxes.length > 0 ? drawPoints(boxes, axes, true) : null;
}

/** The range of an axis, or of each of its labels, inside a brush. */
function touched(side: SelectAxis<PositionChannel>, wanted: Range | null, panel: number): readonly SideRange[] {
  const { band, lengthCss } = side;
  const [from, to] = wanted ?? [0, lengthCss];
  if (!band) {
    const axis = axisIn(side, panel);
    const [lo, hi] = wholePixels([from, to], axis, lengthCss);
    return [{ side, values: [axis.edgeAt(lo, lengthCss), axis.edgeAt(hi, lengthCss)] }];
  }
  const [first, end] = [Math.min(from, to), Math.max(from, to)].map((px) => band.scale.invert(px / lengthCss));
  return band.codes
    .filter((_, slot) => slot + 1 > first! && slot < end!)
    .map((code) => ({ side, values: [code, code + 1] as const }));
}

/** Draws a clause on axes with the same expressions; null if the plot has others. */
export function brushClause(axes: readonly SelectAxis[], { ranges }: IntervalClause): ViewSelection | null {
  const found = complete(ranges.map((range) => rangeOn(axes, range)));
  return found && found.length > 0 ? brushTicks(found, axes) : null;
}

/** Selects by thresholds in ticks, to the last bit; the edges may lie between pixels. */
export function brushTicks(ranges: readonly SideRange[], axes: readonly SelectAxis[]): ViewSelection {
  return drawn(ranges, axes, boxPx(ranges, axes), null);
}

function drawn(
  sides: readonly SideRange[],
  axes: readonly SelectAxis[],
  px: BrushPx,
  pixels: readonly Range[] | null,
): ViewSelection {
  const ranges = sides.map(selectedRange);
  return {
    clause: (from) => ({ version: CLAUSE_VERSION, kind: 'interval', from, ranges }),
    filter: sides.map(rangeClause),
    pixels,
    ranges,
    shape: sides.some(({ side }) => side.band)
      ? { kind: 'picked', boxes: boxesPx(sides, axes) }
      : { kind: 'brush', px },
    text: sides.map(rangeText).join(', '),
    redraw: (now) => {
      const moved = sides.map((range) => movedRange(range, now)).filter((range) => range !== null);
      return moved.length > 0 ? brushTicks(moved, now) : null;
    },
  };
}

/**
 * Rounds to at least one pixel, inside the axis. On a category axis, rounds to whole categories: each end is the last
 * pixel not past a category's edge, so that its threshold rounds up to that category.
 */
function wholePixels([from, to]: Range, axis: BinnedAxis, lengthCss: number): Range {
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
