import type { Axis } from './axis';
import { partOf, timeText } from './time-label';

/** What lies in a bin, for a reader: a category, a whole number, or from where to where. */
export function binText(axis: Axis, bin: number): string {
  const {
    column: { type },
    edges,
  } = axis;
  const [from, to] = [edges[bin]!, edges[bin + 1]!];
  if (type.kind === 'category') return axis.format(from);
  if (type.kind === 'number')
    return type.integer && to - from === 1 ? axis.format(from) : `${axis.format(from)} to ${axis.format(to)}`;
  const timesMs = [from, to].map((ticks) => ticks / type.ticksPerMs);
  const part = partOf(timesMs);
  return timesMs.map((ms) => timeText(ms, part === 'year' || part === 'month' ? 'day' : part)).join(' to ');
}

/** The bin that a fraction of the axis lies in. */
export function binAt(axis: Axis, fraction: number): number {
  const value = axis.valueAt(fraction);
  let [low, high] = [0, axis.edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (axis.edges[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}
