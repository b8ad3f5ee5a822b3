import type { ScaleMethods, TickSet } from './scale-methods';

/**
 * The labels of some ticks of a scale: by the author's format, or as short as the others allow.
 * @throws PikaError `spec/bad-format`
 */
export function tickLabels(scale: ScaleMethods, set: TickSet, values: readonly number[]): readonly string[] {
  return scale.show.format ? values.map((value) => scale.format(value)) : set.labels(values);
}
