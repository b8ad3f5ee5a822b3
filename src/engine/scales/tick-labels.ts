import type { Scale } from './scale';
import type { TickSet } from './scale-methods';
import { formatForTicks, textFormat } from './text-format';

/**
 * The labels of some ticks of a scale: by the author's format, precise enough for these ticks, or as short as the
 * others allow.
 * @throws PikaError `spec/bad-format`
 */
export function tickLabels(scale: Scale, set: TickSet, values: readonly number[]): readonly string[] {
  const { format } = scale.show;
  if (!format) return set.labels(values);
  const isNumber = scale.kind !== 'band' && scale.kind !== 'time';
  const specifier = isNumber ? formatForTicks(format.specifier, values) : format.specifier;
  if (specifier === format.specifier) return values.map((value) => scale.format(value));
  return values.map(textFormat(scale, specifier, `attribute ${format.attribute}`));
}
