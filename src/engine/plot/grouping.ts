import type { ColumnMeta } from '../columns/column';
import type { ChannelName } from '../grammar/channel-name';
import { isFacet } from '../grammar/facet-channel';
import { includesNull } from '../plan/includes-null';
import type { TablePlan } from '../plan/plan';
import type { LayerAxes } from './layer-data';
import { isByValue } from './value-bins';

/** How one channel divides the rows of a layer into groups. */
export interface Grouping {
  readonly channel: ChannelName;
  readonly expression: string;
  readonly column: ColumnMeta;
  /** The edges of the bins, or the labels; null if each value has its own group. */
  readonly edges: readonly number[] | null;
  /** Whether the rows without a value are a group. They have no position. */
  readonly includeNull: boolean;
}

/** Without `bin(…)`, each value has its own group. Facets use the bins of the panels. */
export function groupingsOf({ dimensions, columns }: TablePlan, axes: LayerAxes): readonly Grouping[] {
  return dimensions.map((dimension) => {
    const { channel } = dimension;
    const { column, edges } = axes.get(channel)!;
    const isByOwnValue = (!isFacet(channel) && isByValue(dimension)) || edges.length < 2;
    const isValue = column.type.kind !== 'category' && isByOwnValue;
    const { expression } = columns.get(channel)!;
    return { channel, expression, column, edges: isValue ? null : edges, includeNull: includesNull(channel) };
  });
}
