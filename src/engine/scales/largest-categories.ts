/**
 * The codes that keep a color or symbol of their own where there are too few for all: the largest, in the order given.
 * Of equally large ones the first. Without weights, the first codes.
 */
export function largestCategories(
  codes: readonly number[],
  count: number,
  weights: ArrayLike<number> | undefined,
): readonly number[] {
  if (codes.length <= count) return codes;
  const kept = new Set(
    [...codes].sort((a, b) => (weights?.[b] ?? 0) - (weights?.[a] ?? 0)).slice(0, Math.max(0, count)),
  );
  return codes.filter((code) => kept.has(code));
}
