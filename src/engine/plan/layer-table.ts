import { mapChannels, type ByChannel, type ChannelName } from '../grammar/channel-name';
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

/** Some rows of a table, in this order. */
export function takeRows({ columns }: LayerTable, rows: Uint32Array): LayerTable {
  return {
    rows: rows.length,
    columns: mapChannels(columns, ({ type, values }) => ({
      type,
      values: Float64Array.from(rows, (row) => values[row]!),
    })),
  };
}

/** The rows of tables with the same columns, one table after the other. */
export function joinTables([first = NO_TABLE, ...others]: readonly LayerTable[]): LayerTable {
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    rows: all.reduce((rows, table) => rows + table.rows, 0),
    columns: mapChannels(first.columns, ({ type }, channel) => ({
      type,
      values: Float64Array.from(all.flatMap((table) => [...valuesOf(table, channel)])),
    })),
  };
}

/** The values of a channel; all NaN if the table has no such column. */
export function valuesOf({ rows, columns }: LayerTable, channel: ChannelName): Float64Array<ArrayBuffer> {
  return columns.get(channel)?.values ?? new Float64Array(rows).fill(NaN);
}
