import type { Ranges } from '../instances';

/**
 * Places the instances of one slot side by side, each in an equal part of it. Every slot has the same parts, so that
 * bars of one series line up.
 * @param series the part of each instance, from 0
 * @param parts the number of parts
 */
export function dodge({ from, to }: Ranges, series: Float64Array, parts: number): Ranges {
  if (parts < 2) return { from, to };
  const at = (end: 0 | 1): Float64Array<ArrayBuffer> =>
    Float64Array.from(from, (start, i) => start + ((to[i]! - start) * (series[i]! + end)) / parts);
  return { from: at(0), to: at(1) };
}
