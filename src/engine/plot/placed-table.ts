import type { Instances } from '../plan/instances';
import type { LayerTable } from '../plan/layer-table';
import type { LabelValues } from './limit/band-limit';

/** A table, and where a mark places the rows of each panel. */
export interface PlacedTable {
  /** The rows of all panels. */
  readonly table: LayerTable;
  /** In the order of the panels. */
  readonly parts: readonly PlacedPart[];
  /** The statement that answered; null without the database. */
  readonly sql: string | null;
  /** The relation has more rows than the layer draws. */
  readonly truncated: boolean;
  /** The number of different outliers, of which some may be left out; absent in tables of other values. */
  readonly outliers?: number;
  /** What ranks the labels of the plot's band; absent if this layer doesn't rank them. */
  readonly labelValues?: LabelValues;
  /** Which rows have no shape, before a mark merged rows; null if all have one. */
  readonly note: string | null;
}

/** The rows of one panel. */
export interface PlacedPart {
  readonly table: LayerTable;
  readonly instances: Instances;
}
