import type { ColumnMeta } from '../columns/column';
import type { ChannelName } from '../grammar/channel-name';
import type { Bins } from '../frame/recording';
import type { Dimension } from '../plan/mark';
import type { TablePlan } from '../plan/plan';
import { binsOf } from '../scales/bins-of';
import type { LayerAxes } from './layer-data';

/** How one channel divides the rows of a layer into groups. */
export interface Grouping {
  readonly channel: ChannelName;
  readonly expression: string;
  readonly column: ColumnMeta;
  /** Of its bins, or of labels; null where each value has its own group. */
  readonly edges: readonly number[] | null;
}

/** Without `bin(…)`, each value has its own group. */
export function groupingsOf({ dimensions, columns }: TablePlan, axes: LayerAxes): readonly Grouping[] {
  return dimensions.map((dimension) => {
    const { channel } = dimension;
    const { column, edges } = axes.get(channel)!;
    const isValue = column.type.kind !== 'category' && isByValue(dimension);
    return { channel, expression: columns.get(channel)!.expression, column, edges: isValue ? null : edges };
  });
}

/** Its numbers and times are not binned. */
export function isByValue({ options }: Dimension): boolean {
  return options === null;
}

/** More values than this are found by the database. */
const MAX_VALUES = 4096;

/** Bins of one value each, for whole numbers and regular times that are close to each other; null for others. */
export function valueBins(
  column: ColumnMeta,
  [first, last]: readonly [number, number],
): { readonly bins: Bins; readonly values: readonly number[] } | null {
  const { encoding } = column;
  if (!('step' in encoding)) return null;
  const step = Number(encoding.step);
  const count = Math.round((last - first) / step) + 1;
  if (count > MAX_VALUES || Math.max(-first, last + step) > Number.MAX_SAFE_INTEGER) return null;
  const thresholds = Array.from({ length: count + 1 }, (_, i) => first + i * step);
  return { bins: binsOf(column, { thresholds, uniform: true }), values: thresholds.slice(0, -1) };
}
