import type { PositionChannel } from '../grammar/position-channel';
import type { Span } from '../scales/scale-methods';
import { extentOf as extentOfValues } from '../scales/train';

/** From where to where each instance reaches along one channel, in the units of its scale. Equal for a point. */
export interface Ranges {
  readonly from: Float64Array<ArrayBuffer>;
  readonly to: Float64Array<ArrayBuffer>;
}

/** The rows of a table as shapes on the scales: stacked, side by side, or where their values are. NaN has no place. */
export type Instances = Readonly<Record<PositionChannel, Ranges>>;

/**
 * The least and the greatest place of any instance; null if none has a place.
 * @param positive take places above 0 only, the ones with a position on a log scale
 */
export function extentOf({ from, to }: Ranges, positive = false): Span | null {
  const starts = extentOfValues(from, positive);
  const ends = from === to ? null : extentOfValues(to, positive);
  if (!starts || !ends) return starts ?? ends;
  return [Math.min(starts[0], ends[0]), Math.max(starts[1], ends[1])];
}

/** Ranges across the whole panel. They aren't values, so they don't train a scale. */
export function wholePanel(rows: number): Ranges {
  return { from: new Float64Array(rows).fill(-Infinity), to: new Float64Array(rows).fill(Infinity) };
}

/** Whether an instance reaches across the whole panel. */
export function isWhole(from: number, to: number): boolean {
  return from === -Infinity && to === Infinity;
}

export function pointsAt(values: Float64Array<ArrayBuffer>): Ranges {
  return { from: values, to: values };
}
