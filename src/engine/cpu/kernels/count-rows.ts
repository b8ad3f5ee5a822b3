import type { Mask } from './filter';

/** The number of rows of a page that pass; all rows without a mask. */
export function countRows(rows: number, mask: Mask | null): number {
  if (!mask) return rows;
  let passing = 0;
  for (let i = 0; i < rows; i++) passing += mask[i]!;
  return passing;
}
