import type { BinnedAxis } from './binned-axis';
import { partOf, timeText } from './time-label';

/** The text of a bin for the user: a category, a whole number, or an interval. */
export function binText({ scale, edges }: BinnedAxis, bin: number): string {
  const [from, to] = [edges[bin]!, edges[bin + 1]!];
  switch (scale.kind) {
    case 'band':
      return scale.format(from);
    case 'time': {
      const timesMs = [from, to].map((ticks) => ticks / scale.ticksPerMs);
      if (scale.show.format) break;
      const part = partOf(timesMs, scale.show);
      return timesMs
        .map((ms) => timeText(ms, part === 'year' || part === 'month' ? 'day' : part, scale.show))
        .join(' to ');
    }
    default:
      if (scale.integer && to - from === 1) return scale.format(from);
  }
  return `${scale.format(from)} to ${scale.format(to)}`;
}
