import type { ColumnMeta } from '../columns/column';
import { Axis, SLIVER, type Cut, type Span } from './axis';
import { cutNumbers, cutNumbersWindow } from './cut-numbers';
import { cutTimes, cutTimesWindow } from './cut-times';

/**
 * The thresholds of an axis over [min, max] in ticks: every value lies in a bin, the last included.
 * Numbers get steps of 1, 2 or 5 × 10ᵏ (never below 1 for integers) anchored at 0; times calendar units; categories one bin each.
 * `clip` shows only a part, in data units: its ends are thresholds, moved outwards to whole steps.
 * @throws TooManyBins when the author's step cuts it into too many
 */
export function cutAxis(column: ColumnMeta, min: number, max: number, cut: Cut, clip: Span | null): Axis {
  const { type } = column;
  switch (type.kind) {
    case 'category': return new Axis(column, Array.from({ length: type.labels.length + 1 }, (_, code) => code), true);
    case 'time': return cutTimes(column, type.ticksPerMs, min, max, cut, clip);
    case 'number': return cutNumbers(column, min, max, cut, clip);
  }
}

/**
 * The same kind of thresholds around a part of an axis, anchored where those of the whole are: bins keep their place while the part
 * moves, and their width while its length stays. Those at the ends reach beyond it.
 */
export function cutWindow(column: ColumnMeta, span: Span, cut: Cut): Axis {
  const { type } = column;
  switch (type.kind) {
    case 'category': {
      const first = Math.max(0, Math.floor(span[0] + SLIVER));
      const end = Math.min(type.labels.length, Math.max(first + 1, Math.ceil(span[1] - SLIVER)));
      return new Axis(column, Array.from({ length: end - first + 1 }, (_, i) => first + i), true, span);
    }
    case 'time': return cutTimesWindow(column, type.ticksPerMs, span, cut);
    case 'number': return cutNumbersWindow(column, span, cut);
  }
}
