import { laneOf, type ColumnMeta } from '../columns/column';
import { ceilKey, keyBelow, packKeys, type Key } from '../columns/keys';
import type { Bins } from '../frame/recording';
import type { Edges } from './edges';

/**
 * Converts edges to sort keys of a column, which kernels compare. A value lies in bin i exactly when thresholds[i] ≤
 * value < thresholds[i + 1].
 * @param ticksPerMs for times: the unit of the thresholds, if it differs from the column's
 */
export function binsOf(column: ColumnMeta, { thresholds, uniform }: Edges, ticksPerMs?: number): Bins {
  const { encoding, type } = column;
  const lane = laneOf(encoding);
  const ratio = type.kind === 'time' && ticksPerMs !== undefined ? type.ticksPerMs / ticksPerMs : 1;
  const ends = ratio === 1 ? thresholds : thresholds.map((threshold) => wholeTicks(threshold, ratio));
  const firsts = ends.slice(0, -1).map((edge) => ceilKey(encoding, edge));
  const last = keyBelow(encoding, ends[ends.length - 1]!);
  return { column: column.id, lane, count: firsts.length, keys: packKeys(lane, [...firsts, last]), uniform };
}

/** The first whole tick at or after a threshold; one tick of the threshold is `ratio` ticks. Exact. */
function wholeTicks(threshold: number, ratio: number): Key {
  if (!Number.isFinite(threshold)) return threshold;
  const [whole, parts] = [Math.floor(threshold), Math.round(ratio >= 1 ? ratio : 1 / ratio)];
  if (ratio >= 1) return BigInt(whole) * BigInt(parts) + BigInt(Math.ceil((threshold - whole) * parts));
  const [ticks, size] = [BigInt(Math.ceil(threshold)), BigInt(parts)];
  const quotient = ticks / size; // rounds towards 0
  return ticks > 0n && quotient * size !== ticks ? quotient + 1n : quotient;
}
