/**
 * Adds a block of rows to the counts of one axis. `counts` has one cell more than there are bins, for rows in no bin.
 * `need` has the bits of the clauses that this view honours; a row passes when none of them is among its failures.
 */
export function bin1d(codes: Uint32Array, rows: number, failures: Int32Array, need: number, counts: Uint32Array): void {
  if (need === 0) {
    for (let i = 0; i < rows; i++) counts[codes[i]!]!++;
    return;
  }
  for (let i = 0; i < rows; i++) counts[codes[i]!]! += ((failures[i]! & need) - 1) >>> 31;
}
