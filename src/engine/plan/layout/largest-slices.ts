import type { Channel } from '../../grammar/channel';
import type { ByChannel } from '../../grammar/channel-name';
import { largestCategories } from '../../scales/largest-categories';
import type { LayerSpec } from '../../grammar/plot-spec';
import { addsUp } from '../../grammar/measure';
import { measureOf } from '../table-needs';
import { valuesOf, type LayerTable, type TableColumn } from '../layer-table';
import { OTHER_CODE } from './slices';

/** Users can't tell more colors apart. */
export const MAX_SLICES = 8;

/**
 * Merges all but the largest categories of color into one row with their sum. Only values that add up can be merged:
 * values of rows, counts and sums. A single remaining category isn't merged: it is gray, and keeps its name.
 * @param limit how many categories stay; null for as many as have colors that users can tell apart
 * @param all the table of all rows, whose categories a filtered table keeps; null if `table` is that table
 */
export function largestSlices(
  table: LayerTable,
  { channels, options: { limit } }: Pick<LayerSpec, 'channels' | 'options'>,
  all: LayerTable | null,
): LayerTable {
  const color = table.columns.get('color');
  if (color?.type.kind !== 'category' || !hasOther(channels)) return table;
  const values = valuesOf(table, 'theta');
  const kept = all ? new Set(valuesOf(all, 'color')) : largestOf(color, values, limit ?? MAX_SLICES);
  const isJoined = (row: number): boolean => !Number.isNaN(color.values[row]!) && !kept.has(color.values[row]!);
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const [own, joined] = [rows.filter((row) => !isJoined(row)), rows.filter(isJoined)];
  if (joined.length === 0) return table;
  const sum = joined.reduce((total, row) => total + (values[row]! > 0 ? values[row]! : 0), 0);
  const columns = new Map(
    [...table.columns].map(([channel, { type, values: before }]) => {
      const other = channel === 'theta' ? sum : type.kind === 'category' ? OTHER_CODE : NaN;
      return [channel, { type, values: Float64Array.from([...own.map((row) => before[row]!), other]) }];
    }),
  );
  return { rows: own.length + 1, columns };
}

/** The codes of the largest categories, by the sum of their values. */
function largestOf({ values: codes }: TableColumn, values: Float64Array, most: number): ReadonlySet<number> {
  const sums = new Map<number, number>();
  for (const [row, code] of codes.entries())
    if (!Number.isNaN(code)) sums.set(code, (sums.get(code) ?? 0) + Math.max(0, values[row]! || 0));
  const known = [...sums.keys()];
  if (known.length <= most + 1) return new Set(known);
  const weights = new Float64Array(Math.max(...known) + 1);
  for (const [code, total] of sums) weights[code] = total;
  return new Set(largestCategories(known, most, weights));
}

/** Whether several categories of color can share a slice: their values add up. */
export function hasOther(channels: ByChannel<Channel>): boolean {
  const theta = channels.get('theta');
  if (!channels.has('color')) return false;
  const measure = measureOf(theta);
  return measure ? addsUp(measure) : theta?.kind === 'value';
}
