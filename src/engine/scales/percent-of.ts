import { format } from 'd3-format';

const percent = format('.1~%');

/** A value's share of the sum of all positive values, in words: `12.5%`. */
export function percentOf(value: number, values: Float64Array): string {
  const total = values.reduce((sum, one) => sum + (one > 0 && one < Infinity ? one : 0), 0);
  return percent(total > 0 ? Math.max(0, value) / total : 0);
}
