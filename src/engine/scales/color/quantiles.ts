/**
 * The `count` − 1 values between `count` equally large parts of some values (R-7, as in d3 and DuckDB's quantile_cont).
 * NaN and infinite values do not count. Fewer if values are equal; none if there is no value.
 */
export function quantiles(values: ArrayLike<number>, count: number): readonly number[] {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  if (sorted.length === 0) return [];
  const found = Array.from({ length: count - 1 }, (_, i) => {
    const at = ((sorted.length - 1) * (i + 1)) / count;
    const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
    return below + (above - below) * (at - Math.floor(at));
  });
  return [...new Set(found)];
}
