import type { ChannelName } from '../grammar/channel-name';
import { PART_RANGES, type DatePart } from '../grammar/date-part';
import type { LayerSpec, PlotSpec } from '../grammar/plot-spec';
import { labelOrder, type ScaleSpec } from '../grammar/scale-spec';
import { textLocale } from '../locale/text-locale';
import { partText } from '../scales/part-text';

type BandSpec = Extract<ScaleSpec, { readonly order: readonly string[] }>;

export function isBand(scale: ScaleSpec): scale is BandSpec {
  return scale.kind === 'band' || scale.kind === 'point';
}

/**
 * The band scale of a part of a date. It has all values of the part in their fixed order, weekdays from the first day
 * of the week in the plot's language. The author may list the values, as SQL or the axis writes them, or sort them.
 */
export function partScale(
  part: DatePart,
  channel: ChannelName,
  { options }: LayerSpec,
  { lang }: PlotSpec,
  given: ScaleSpec | null,
): BandSpec | null {
  const locale = textLocale(lang);
  const [least, greatest] = PART_RANGES[part];
  const first = part === 'weekday' ? locale.firstWeekday : 0;
  const count = greatest - least + 1;
  const labels = Array.from({ length: count }, (_, i) => String(least + ((i + first) % count)));
  const listed = labelOrder(given);
  if (listed) {
    const values = new Map(labels.map((label) => [partText(part, label, locale), label]));
    return { kind: 'band', order: listed.map((text) => values.get(text) ?? text) };
  }
  const { sort } = options;
  if (sort && !('by' in sort && sort.by === channel)) return null;
  return { kind: 'band', order: sort?.by === channel && sort.descending ? labels.reverse() : labels };
}
