import type { Scale } from './scale';
import { partOf, timeText } from './time-label';

/**
 * The ends of a range lo ≤ value < hi in words, in the author's format if there is one. Whole numbers and dates have
 * whole ends. Times name the day even on a long axis, unless both ends are the first of a month.
 */
export function rangeTexts(scale: Scale, lo: number, hi: number): readonly [from: string, to: string] {
  const isWhole = scale.kind === 'time' || ('integer' in scale && scale.integer);
  const [from, to] = isWhole ? [Math.ceil(lo), Math.ceil(hi)] : [lo, hi];
  if (scale.kind === 'time' && scale.isInMonths && !scale.show.format) {
    const ends = [from / scale.ticksPerMs, to / scale.ticksPerMs];
    const exact = partOf(ends.filter(Number.isFinite), scale.show);
    const part = exact === 'year' || exact === 'month' ? 'month' : 'day';
    return [timeText(ends[0]!, part, scale.show), timeText(ends[1]!, part, scale.show)];
  }
  return [scale.format(from), scale.format(to)];
}
