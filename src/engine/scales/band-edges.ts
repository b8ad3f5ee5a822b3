import { SLIVER, type Edges } from './edges';
import type { Span } from './scale-methods';

/** One bin per label. */
export function bandEdges(count: number): Edges {
  return codesBetween(0, count);
}

/** One bin per label that is visible, fully or in part. */
export function bandEdgesAround(count: number, [lo, hi]: Span): Edges {
  const first = Math.max(0, Math.floor(lo + SLIVER));
  return codesBetween(first, Math.min(count, Math.max(first + 1, Math.ceil(hi - SLIVER))));
}

function codesBetween(first: number, end: number): Edges {
  return { thresholds: Array.from({ length: end - first + 1 }, (_, i) => first + i), uniform: true };
}
