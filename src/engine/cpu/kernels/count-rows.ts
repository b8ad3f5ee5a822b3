import type { Mask } from './filter';

/** How many rows of a page pass; all when there is no mask. */
export function countRows(rows: number, mask: Mask | null): number {
  if (!mask) return rows;
  let passing = 0;
  for (let i = 0; i < rows; i++) passing += mask[i]!;
  return passing;
}
