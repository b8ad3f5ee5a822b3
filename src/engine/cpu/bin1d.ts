import type { Codes } from './bin-codes';

/**
 * Adds a page of rows to the counts of one axis. `counts` has four tables of `stride` cells, one more than there are bins,
 * for rows in no bin: neighbouring rows are often in one bin, and adding to one cell twice would wait for the first.
 * `need` has the bits of the clauses that this view honours; a row passes when none of them is among its failures.
 */
export function bin1d(codes: Codes, rows: number, stride: number, failures: Int32Array, need: number, counts: Uint32Array): void {
  const [second, third, fourth] = [stride, 2 * stride, 3 * stride];
  let i = 0;
  if (need === 0) {
    for (; i + 3 < rows; i += 4) {
      counts[codes[i]!]!++;
      counts[second + codes[i + 1]!]!++;
      counts[third + codes[i + 2]!]!++;
      counts[fourth + codes[i + 3]!]!++;
    }
  }
  for (; i < rows; i++) counts[codes[i]!]! += ((failures[i]! & need) - 1) >>> 31;
}

/** The four tables as one, without the last cell. */
export function foldTables(counts: Uint32Array, stride: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: stride - 1 }, (_, i) => counts[i]! + counts[stride + i]! + counts[2 * stride + i]! + counts[3 * stride + i]!);
}
