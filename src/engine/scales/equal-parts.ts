import type { Edges } from './edges';
import type { Scale } from './scale';

/**
 * A scale's domain in so many parts, equally long on the axis. Kernels and SQL both take the thresholds from here, so
 * that they agree to the last row.
 */
export function equalParts(scale: Scale, count: number): Edges {
  let before = -Infinity;
  const thresholds = Array.from({ length: count + 1 }, (_, i) => (before = Math.max(before, scale.invert(i / count))));
  return { thresholds, uniform: scale.isProportional };
}
