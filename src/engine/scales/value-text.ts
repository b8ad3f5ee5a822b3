import { numberText } from './number-label';
import { shownAs, type ShownType } from './presentation';
import type { Scale } from './scale';
import { scaleFor } from './scale-for';
import { formatInFull } from './text-format';

/** What texts, legends and tooltips call NULL. */
export const NO_VALUE = 'no value';

/** The digits of numbers in tooltips, relative to the largest one. */
const EXACT = 1e4;

/** What a legend calls the categories without a color of their own. */
export const OTHER_LABEL = 'other';

/**
 * Formats values of a column for the user.
 * @param scale scale of an axis that shows the column; its length determines the precision of times
 * @param parts how many numbers from 0 to the largest one have different texts
 */
export function valueText(
  type: ShownType,
  values: Float64Array,
  scale: Scale | null = null,
  parts = EXACT,
): (value: number) => string {
  if (type.kind === 'number') {
    const largest = values.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0), 0);
    const format = type.show?.format;
    if (!format) return (value) => numberText(value, largest, largest / parts, type.show?.locale);
    // A text on the plot is as short as its axis.
    const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(largest / parts || 1) + 1e-9)));
    const specifier = parts === EXACT ? formatInFull(format.specifier, decimals) : format.specifier;
    const own = scaleFor(shownAs(type, { ...type.show!, format: { ...format, specifier } }), [0, 1]);
    return (value) => own.format(value);
  }
  const own = scale?.kind === 'time' ? scale : scaleFor(type, [values[0]!, values[0]! + 1]);
  if (type.kind !== 'category') return (value) => own.format(value);
  return (code) => (code < 0 ? OTHER_LABEL : own.format(code));
}
