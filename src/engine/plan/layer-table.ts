import type { ByChannel, ChannelName } from '../grammar/channel-name';
import type { ShownType } from '../scales/presentation';

/** The values of one channel, one for each row of a layer's table. */
export interface TableColumn {
  readonly type: ShownType;
  /** Numbers, ticks of times, or codes of categories. NaN is NULL. */
  readonly values: Float64Array<ArrayBuffer>;
}

/**
 * What a layer draws: one row for each instance, from rows as they are or from groups. The `x2` of a binned `x` is the
 * upper edge of its bin; likewise `y2`.
 */
export interface LayerTable {
  readonly rows: number;
  readonly columns: ByChannel<TableColumn>;
}

export const NO_TABLE: LayerTable = { rows: 0, columns: new Map() };

/** The values of a channel; all NaN if the table has no such column. */
export function valuesOf({ rows, columns }: LayerTable, channel: ChannelName): Float64Array<ArrayBuffer> {
  return columns.get(channel)?.values ?? new Float64Array(rows).fill(NaN);
}
