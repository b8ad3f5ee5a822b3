import type { CountsMark } from '../mark';
import { binText } from '../../scales/bin-text';
import { gapBetween } from './bar-gap';

/** Vertical bars of counts. */
export const countBars: CountsMark = {
  showsContext: true,

  paint({ box, axes, scales, counts, context, largest, theme }) {
    const x = axes.get('x')!;
    const placeOf = (edge: number): number => Math.max(0, Math.min(1, scales.x.position(edge)));
    const edgesPx = Float32Array.from(x.edges, (edge) => placeOf(edge) * box.width);
    const gapPx = gapBetween(x.shareOf(0) * box.width);
    // A column on the same axis may have values below 0.
    const baselinePx = Math.round(Math.max(0, Math.min(1, scales.y.position(0))) * box.height);
    const yMax = baselinePx > 0 ? largest : Math.max(1, largest);
    const bars = { paint: 'bars', edgesPx, gapPx, yMax, ...(baselinePx > 0 && { baselinePx }) } as const;
    return [
      ...(context ? [{ ...bars, counts: context, color: theme.context }] : []),
      { ...bars, counts, color: theme.accent },
    ];
  },

  describe({ axes, counts }) {
    const x = axes.get('x')!;
    const whole = x.scale.show.locale.numbers.format(',');
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return 'No rows.';
    const tallest = counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
    return `${whole(total)} rows; the tallest bar holds ${whole(counts[tallest]!)}, at ${binText(x, tallest)}.`;
  },
};
