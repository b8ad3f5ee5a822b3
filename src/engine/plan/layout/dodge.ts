import type { Ranges } from '../instances';

/**
 * Places the instances of one slot side by side, each in an equal part of it: the parts follow the ascending order of
 * `series`, and every slot has the same parts, so that bars of one series line up.
 */
export function dodge({ from, to }: Ranges, series: Float64Array): Ranges {
  const known = [...new Set(series)].filter((one) => !Number.isNaN(one)).sort((a, b) => a - b);
  if (known.length < 2) return { from, to };
  const partOf = new Map(known.map((one, i) => [one, i]));
  const at = (share: (part: number) => number): Float64Array<ArrayBuffer> =>
    Float64Array.from(from, (start, i) => {
      const part = partOf.get(series[i]!);
      return part === undefined ? NaN : start + ((to[i]! - start) * share(part)) / known.length;
    });
  return { from: at((part) => part), to: at((part) => part + 1) };
}
