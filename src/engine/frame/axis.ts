import { laneOf, type ColumnMeta } from '../columns/column';
import { ceilKey, keyBelow, packKeys, thresholdBetween } from '../columns/keys';
import { integerText, numberText } from './number-label';
import type { Bins } from './recording';
import { numberTicks, timeTicks, type TickSet } from './tick-sets';
import { shortTimeText, timeText } from './time-label';

export type CalendarStep = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** How to bin an axis. Calendar units are for times. */
export interface BinSpec {
  readonly maxBins: number;
  readonly step?: number | CalendarStep;
}

/** From ≤ … < to, in ticks of a column. */
export type Span = readonly [lo: number, hi: number];

/** A bin of which less than this shows is noise of the arithmetic. */
export const SLIVER = 1e-6;

/** How much of a time to write depends on the span shown. */
const SHORT_MS = 86_400_000 * 3;
const YEAR_MS = 86_400_000 * 400;

/**
 * A binned position axis over one resident column: its domain and bin thresholds in the column's ticks, and the way
 * between values, keys and positions. Immutable: a new domain or new bins make a new axis, so that {@link Axis.bins}
 * may be cached by identity.
 */
export class Axis {
  readonly column: ColumnMeta;
  /**
   * Thresholds in ticks, ascending, one more than bins. Bins at the ends may reach beyond what is shown; the last
   * threshold is Infinity where the largest double lies below it.
   */
  readonly edges: readonly number[];
  readonly bins: Bins;
  /** What is shown, [lo, hi): the whole of the bins unless a part of them was asked for. Finite. */
  readonly lo: number;
  readonly hi: number;
  readonly #pixelBins = new Map<number, Bins>();

  constructor(
    column: ColumnMeta,
    edges: readonly number[],
    even: boolean,
    [lo, hi]: Span = [edges[0]!, Math.min(edges[edges.length - 1]!, Number.MAX_VALUE)],
  ) {
    this.column = column;
    this.edges = edges;
    this.lo = lo;
    this.hi = hi;
    this.bins = binsOf(column, edges, even);
  }

  /** The value at a fraction of the axis. */
  valueAt(fraction: number): number {
    return thresholdBetween(this.lo, this.hi, fraction);
  }

  /** The fraction of the axis at a value; outside 0…1 when the value is outside the domain. */
  fractionOf(value: number): number {
    const length = this.hi - this.lo;
    return Number.isFinite(length)
      ? (value - this.lo) / length
      : (value / 2 - this.lo / 2) / (this.hi / 2 - this.lo / 2);
  }

  /** How much of the axis a bin takes; the last one of an axis that ends at Infinity as much as is shown of it. */
  shareOf(bin: number): number {
    return this.fractionOf(Math.min(this.edges[bin + 1]!, Number.MAX_VALUE)) - this.fractionOf(this.edges[bin]!);
  }

  /**
   * The threshold at the lower end of a pixel: what is there is in the pixel, or above. A category that shows in part
   * belongs to the first.
   */
  edgeAt(pixel: number, lengthCss: number): number {
    if (pixel <= 0 && this.column.type.kind === 'category') return Math.floor(this.lo + SLIVER);
    return pixel >= lengthCss && this.hi === Number.MAX_VALUE ? Infinity : this.valueAt(pixel / lengthCss);
  }

  /** The axis split into pixels: what a brush over it can select. Same length, same object. */
  pixelBins(lengthCss: number): Bins {
    let bins = this.#pixelBins.get(lengthCss);
    if (!bins) {
      bins = binsOf(
        this.column,
        Array.from({ length: lengthCss + 1 }, (_, pixel) => this.edgeAt(pixel, lengthCss)),
        true,
      );
      this.#pixelBins.set(lengthCss, bins);
    }
    return bins;
  }

  /** About `count` round values of a number or time. */
  ticks(count: number): TickSet {
    const {
      column: { type },
      lo,
      hi,
    } = this;
    return type.kind === 'time'
      ? timeTicks(lo, hi, count, type.ticksPerMs)
      : numberTicks(lo, hi, count, type.kind === 'number' && type.integer);
  }

  /** One value for a reader: as precise as a pixel of this axis is wide. */
  format(value: number): string {
    const {
      column: { type },
      lo,
      hi,
    } = this;
    if (type.kind === 'category') return type.labels[Math.min(type.labels.length - 1, Math.floor(value))] ?? '';
    if (type.kind === 'time') {
      const [ms, lengthMs] = [value / type.ticksPerMs, (hi - lo) / type.ticksPerMs];
      return lengthMs <= SHORT_MS ? shortTimeText(ms) : timeText(ms, lengthMs <= YEAR_MS ? 'day' : 'month');
    }
    if (type.integer && Number.isInteger(value)) return integerText(value);
    return numberText(value, Math.max(Math.abs(lo), Math.abs(hi)), hi / 500 - lo / 500);
  }
}

/** Equal bins over [lo, hi) of a column, in ticks,. */
export function uniformBins(column: ColumnMeta, lo: number, hi: number, count: number): Bins {
  return binsOf(
    column,
    Array.from({ length: count + 1 }, (_, i) => thresholdBetween(lo, hi, i / count)),
    true,
  );
}

function binsOf(column: ColumnMeta, edges: readonly number[], even: boolean): Bins {
  const { encoding } = column;
  const firsts = edges.slice(0, -1).map((edge) => ceilKey(encoding, edge));
  const last = keyBelow(encoding, edges[edges.length - 1]!);
  return {
    column: column.id,
    lane: laneOf(encoding),
    count: firsts.length,
    keys: packKeys(laneOf(encoding), [...firsts, last]),
    uniform: even,
  };
}
