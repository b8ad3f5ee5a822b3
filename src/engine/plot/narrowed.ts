import type { ColumnLease } from '../columns/column-cache';
import type { Summand } from '../frame/recording';

/** Sums of small keys need fewer digits than their lane has: one table of an index instead of two. */
export function narrowed(summand: Summand, { meta: { encoding }, extent }: ColumnLease): Summand {
  if (summand.lane !== 'u32' || encoding.kind !== 'u32' || !extent) return summand;
  const keys = (BigInt(extent[1]) - encoding.origin) / encoding.step;
  return { ...summand, bits: Math.max(1, keys.toString(2).length) };
}
