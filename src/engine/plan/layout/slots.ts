import type { PositionChannel } from '../../grammar/position-channel';
import type { Ranges } from '../instances';
import { valuesOf, type LayerTable } from '../layer-table';
import type { Placing } from '../mark';

/**
 * The place that each row takes along the axis of its column: its bin, its band, or a part around its value that is as
 * long as the least distance between two values.
 */
export function slotsOf(table: LayerTable, channel: PositionChannel): Ranges {
  const column = table.columns.get(channel);
  const from = valuesOf(table, channel);
  const upper = table.columns.get(`${channel}2`);
  if (upper) return { from, to: upper.values };
  if (column?.type.kind === 'category') return { from, to: from.map((code) => code + 1) };
  const half = (leastDistance(from) ?? 1) / 2;
  return { from: from.map((value) => value - half), to: from.map((value) => value + half) };
}

/** The least distance between two finite values; null if there are not two. */
export function leastDistance(values: Iterable<number>): number | null {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  let least = Infinity;
  for (let i = 1; i < sorted.length; i++) {
    const distance = sorted[i]! - sorted[i - 1]!;
    if (distance > 0 && distance < least) least = distance;
  }
  return Number.isFinite(least) ? least : null;
}

/**
 * Where a row is drawn as a point: at its value, in the middle of its band or its bin of numbers, or at the start of
 * its bin of times, because the labels of the axis name the starts. If shapes of another layer take whole bins of
 * times, the point is in the middle of its bin.
 */
export function pointsOf(
  { table, besideShapes }: Pick<Placing, 'table' | 'besideShapes'>,
  channel: PositionChannel,
): Float64Array<ArrayBuffer> {
  const column = table.columns.get(channel);
  const values = valuesOf(table, channel);
  if (column?.type.kind === 'category') return values.map((code) => code + 0.5);
  const upper = table.columns.get(`${channel}2`)?.values;
  const isInMiddle = column?.type.kind === 'number' || besideShapes.includes(channel);
  return upper && isInMiddle ? values.map((from, i) => (from + upper[i]!) / 2) : values;
}
