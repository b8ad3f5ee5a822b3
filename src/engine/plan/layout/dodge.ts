import type { Ranges } from '../instances';

/**
 * Places the instances of one slot side by side, each in an equal part of it. The parts follow the ascending order of
 * `series`, NULL last. Every slot has the same parts, so that bars of one series line up.
 */
export function dodge({ from, to }: Ranges, series: Float64Array): Ranges {
  const rank = (one: number): number => (Number.isNaN(one) ? Infinity : one);
  // A set holds NaN once.
  const known = [...new Set(series)].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  if (known.length < 2) return { from, to };
  const partOf = new Map(known.map((one, i) => [one, i]));
  const at = (share: (part: number) => number): Float64Array<ArrayBuffer> =>
    Float64Array.from(from, (start, i) => {
      return start + ((to[i]! - start) * share(partOf.get(series[i]!)!)) / known.length;
    });
  return { from: at((part) => part), to: at((part) => part + 1) };
}
