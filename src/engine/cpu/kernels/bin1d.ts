import type { Codes } from '../columns/bin-codes';
import type { Mask } from './filter';

/**
 * Adds a page of rows to the counts of one axis. `counts` has four tables of `stride` cells: one per bin, and one for
 * rows in no bin. Neighboring rows are often in the same bin; with one table, each increment would wait for the one
 * before. `mask`: the rows that pass; null for all.
 */
export function bin1d(codes: Codes, rows: number, stride: number, mask: Mask | null, counts: Uint32Array): void {
  const [second, third, fourth] = [stride, 2 * stride, 3 * stride];
  let i = 0;
  if (mask) {
    for (; i + 3 < rows; i += 4) {
      counts[codes[i]!]! += mask[i]!;
      counts[second + codes[i + 1]!]! += mask[i + 1]!;
      counts[third + codes[i + 2]!]! += mask[i + 2]!;
      counts[fourth + codes[i + 3]!]! += mask[i + 3]!;
    }
    for (; i < rows; i++) counts[codes[i]!]! += mask[i]!;
  } else {
    for (; i + 3 < rows; i += 4) {
      counts[codes[i]!]!++;
      counts[second + codes[i + 1]!]!++;
      counts[third + codes[i + 2]!]!++;
      counts[fourth + codes[i + 3]!]!++;
    }
  }
  for (; i < rows; i++) counts[codes[i]!]!++;
}

/** The sum of the four tables, without the last cell. */
export function foldTables(counts: Uint32Array, stride: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(
    { length: stride - 1 },
    (_, i) => counts[i]! + counts[stride + i]! + counts[2 * stride + i]! + counts[3 * stride + i]!,
  );
}
