import type { ColumnMeta } from '../columns/column';
import type { ScaleSpec } from '../grammar/scale-spec';
import { BinnedAxis } from './binned-axis';
import type { BinSpec } from './edges';
import { domainOf, edgesAround, edgesOver } from './edges-over';
import { scaleFor } from './scale-for';
import type { Span } from './scale-methods';

/**
 * An axis over [min, max] in ticks. Every value lies in a bin, `max` included; see {@link edgesOver}.
 * @param clip the interval to show, in data units; null for all values
 * @param wanted null for the default scale of the column's type
 * @throws TooManyBins when the author's step makes too many bins
 */
export function binDomain(
  column: ColumnMeta,
  min: number,
  max: number,
  spec: BinSpec,
  clip: Span | null,
  wanted: ScaleSpec | null = null,
): BinnedAxis {
  const scale = scaleFor(column.type, [min, max], wanted);
  const edges = edgesOver(scale, spec, clip);
  return new BinnedAxis(column, scale.over(domainOf(edges)), edges);
}

/**
 * Bins a visible domain, anchored like the whole axis: bins keep their position while the domain moves, and their width
 * while its length stays. The first and last bin may exceed the domain.
 */
export function binWindow(
  column: ColumnMeta,
  domain: Span,
  spec: BinSpec,
  wanted: ScaleSpec | null = null,
): BinnedAxis {
  const scale = scaleFor(column.type, domain, wanted);
  return new BinnedAxis(column, scale, edgesAround(scale, spec));
}
