/** The scale from counts to colors: linear, by square root, or by ln(1 + count). */
export type Transfer = 'linear' | 'sqrt' | 'log';

/** Smaller counts are looked up in a table; for a larger count each cell computes the transfer. */
const TABLE_COUNTS = 1 << 16;

/**
 * Maps counts to colors, one word of RGBA bytes per cell. A count of 0 is transparent; otherwise the color is
 * ramp[round(transfer(count) / transfer(max) × 255)].
 * @param among the counts whose largest one is max; default: the counts of the cells
 */
export function colorCells(
  counts: Uint32Array,
  cells: number,
  ramp: Uint8ClampedArray<ArrayBuffer>,
  transfer: Transfer,
  colors: Uint32Array,
  among: Uint32Array = counts.subarray(0, cells),
): void {
  let max = 0;
  for (let i = 0; i < among.length; i++) if (among[i]! > max) max = among[i]!;
  if (max === 0) {
    colors.fill(0, 0, cells);
    return;
  }
  const words = new Uint32Array(ramp.slice(0, 1024).buffer);
  if (max < Math.min(TABLE_COUNTS, cells)) {
    const table = new Uint32Array(max + 1);
    // With `Uint32Array.from` and a function, coloring 150,000 cells took twice as long.
    for (let count = 1; count <= max; count++) table[count] = words[rampIndex(count, max, transfer)]!;
    for (let i = 0; i < cells; i++) colors[i] = table[counts[i]!]!;
  } else {
    for (let i = 0; i < cells; i++) {
      const count = counts[i]!;
      colors[i] = count === 0 ? 0 : words[rampIndex(count, max, transfer)]!;
    }
  }
}

export function rampIndex(count: number, max: number, transfer: Transfer): number {
  return Math.round((transferred(count, transfer) / transferred(max, transfer)) * 255);
}

function transferred(count: number, transfer: Transfer): number {
  switch (transfer) {
    case 'linear':
      return count;
    case 'sqrt':
      return Math.sqrt(count);
    case 'log':
      return Math.log1p(count);
  }
}
