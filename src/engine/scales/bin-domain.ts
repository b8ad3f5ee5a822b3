import type { ColumnMeta } from '../columns/column';
import type { ScaleSpec } from '../grammar/scale-spec';
import { BinnedAxis } from './binned-axis';
import type { BinSpec } from './edges';
import { domainOf, edgesAround, edgesOver } from './edges-over';
import { scaleFor } from './scale-for';
import type { Span } from './scale-methods';

/**
 * An axis over [min, max] in ticks: every value between lies in a bin, the last included; see {@link edgesOver}.
 * @param clip shows only a part, in data units
 * @param wanted null for the scale that the column's type has by itself
 * @throws TooManyBins when the author's step makes too many
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
 * The same kind of thresholds around a part of an axis, anchored where those of the whole are: bins keep their place
 * while the part moves, and their width while its length stays. Those at the ends reach beyond it.
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
