import { interpolate, type Points } from '../../curves/curve';
import type { MarkOptions } from '../../grammar/plot-spec';

/**
 * The points of several lines, joined by a curve. `lines` holds the rows of each line in their order; `at` and `values`
 * have an entry for each row.
 */
export function seriesPoints<Values extends readonly Float64Array<ArrayBuffer>[]>(
  lines: readonly Uint32Array[],
  at: Float64Array,
  values: Values,
  curve: MarkOptions['curve'],
): Points<Values> {
  const starts = new Uint32Array(lines.length + 1);
  lines.forEach((rows, i) => (starts[i + 1] = starts[i]! + rows.length));
  const gathered = (column: Float64Array): Float64Array<ArrayBuffer> => {
    const out = new Float64Array(starts[lines.length]!);
    lines.forEach((rows, i) => rows.forEach((row, p) => (out[starts[i]! + p] = column[row]!)));
    return out;
  };
  const points = { at: gathered(at), values: values.map(gathered) as unknown as Values, starts };
  return interpolate(curve ?? 'linear', points);
}
