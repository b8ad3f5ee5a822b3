import type { GridSide } from '../grammar/selection-clause';
import { BandScale } from './band-scale';
import type { Edges } from './edges';
import { equalParts } from './equal-parts';
import type { Scale } from './scale';
import { numberScale } from './scale-for';
import { TimeScale } from './time-scale';

/** The scale that one side of a lasso was drawn on. */
export function gridScale({ kind, lo, hi, scale, labels = [], ticksPerMs = 1 }: GridSide): Scale {
  if (kind === 'category') return new BandScale([lo, hi], labels);
  return kind === 'time'
    ? new TimeScale([lo, hi], ticksPerMs)
    : numberScale([lo, hi], kind === 'integer', scale ?? null);
}

/** The thresholds of the grid's cells. Kernels, SQL and every plot that redraws the lasso use these. */
export function gridEdges(side: GridSide): Edges {
  return equalParts(gridScale(side), side.count);
}
