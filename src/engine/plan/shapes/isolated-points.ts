/** Points of lines that no neighbor joins, as a line of one filtered bin has. */
export interface IsolatedPoints {
  readonly points: readonly number[];
  /** The line of each. */
  readonly lines: readonly number[];
}

/** @param at,values a point whose coordinates are not finite interrupts its line */
export function isolatedPoints(at: Float64Array, values: Float64Array, starts: Uint32Array): IsolatedPoints {
  const [points, lines]: [number[], number[]] = [[], []];
  const isPoint = (p: number): boolean => Number.isFinite(at[p]! + values[p]!);
  for (let line = 0; line + 1 < starts.length; line++) {
    const [first, end] = [starts[line]!, starts[line + 1]!];
    for (let p = first; p < end; p++) {
      if (!isPoint(p) || (p > first && isPoint(p - 1)) || (p + 1 < end && isPoint(p + 1))) continue;
      points.push(p);
      lines.push(line);
    }
  }
  return { points, lines };
}
