import { binsOf } from '../scales/bins-of';
import { gridEdges, gridScale } from '../scales/grid-scale';
import { specOf } from '../scales/scale-for';
import { rasterisePolygon, type Corner } from '../frame/rasterise-polygon';
import type { CellsClause } from '../frame/recording';
import type { GridSide, PolygonClause } from '../grammar/selection-clause';
import { kindOf } from './range-selection';
import type { ViewSelection, SelectAxis } from './view-selection';

/** Fewer corners, or corners on a line, hold no cell; then nothing is selected. */
const FEWEST_CORNERS = 3;

/**
 * Selects what lies inside a curve over the plot's pixels (of its box, y from the bottom), which closes itself; null
 * when that is nothing.
 */
export function selectLasso(axes: readonly SelectAxis[], corners: readonly Corner[]): ViewSelection | null {
  const [x, y] = axes;
  return x && y && corners.length >= FEWEST_CORNERS ? drawn([x, y], gridOf(x), gridOf(y), corners) : null;
}

/** The clause over axes of the same expressions; null when the plot has others, or other categories. */
export function polygonClause(
  axes: readonly SelectAxis[],
  { x: gx, y: gy, vertices }: PolygonClause,
): ViewSelection | null {
  const [x, y] = axes;
  return x && y && fits(x, gx) && fits(y, gy) ? drawn([x, y], gx, gy, vertices) : null;
}

function drawn(
  sides: readonly [SelectAxis, SelectAxis],
  gx: GridSide,
  gy: GridSide,
  corners: readonly Corner[],
): ViewSelection | null {
  const words = rasterisePolygon(corners, gx.count, gy.count);
  if (words.every((word) => word === 0)) return null;
  const [x, y] = sides;
  const bins: CellsClause['bins'] = [binsOf(x.axis.column, gridEdges(gx)), binsOf(y.axis.column, gridEdges(gy))];
  const [placeX, placeY] = [placeOn(x, gx), placeOn(y, gy)];
  return {
    clause: (from) => ({ kind: 'polygon', from, x: gx, y: gy, vertices: corners }),
    filter: [{ kind: 'cells', bins, words }],
    pixels: null,
    ranges: [],
    shape: { kind: 'lasso', corners: corners.map(([i, j]) => [placeX(i), placeY(j)]) },
    text: `a lasso over ${x.expression} and ${y.expression}`,
    redraw: (now) => {
      const [nowX, nowY] = now;
      return nowX && nowY && fits(nowX, gx) && fits(nowY, gy) ? drawn([nowX, nowY], gx, gy, corners) : null;
    },
  };
}

/** Where a place on the grid, in cells, lies on an axis, in pixels: also beside the grid. */
function placeOn({ axis, lengthCss }: SelectAxis, grid: GridSide): (cell: number) => number {
  const scale = gridScale(grid);
  const [first, last] = [scale.toUniform(grid.lo), scale.toUniform(grid.hi)];
  return (cell) => {
    const share = cell / grid.count;
    return axis.scale.position(scale.fromUniform(first * (1 - share) + last * share)) * lengthCss;
  };
}

/** The plot's pixels. */
function gridOf({ expression, axis, lengthCss }: SelectAxis): GridSide {
  const {
    column: { type },
    scale,
  } = axis;
  const [lo, hi] = scale.domain;
  const spec = specOf(scale);
  return {
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

/** Whether the grid means the same on this axis: same expression, unit and categories. */
function fits({ expression, axis }: SelectAxis, grid: GridSide): boolean {
  const {
    column: { type },
  } = axis;
  return (
    expression === grid.expression &&
    (type.kind === 'category') === (grid.kind === 'category') &&
    (type.kind !== 'time' || type.ticksPerMs === grid.ticksPerMs) &&
    (type.kind !== 'category' ||
      (type.labels.length === grid.labels?.length && type.labels.every((label, i) => label === grid.labels![i])))
  );
}
