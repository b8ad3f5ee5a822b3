/** Selections as they are made and drawn, of every kind. */
import type { SelectionClause } from '../grammar/selection-clause';
import { brushClause, brushTicks } from './brush-selection';
import { polygonClause } from './lasso-selection';
import { nearestClause } from './nearest-selection';
import { drawPoints, pointsClause } from './points-selection';
import { parseSelect, type SelectedSide, type SelectRanges } from './select-values';
import type { SelectAxis, SideRange, ViewSelection } from './view-selection';

export { brushPixels, brushStepCss } from './brush-selection';
export { selectLasso } from './lasso-selection';
export { selectNearest } from './nearest-selection';
export { pickCategories, pickPoint } from './points-selection';

/** Selects by value; null if that is nothing. Throws spec/bad-selection. */
export function selectValues(axes: readonly SelectAxis[], wanted: SelectRanges): ViewSelection | null {
  const sides = parseSelect(axes, wanted);
  return sides.length > 0 ? drawSides(sides, axes) : null;
}

/** One range per axis is drawn as a brush; several categories as if each were picked. */
function drawSides(sides: readonly SelectedSide[], axes: readonly SelectAxis[]): ViewSelection {
  const boxes = sides.reduce<readonly (readonly SideRange[])[]>(
    (rest, { side, ranges }) => rest.flatMap((box) => ranges.map((values) => [...box, { side, values }])),
    [[]],
  );
  return boxes.length === 1 ? brushTicks(boxes[0]!, axes) : drawPoints(boxes, axes);
}

/** Draws a clause over these axes; null if it is over others. */
export function drawClause(axes: readonly SelectAxis[], clause: SelectionClause): ViewSelection | null {
  switch (clause.kind) {
    case 'interval':
      return brushClause(axes, clause);
    case 'points':
      return pointsClause(axes, clause);
    case 'polygon':
      return polygonClause(axes, clause);
    case 'nearest':
      return nearestClause(axes, clause);
    case 'sql':
      return null;
  }
}
