import { binsOf } from '../scales/bins-of';
import { gridEdges, gridScale } from '../scales/grid-scale';
import { specOf } from '../scales/scale-for';
import { rasterisePolygon, type Corner } from '../frame/rasterise-polygon';
import type { Bins } from '../frame/recording';
import { POSITION_CHANNELS, type PositionChannel } from '../grammar/position-channel';
import { CLAUSE_VERSION, type GridSide, type PolygonClause } from '../grammar/selection-clause';
import { complete, kindOf, rangeClause, rangeOn, selectedRange } from './range-selection';
import {
  axisIn,
  facetRanges,
  panelOf,
  type SelectAxis,
  type SelectionShape,
  type SideRange,
  type ViewSelection,
} from './view-selection';

/** Fewer corners enclose no cell, and select nothing. */
const MIN_CORNERS = 3;

/**
 * Selects the inside of a curve over a panel (pixels, y from the bottom), and the values of its facets. The curve
 * closes itself. Null if it encloses no cell.
 */
export function selectLasso(
  axes: readonly SelectAxis[],
  corners: readonly Corner[],
  panel: number,
): ViewSelection | null {
  const [x, y] = POSITION_CHANNELS.map((channel) =>
    axes.find((axis): axis is SelectAxis<PositionChannel> => axis.channel === channel),
  );
  return x && y && corners.length >= MIN_CORNERS
    ? drawn(
        [
          { side: x, grid: gridOf(x, panel) },
          { side: y, grid: gridOf(y, panel) },
        ],
        corners,
        facetRanges(axes, panel),
        axes,
      )
    : null;
}

/** Draws a clause on axes with the same expressions; null if the plot has other expressions or categories. */
export function polygonClause(
  axes: readonly SelectAxis[],
  { sides: [first, second], vertices, within = [] }: Pick<PolygonClause, 'sides' | 'vertices' | 'within'>,
): ViewSelection | null {
  const sides = [gridOn(axes, first), gridOn(axes, second)] as const;
  const facets = complete(within.map((range) => rangeOn(axes, range)));
  return sides[0] && sides[1] && facets ? drawn([sides[0], sides[1]], vertices, facets, axes) : null;
}

/** A side of the grid, on an axis of the plot. */
interface LassoSide {
  readonly side: SelectAxis<PositionChannel>;
  readonly grid: GridSide;
}

/**
 * @param corners in cells of the two sides
 * @param facets the facet values that rows must have
 */
function drawn(
  sides: readonly [LassoSide, LassoSide],
  corners: readonly Corner[],
  facets: readonly SideRange[],
  axes: readonly SelectAxis[],
): ViewSelection | null {
  const [first, second] = sides;
  const words = rasterisePolygon(corners, first.grid.count, second.grid.count);
  if (words.every((word) => word === 0)) return null;
  const grids = [first.grid, second.grid] as const;
  const panel = panelOf(facets, axes);
  const within = facets.length > 0 ? { within: facets.map(selectedRange) } : {};
  return {
    clause: (from) => ({ version: CLAUSE_VERSION, kind: 'polygon', from, sides: grids, vertices: corners, ...within }),
    filter: [{ kind: 'cells', bins: [cellBins(first), cellBins(second)], words }, ...facets.map(rangeClause)],
    pixels: null,
    ranges: [],
    shape: panel === 'hidden' ? { kind: 'hidden' } : lassoShape(sides, corners, panel),
    facets,
    text: `a lasso over ${first.side.expression} and ${second.side.expression}`,
    redraw: (now) => polygonClause(now, { sides: grids, vertices: corners, ...within }),
  };
}

function lassoShape(
  sides: readonly [LassoSide, LassoSide],
  corners: readonly Corner[],
  panel: number | 'all',
): SelectionShape {
  const own = panel === 'all' ? {} : { panel };
  return { kind: 'lasso', corners: cornersPx(sides, corners, own.panel), ...own };
}

function cellBins({ side, grid }: LassoSide): Bins {
  return binsOf(side.axis.column, gridEdges(grid));
}

/** The corners on the plot, x first, regardless of the order of the axes. */
function cornersPx(
  [first, second]: readonly [LassoSide, LassoSide],
  corners: readonly Corner[],
  panel: number | undefined,
): Corner[] {
  const [placeFirst, placeSecond] = [placeOn(first, panel), placeOn(second, panel)];
  return corners.map(([i, j]) => {
    const [px, otherPx] = [placeFirst(i), placeSecond(j)];
    return first.grid.channel === 'x' ? [px, otherPx] : [otherPx, px];
  });
}

/** The axis that a side of a grid fits; null when the plot has none. */
function gridOn(axes: readonly SelectAxis[], grid: GridSide): LassoSide | null {
  const side = axes.find(
    (axis): axis is SelectAxis<PositionChannel> => axis.channel === grid.channel && fits(axis, grid),
  );
  return side ? { side, grid } : null;
}

/** Converts a position on the grid, in cells, to pixels of an axis; also outside the grid. */
function placeOn({ side, grid }: LassoSide, panel: number | undefined): (cell: number) => number {
  const { lengthCss } = side;
  const { scale: shown } = axisIn(side, panel);
  const scale = gridScale(grid);
  const [first, last] = [scale.toUniform(grid.lo), scale.toUniform(grid.hi)];
  return (cell) => {
    const share = cell / grid.count;
    return shown.position(scale.fromUniform(first * (1 - share) + last * share)) * lengthCss;
  };
}

/** The grid of an axis: one cell per pixel. */
function gridOf(side: SelectAxis<PositionChannel>, panel: number): GridSide {
  const { channel, expression, lengthCss } = side;
  const axis = axisIn(side, panel);
  const {
    column: { type },
    scale,
  } = axis;
  const [lo, hi] = scale.domain;
  const spec = specOf(scale);
  return {
    channel,
    expression,
    kind: kindOf(axis),
    lo,
    hi,
    count: lengthCss,
    ...(spec && { scale: spec }),
    ...(type.kind === 'category' && { labels: type.labels }),
    ...(type.kind === 'time' && { ticksPerMs: type.ticksPerMs }),
  };
}

/** Whether the grid fits this axis: same expression, unit and categories. */
function fits({ expression, axis }: SelectAxis, grid: GridSide): boolean {
  const {
    column: { type },
  } = axis;
  return (
    expression === grid.expression &&
    type.kind === (grid.kind === 'integer' ? 'number' : grid.kind) &&
    (type.kind !== 'time' || type.ticksPerMs === grid.ticksPerMs) &&
    (type.kind !== 'category' ||
      (type.labels.length === grid.labels?.length && type.labels.every((label, i) => label === grid.labels![i])))
  );
}
