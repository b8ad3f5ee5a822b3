import { utcFormat } from 'd3-time-format';
import type { Axis } from './axis';

/** Down to which step, in milliseconds, a time is written how. */
const TIMES: readonly (readonly [stepMs: number, format: (date: Date) => string])[] = [
  [86_400_000, utcFormat('%-d %b %Y')], [60_000, utcFormat('%-d %b %Y %H:%M')], [1000, utcFormat('%-d %b %Y %H:%M:%S')], [0, utcFormat('%-d %b %Y %H:%M:%S.%L')],
];

/** What lies in a bin, for a reader: a category, a whole number, or from where to where. */
export function binText(axis: Axis, bin: number): string {
  const { column: { type }, edges } = axis;
  const [from, to] = [edges[bin]!, edges[bin + 1]!];
  if (type.kind === 'category') return axis.format(from);
  if (type.kind === 'number') return type.integer && to - from === 1 ? axis.format(from) : `${axis.format(from)} to ${axis.format(to)}`;
  const dates = [from, to].map((ticks) => new Date(ticks / type.ticksPerMs)) as [Date, Date];
  const [, format] = TIMES.find(([stepMs]) => dates.every((date) => stepMs === 0 || (+date % stepMs === 0)))!;
  return `${format(dates[0])} to ${format(dates[1])}`;
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
