import type { Edges } from './edges';
import type { Scale } from './scale';

/**
 * Divides a scale's domain into parts of equal length on the axis. Kernels and SQL share these thresholds, so they
 * agree to the last row.
 */
export function equalParts(scale: Scale, count: number): Edges {
  let before = -Infinity;
  const thresholds = Array.from({ length: count + 1 }, (_, i) => (before = Math.max(before, scale.invert(i / count))));
  return { thresholds, uniform: scale.isLinear };
}
