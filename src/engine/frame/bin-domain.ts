import type { ColumnMeta } from '../columns/column';
import { Axis, SLIVER, type BinSpec, type Span } from './axis';
import { binNumbers, binNumbersWindow } from './bin-numbers';
import { binTimes, binTimesWindow } from './bin-times';

/**
 * The thresholds of an axis over [min, max] in ticks: every value lies in a bin, the last included. Numbers get steps
 * of 1, 2 or 5 × 10ᵏ (never below 1 for integers) anchored at 0; times calendar units; categories one bin each. `clip`
 * shows only a part, in data units: its ends are thresholds, moved outwards to whole steps.
 * @throws TooManyBins when the author's step cuts it into too many
 */
export function binDomain(column: ColumnMeta, min: number, max: number, spec: BinSpec, clip: Span | null): Axis {
  const { type } = column;
  switch (type.kind) {
    case 'category':
      return new Axis(
        column,
        Array.from({ length: type.labels.length + 1 }, (_, code) => code),
        true,
      );
    case 'time':
      return binTimes(column, type.ticksPerMs, min, max, spec, clip);
    case 'number':
      return binNumbers(column, min, max, spec, clip);
  }
}

/**
 * The same kind of thresholds around a part of an axis, anchored where those of the whole are: bins keep their place
 * while the part moves, and their width while its length stays. Those at the ends reach beyond it.
 */
export function binWindow(column: ColumnMeta, span: Span, spec: BinSpec): Axis {
  const { type } = column;
  switch (type.kind) {
    case 'category': {
      const first = Math.max(0, Math.floor(span[0] + SLIVER));
      const end = Math.min(type.labels.length, Math.max(first + 1, Math.ceil(span[1] - SLIVER)));
      return new Axis(
        column,
        Array.from({ length: end - first + 1 }, (_, i) => first + i),
        true,
        span,
      );
    }
    case 'time':
      return binTimesWindow(column, type.ticksPerMs, span, spec);
    case 'number':
      return binNumbersWindow(column, span, spec);
  }
}
