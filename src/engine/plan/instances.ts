import type { PositionChannel } from '../grammar/position-channel';

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
export function extentOf({ from, to }: Ranges, positive = false): readonly [lo: number, hi: number] | null {
  let [lo, hi] = [Infinity, -Infinity];
  for (const values of from === to ? [from] : [from, to]) {
    for (const value of values) {
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      if (value < lo) lo = value;
      if (value > hi) hi = value;
    }
  }
  return lo <= hi ? [lo, hi] : null;
}

export function pointsAt(values: Float64Array<ArrayBuffer>): Ranges {
  return { from: values, to: values };
}
