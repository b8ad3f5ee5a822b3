/**
 * Adds a block of rows to a grid of (nx + 1) × (ny + 1) cells, whose last row and column take the rows in no bin.
 * `need` as in bin1d.
 */
export function bin2d(xCodes: Uint32Array, yCodes: Uint32Array, rows: number, stride: number, failures: Int32Array, need: number, counts: Uint32Array): void {
  if (need === 0) {
    for (let i = 0; i < rows; i++) counts[yCodes[i]! * stride + xCodes[i]!]!++;
    return;
  }
  for (let i = 0; i < rows; i++) counts[yCodes[i]! * stride + xCodes[i]!]! += ((failures[i]! & need) - 1) >>> 31;
}

/** The grid without its last row and column. */
export function trimGrid(counts: Uint32Array, nx: number, ny: number): Uint32Array<ArrayBuffer> {
  const trimmed = new Uint32Array(nx * ny);
  for (let y = 0; y < ny; y++) trimmed.set(counts.subarray(y * (nx + 1), y * (nx + 1) + nx), y * nx);
  return trimmed;
}
