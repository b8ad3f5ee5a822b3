import { NO_VALUE } from '../scales/value-text';
import type { CategoryColors } from '../scales/color/category-colors';
import type { ColorScale } from '../scales/color/color-scale';
import { cssOf } from '../scales/color/color-word';
import { rampAt } from '../scales/color/ramp';
import type { RampColors } from '../scales/color/ramp-colors';
import type { StepColors } from '../scales/color/step-colors';
import { tickLabels } from '../scales/tick-labels';
import type { LegendEntry, LegendModel, LegendRamp, RampTick } from './legend';

/** The value of the entry for all categories without a color of their own. */
export const OTHERS = -1;

export interface ColorLegendOptions {
  /** The column has NULLs: their color gets an entry, with value NaN. */
  readonly hasNone?: boolean;
}

/** The number of colors that draw a ramp: enough to hide that it is straight between them. */
const STOPS = 17;
/** About how many ticks a ramp may have, from many to few. */
const TICKS = [5, 4, 3, 2];
/** Ticks that are closer to the middle of a diverging ramp would touch its label. */
const TICK_GAP = 0.1;

/** The legend of a color scale. The value of a step's entry is its index, that of a category its code. */
export function colorLegend(scale: ColorScale, title: string, options: ColorLegendOptions = {}): LegendModel {
  const none: readonly LegendEntry[] = options.hasNone
    ? [{ label: NO_VALUE, value: NaN, color: cssOf(scale.none) }]
    : [];
  switch (scale.kind) {
    case 'category':
      return {
        channel: 'color',
        title,
        entries: [...categoryEntries(scale), ...none],
        ...(scale.note !== null && { note: scale.note }),
      };
    case 'sequential':
    case 'diverging':
      return { channel: 'color', title, entries: none, ramp: rampModel(scale) };
    default:
      return { channel: 'color', title, entries: [...stepEntries(scale), ...none] };
  }
}

function categoryEntries({ entries, others, other }: CategoryColors): readonly LegendEntry[] {
  return [
    ...entries.map(({ label, value, color }) => ({ label, value, color: cssOf(color) })),
    ...(others > 0 ? [{ label: 'other', value: OTHERS, color: cssOf(other) }] : []),
  ];
}

function rampModel(colors: RampColors): LegendRamp {
  return {
    stops: Array.from({ length: STOPS }, (_, i) => cssOf(rampAt(colors.ramp, i / (STOPS - 1)))),
    tickSets: TICKS.map((count) => rampTicks(colors, count)),
  };
}

function rampTicks(colors: RampColors, count: number): RampTick[] {
  const set = colors.scale.ticks(count);
  const middle = colors.stops.length === 3 ? colors.stops[1]! : null;
  const apart = (value: number): boolean =>
    middle === null || value === middle || Math.abs(colors.position(value) - colors.position(middle)) >= TICK_GAP;
  const [lo, hi] = colors.scale.domain;
  const values = [...new Set([...set.values, ...(middle === null ? [] : [middle])])]
    .filter((value) => value >= lo && value <= hi && apart(value))
    .sort((a, b) => a - b);
  const labels = tickLabels(colors.scale, set, values);
  return values.map((value, i) => ({ position: colors.position(value), label: labels[i]! }));
}

function stepEntries({ thresholds, colors, scale }: StepColors): LegendEntry[] {
  const text = (value: number): string => scale.format(value);
  return colors.map((color, i) => {
    const [from, to] = [thresholds[i - 1], thresholds[i]];
    const label =
      from === undefined
        ? to === undefined
          ? 'all values'
          : `< ${text(to)}`
        : to === undefined
          ? `≥ ${text(from)}`
          : `${text(from)} – ${text(to)}`;
    return { label, value: i, color: cssOf(color) };
  });
}
