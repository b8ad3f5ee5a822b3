/** The middle of an odd number of values, the upper of the two in the middle of an even one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
