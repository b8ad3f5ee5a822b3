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
      const part = partOf(timesMs);
      return timesMs.map((ms) => timeText(ms, part === 'year' || part === 'month' ? 'day' : part)).join(' to ');
    }
    default:
      return scale.integer && to - from === 1 ? scale.format(from) : `${scale.format(from)} to ${scale.format(to)}`;
  }
}
