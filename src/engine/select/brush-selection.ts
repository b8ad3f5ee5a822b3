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
import type { Key } from '../columns/keys';
import type { BinnedAxis } from '../scales/binned-axis';
import { SLIVER } from '../scales/edges';
import {
  axisIn,
  facetRanges,
  facetsAmong,
  type BrushPx,
  type Range,
  type SelectAxis,
  type SideRange,
  type Ticks,
  type ViewSelection,
} from './view-selection';

/** A finer grid can't be seen. */
const LEAST_GRAIN_CSS = 2;

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
    const range = wanted[side.channel];
    const px = wholePixels(range ?? [0, lengthCss], axis, lengthCss);
    const [start, end] = (range && onGrain(side, axis, px)) ?? px.map((at) => endAt(axis, lengthCss, at));
    return { side, start: start!, end: end!, values: [start!.value, end!.value] as const };
  });
  const facets = facetRanges(axes, panel);
  const drawnOn = (channel: PositionChannel): Range | null => {
    const found = sides.find(({ side }) => side.channel === channel);
    return found ? [found.start.drawn, found.end.drawn] : null;
  };
  const pixels = sides.flatMap(({ start, end }): Range[] =>
    start.px === null || end.px === null ? [] : [[start.px, end.px]],
  );
  const bins = facets.map(({ side: { axis }, values }): Range => {
    const bin = axis.edges.indexOf(Number(values[0]));
    return [bin, bin + 1];
  });
  return drawn(
    [...sides, ...facets],
    axes,
    { x: drawnOn('x'), y: drawnOn('y'), ...(facets.length > 0 && { panel }) },
    pixels.length < sides.length ? null : [...pixels, ...bins],
  );
}

/** Selects the labels that a brush touches on a band with a limit, whose neighbors change. */
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
    return [{ side, values: valuesAt(wholePixels([from, to], axis, lengthCss), axis, lengthCss) }];
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
  px: BrushPx | null,
  pixels: readonly Range[] | null,
): ViewSelection {
  const ranges = sides.map(selectedRange);
  return {
    clause: (from) => ({ version: CLAUSE_VERSION, kind: 'interval', from, ranges }),
    filter: sides.map(rangeClause),
    pixels,
    ranges,
    shape: !px
      ? { kind: 'hidden' }
      : sides.some(({ side }) => side.band)
        ? { kind: 'picked', boxes: boxesPx([sides], axes) }
        : { kind: 'brush', px },
    facets: facetsAmong(sides),
    text: sides.map(rangeText).join(', '),
    redraw: (now) => {
      const moved = sides.map((range) => movedRange(range, now)).filter((range) => range !== null);
      return moved.length > 0 ? brushTicks(moved, now) : null;
    },
  };
}

function valuesAt([from, to]: Range, axis: BinnedAxis, lengthCss: number): Ticks {
  return [axis.edgeAt(from, lengthCss), axis.edgeAt(to, lengthCss)];
}

/**
 * Rounds to lines of the axis's grid, so that the brush is drawn around the values that it selects: a bar of a whole
 * number is inside or outside. An end at the end of the axis takes in a value that is partly visible. An end where the
 * lines are too close to be seen stays. Null if no end moves.
 */
function onGrain(
  side: SelectAxis<PositionChannel>,
  axis: BinnedAxis,
  [from, to]: Range,
): readonly [BrushEnd, BrushEnd] | null {
  const { grain, lengthCss } = side;
  const { scale } = axis;
  if (!grain || scale.kind === 'band') return null;
  const { origin, spacing } = grain;
  const lineAt = (px: number): number => {
    const line = (scale.invert(px / lengthCss) - origin) / spacing;
    return Math.abs(line - Math.round(line)) < SLIVER ? Math.round(line) : line;
  };
  const valueAt = (line: number): number => origin + line * spacing;
  const canBeSeen = (line: number): boolean =>
    (scale.position(valueAt(line + 1)) - scale.position(valueAt(line))) * lengthCss >= LEAST_GRAIN_CSS;
  const [least, most] = [lineAt(from), lineAt(to)];
  const first = from === 0 ? Math.floor(least) : Math.round(least);
  const last = to === lengthCss ? Math.ceil(most) : Math.round(most);
  // A drag between two lines selects what is between them.
  const between = Math.floor(lineAt((from + to) / 2));
  const [lo, hi] = first < last ? [first, last] : [between, between + 1];
  const [movesStart, movesEnd] = [canBeSeen(Math.floor(least)), canBeSeen(Math.ceil(most) - 1)];
  if (!movesStart && !movesEnd) return null;
  return [
    movesStart ? endOnGrain(axis, lengthCss, valueAt(lo)) : endAt(axis, lengthCss, from),
    movesEnd ? endOnGrain(axis, lengthCss, valueAt(hi)) : endAt(axis, lengthCss, to),
  ];
}

/** An end of a brush: where it is drawn, and its threshold. */
interface BrushEnd {
  /** The pixel by which kernels find the same rows; null if the threshold is beyond the axis. */
  readonly px: number | null;
  readonly drawn: number;
  readonly value: Key;
}

/** Takes the last pixel not past the line, so that kernels find the same rows by pixels. */
function endOnGrain(axis: BinnedAxis, lengthCss: number, value: number): BrushEnd {
  const drawn = axis.scale.position(value) * lengthCss;
  const edge = drawn < lengthCss / 2 ? 0 : lengthCss;
  if (Math.abs(drawn - edge) < SLIVER) return endAt(axis, lengthCss, edge);
  if (!(drawn > 0 && drawn < lengthCss)) return { px: null, drawn: edge, value };
  const px = Math.floor(drawn);
  return { px: px > 0 && axis.edgeAt(px, lengthCss) > value ? px - 1 : px, drawn, value };
}

function endAt(axis: BinnedAxis, lengthCss: number, px: number): BrushEnd {
  return { px, drawn: px, value: axis.edgeAt(px, lengthCss) };
}

/** The least distance by which an end of a brush moves. */
export function brushStepCss(side: SelectAxis, panel: number | undefined): number {
  const axis = axisIn(side, panel);
  if (side.band) return Math.abs(side.band.scale.position(1) - side.band.scale.position(0)) * side.lengthCss;
  return axis.scale.kind === 'band'
    ? (axis.scale.position(1) - axis.scale.position(0)) * side.lengthCss
    : grainCss(side, axis);
}

function grainCss({ grain, lengthCss }: SelectAxis, { scale }: BinnedAxis): number {
  const [least, most] = scale.domain;
  const isEven = scale.kind === 'linear' || scale.kind === 'time';
  return grain && isEven ? (grain.spacing / (most - least)) * lengthCss : 0;
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
