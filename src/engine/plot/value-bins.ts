import type { ColumnMeta } from '../columns/column';
import type { Bins } from '../frame/recording';
import type { Dimension } from '../plan/mark';
import { binsOf } from '../scales/bins-of';

/** Whether the numbers and times of a dimension are not binned. */
export function isByValue({ options }: Dimension): boolean {
  return options === null;
}

/** The database groups columns with more values than this. */
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
