import type { Instances } from '../plan/instances';
import type { LayerTable } from '../plan/layer-table';

/** A table, and where a mark places its rows. */
export interface PlacedTable {
  readonly table: LayerTable;
  readonly instances: Instances;
  /** The relation's number of each row; null for groups. */
  readonly rowNumbers: Float64Array<ArrayBuffer> | null;
  /** The statement that answered; null without the database. */
  readonly sql: string | null;
  /** The relation has more rows than the layer draws. */
  readonly truncated: boolean;
}
