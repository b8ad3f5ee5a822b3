import type { Codes } from '../columns/bin-codes';
import type { Mask } from './filter';

/**
 * Adds a page of rows to a grid of (nx + 1) × (ny + 1) cells; the last row and column count the rows in no bin. `mask`
 * as in bin1d. Unrolled by four: loop overhead costs as much as a row.
 */
export function bin2d(
  xs: Codes,
  ys: Codes,
  rows: number,
  stride: number,
  mask: Mask | null,
  counts: Uint32Array,
): void {
  let i = 0;
  if (mask) {
    for (; i + 3 < rows; i += 4) {
      counts[ys[i]! * stride + xs[i]!]! += mask[i]!;
      counts[ys[i + 1]! * stride + xs[i + 1]!]! += mask[i + 1]!;
      counts[ys[i + 2]! * stride + xs[i + 2]!]! += mask[i + 2]!;
      counts[ys[i + 3]! * stride + xs[i + 3]!]! += mask[i + 3]!;
    }
    for (; i < rows; i++) counts[ys[i]! * stride + xs[i]!]! += mask[i]!;
  } else {
    for (; i + 3 < rows; i += 4) {
      counts[ys[i]! * stride + xs[i]!]!++;
      counts[ys[i + 1]! * stride + xs[i + 1]!]!++;
      counts[ys[i + 2]! * stride + xs[i + 2]!]!++;
      counts[ys[i + 3]! * stride + xs[i + 3]!]!++;
    }
  }
  for (; i < rows; i++) counts[ys[i]! * stride + xs[i]!]!++;
}

/** The grid without its last row and column. */
export function trimGrid(counts: Uint32Array, nx: number, ny: number): Uint32Array<ArrayBuffer> {
  const trimmed = new Uint32Array(nx * ny);
  for (let y = 0; y < ny; y++) trimmed.set(counts.subarray(y * (nx + 1), y * (nx + 1) + nx), y * nx);
  return trimmed;
}
