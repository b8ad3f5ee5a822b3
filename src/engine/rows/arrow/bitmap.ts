/** Whether bit `row` is set; a missing bitmap has every bit set. */
export function bitAt(bitmap: Uint8Array, row: number): boolean {
  return ((bitmap[row >> 3]! >> (row & 7)) & 1) === 1;
}

/**
 * `rows` bits from bit `from` on, as a bitmap that starts at its first bit. Copies only if `from` is not a multiple of
 * eight.
 */
export function bitsFrom(bitmap: Uint8Array, from: number, rows: number): Uint8Array {
  const bytes = (rows + 7) >> 3;
  const start = from >> 3;
  const shift = from & 7;
  if (shift === 0) return bitmap.subarray(start, start + bytes);
  const moved = new Uint8Array(bytes);
  for (let i = 0; i < bytes; i++)
    moved[i] = (bitmap[start + i]! >> shift) | ((bitmap[start + i + 1] ?? 0) << (8 - shift));
  return moved;
}

/** The number of unset bits among the first `rows`. */
export function countZeros(bitmap: Uint8Array, rows: number): number {
  let zeros = rows;
  const whole = rows >> 3;
  for (let i = 0; i < whole; i++) {
    let byte = bitmap[i]!;
    for (; byte !== 0; byte &= byte - 1) zeros--;
  }
  for (let row = whole << 3; row < rows; row++) if (bitAt(bitmap, row)) zeros--;
  return zeros;
}

/** A bitmap of the rows that are not NULL; empty if all are. */
export function validityOf(values: ArrayLike<unknown>): { readonly validity: Uint8Array; readonly nullCount: number } {
  let validity: Uint8Array | null = null;
  let nullCount = 0;
  for (let row = 0; row < values.length; row++) {
    if (values[row] !== null && values[row] !== undefined) continue;
    validity ??= new Uint8Array((values.length + 7) >> 3).fill(0xff);
    validity[row >> 3]! &= ~(1 << (row & 7));
    nullCount++;
  }
  return { validity: validity ?? new Uint8Array(0), nullCount };
}
