import type { ByChannel } from '../grammar/channel-name';
import type { LayerPlan } from '../plan/plan';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Relation } from '../source/source';
import type { LayerFacets } from './facets/facets';
import type { BandLimit } from './limit/band-limit';
import type { PlotColumns } from './plot-columns';

/** The rows and columns of one layer. */
export interface LayerData<P extends LayerPlan = LayerPlan> {
  readonly plan: P;
  readonly relation: Relation;
  readonly plotColumns: PlotColumns;
  readonly facets: LayerFacets;
  /** The limit of the plot's band, if this layer ranks the labels. */
  readonly limit: BandLimit | null;
}

/** The axes of one layer: a column of its own relation on each, on scales that all layers of the plot share. */
export type LayerAxes = ByChannel<BinnedAxis>;
