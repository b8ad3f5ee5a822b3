import type { BinnedAxis } from './binned-axis';
import type { Scale } from './scale';
import { partOf, timeText, wholeUnitText, type TimePart } from './time-label';

/** The text of a bin for the user: a category, a whole number, a year, month or day, or an interval. */
export function binText({ scale, edges }: Pick<BinnedAxis, 'scale' | 'edges'>, bin: number): string {
  return intervalText(scale, edges[bin]!, edges[bin + 1]!);
}

/** The text of the values from ≤ value < to, in the scale's units. */
export function intervalText(scale: Scale, from: number, to: number): string {
  switch (scale.kind) {
    case 'band':
      return scale.format(from);
    case 'time': {
      const [fromMs, toMs] = [from / scale.ticksPerMs, to / scale.ticksPerMs];
      const unit = wholeUnitText(fromMs, toMs, scale.show);
      if (scale.show.format) return unit ? scale.format(from) : `${scale.format(from)} to ${scale.format(to)}`;
      if (unit) return unit;
      // A bin of one tick holds one time.
      if (to - from === 1) return timeText(fromMs, withDay(partOf([fromMs], scale.show)), scale.show);
      const shown = withDay(partOf([fromMs, toMs], scale.show));
      return `${timeText(fromMs, shown, scale.show)} to ${timeText(toMs, shown, scale.show)}`;
    }
    default:
      if (scale.integer && to - from === 1) return scale.format(from);
  }
  return `${scale.format(from)} to ${scale.format(to)}`;
}

function withDay(part: TimePart): TimePart {
  return part === 'year' || part === 'month' ? 'day' : part;
}
