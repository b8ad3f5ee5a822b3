import type { ColumnType } from '../columns/column';
import type { ChannelName } from '../grammar/channel-name';
import { OTHER_LABEL } from '../scales/value-text';
import type { LayerTable } from '../plan/layer-table';
import { countsInPanels } from './facets/counts-in-panels';
import { NO_FACETS, type LayerFacets } from './facets/facets';
import type { LayerAxes } from './layer-data';

/**
 * One instance that a plot draws: its values by channel, in data units. Times are Dates, categories their labels, NULL
 * is null. A bin of `x` reaches from `x` to `x2`. `layer` is its number, from 0, in painter's order.
 */
export type DrawnValue = { readonly [channel in ChannelName]?: number | string | Date | null } & {
  readonly layer: number;
};

/** The rows of a table. */
export function tableValues({ rows, columns }: LayerTable, layer: number): DrawnValue[] {
  return Array.from({ length: rows }, (_, row) => {
    const values = [...columns].map(([channel, { type, values: ticks }]) => [channel, dataValue(ticks[row]!, type)]);
    return { ...Object.fromEntries(values), layer };
  });
}

/** The counts along one or two axes in each panel, without empty cells. One count is along `y`, or a cell's color. */
export function countValues(
  axes: LayerAxes,
  counts: Uint32Array,
  layer: number,
  facets: LayerFacets = NO_FACETS,
): DrawnValue[] {
  const sides = [...axes];
  const isPlane = axes.has('x') && axes.has('y');
  return Array.from(countsInPanels(axes, counts, facets), (count, cell): DrawnValue[] => {
    if (count === 0) return [];
    let rest = cell;
    const values: [string, number | string | Date | null][] = [];
    for (const [channel, { bins, edges, column }] of sides) {
      const bin = rest % bins.count;
      rest = Math.floor(rest / bins.count);
      values.push([channel, dataValue(edges[bin]!, column.type)]);
      if (!facets.channels.has(channel) && column.type.kind !== 'category')
        values.push([`${channel}2`, dataValue(edges[bin + 1]!, column.type)]);
    }
    values.push([isPlane ? 'color' : 'y', count]);
    return [{ ...(Object.fromEntries(values) as Omit<DrawnValue, 'layer'>), layer }];
  }).flat();
}

/** A value in data units: times are Dates, categories their labels, NULL is null. */
export function dataValue(tick: number, type: ColumnType): number | string | Date | null {
  if (Number.isNaN(tick)) return null;
  switch (type.kind) {
    case 'number':
      return tick;
    case 'category':
      return type.labels[tick] ?? (tick < 0 ? OTHER_LABEL : null);
    case 'time':
      return new Date(tick / type.ticksPerMs);
  }
}
