import { tickIncrement } from 'd3-array';
import { format } from 'd3-format';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { utcDay, utcHour, utcMinute, utcMonth, utcSecond, utcTickInterval, utcWeek, utcYear, type TimeInterval } from 'd3-time';
import { utcFormat } from 'd3-time-format';
import { laneOf, type ColumnMeta } from '../columns/column';
import { ceilKey, keyBelow, packKeys } from '../columns/keys';
import type { Bins } from './recording';

/** How an axis is to be cut. Calendar units are for times. */
export interface Cut {
  readonly maxBins: number;
  readonly step?: number | keyof typeof CALENDAR;
}

export interface Tick {
  /** Where it stands, 0 at the start of the domain, 1 at its end. */
  readonly at: number;
  readonly label: string;
}

/** From ≤ … < to, in ticks of a column. */
export type Span = readonly [lo: number, hi: number];

/**
 * A binned position axis over one resident column: its domain and bin thresholds in the column's ticks, and the way between
 * values, keys and positions. Immutable: a new domain or cut is a new axis, so that {@link Axis.bins} may be cached by identity.
 */
export class Axis {
  readonly column: ColumnMeta;
  /** Thresholds in ticks, ascending, one more than bins. Bins at the ends may reach beyond what is shown. */
  readonly edges: readonly number[];
  readonly bins: Bins;
  /** What is shown, [lo, hi): the whole of the bins unless a part of them was asked for. */
  readonly lo: number;
  readonly hi: number;
  readonly #pixelBins = new Map<number, Bins>();

  constructor(column: ColumnMeta, edges: readonly number[], even: boolean, [lo, hi]: Span = [edges[0]!, edges[edges.length - 1]!]) {
    this.column = column;
    this.edges = edges;
    this.lo = lo;
    this.hi = hi;
    this.bins = binsOf(column, edges, even);
  }

  /** The value at a fraction of the axis. */
  valueAt(fraction: number): number {
    return between(this.lo, this.hi, fraction);
  }

  /** The fraction of the axis at a value; outside 0…1 when the value is outside the domain. */
  fractionOf(value: number): number {
    return (value - this.lo) / (this.hi - this.lo);
  }

  /** The threshold at the lower end of a pixel: what is there is in the pixel, or above. A category that shows in part belongs to the first. */
  edgeAt(pixel: number, lengthCss: number): number {
    return pixel <= 0 && this.column.type.kind === 'category' ? Math.floor(this.lo + SLIVER) : this.valueAt(pixel / lengthCss);
  }

  /** The axis cut into a number of pixels: what a brush over it can select. Same length, same object. */
  pixelBins(lengthCss: number): Bins {
    let bins = this.#pixelBins.get(lengthCss);
    if (!bins) {
      bins = binsOf(this.column, Array.from({ length: lengthCss + 1 }, (_, pixel) => this.edgeAt(pixel, lengthCss)), true);
      this.#pixelBins.set(lengthCss, bins);
    }
    return bins;
  }

  /** About `count` round values, or every category: the layout drops what does not fit. */
  ticks(count: number): Tick[] {
    const { type } = this.column;
    if (type.kind === 'category') {
      return type.labels.map((label, code) => ({ at: this.fractionOf(code + 0.5), label })).filter(({ at }) => at >= 0 && at <= 1);
    }
    if (type.kind === 'time') {
      const scale = scaleUtc([this.lo / type.ticksPerMs, this.hi / type.ticksPerMs], [0, 1]);
      const label = scale.tickFormat(count);
      return scale.ticks(count).map((date) => ({ at: scale(date), label: label(date) }));
    }
    const scale = scaleLinear([this.lo, this.hi], [0, 1]);
    const label = scale.tickFormat(count);
    return scale.ticks(count).filter((value) => !type.integer || Number.isInteger(value)).map((value) => ({ at: scale(value), label: label(value) }));
  }

  /** One value for a reader: as precise as a pixel of this axis is wide. */
  format(value: number): string {
    const { type } = this.column;
    if (type.kind === 'category') return type.labels[Math.min(type.labels.length - 1, Math.floor(value))] ?? '';
    if (type.kind === 'time') return formatTime(new Date(value / type.ticksPerMs), (this.hi - this.lo) / type.ticksPerMs);
    const decimals = Math.max(0, Math.ceil(-Math.log10((this.hi - this.lo) / 500)));
    return type.integer && Number.isInteger(value) ? format(',')(value) : format(`,.${Math.min(12, decimals)}~f`)(value);
  }
}

/**
 * The thresholds of an axis over [min, max] in ticks: every value lies in a bin, the last included.
 * Numbers get steps of 1, 2 or 5 × 10ᵏ (never below 1 for integers) anchored at 0; times calendar units; categories one bin each.
 * `clip` shows only a part: its ends are thresholds, moved outwards to whole steps.
 */
export function cutAxis(column: ColumnMeta, min: number, max: number, cut: Cut, clip: readonly [number, number] | null): Axis {
  const { type } = column;
  if (type.kind === 'category') return new Axis(column, Array.from({ length: type.labels.length + 1 }, (_, code) => code), true);
  if (type.kind === 'time') return cutTime(column, type.ticksPerMs, min, max, cut, clip);
  const [from, to] = clip ?? [min, max];
  const step = numberStep(from, to, cut, type.integer);
  const first = Math.floor(from / step + 1e-9);
  const last = clip ? Math.ceil(to / step - 1e-9) : Math.floor(to / step + 1e-9) + 1;
  const count = Math.max(1, last - first);
  return new Axis(column, Array.from({ length: count + 1 }, (_, i) => multiply(first + i, step)), true);
}

/**
 * The same kind of thresholds around a part of an axis, anchored where those of the whole are: bins keep their place while the part
 * moves, and their width while its length stays. Those at the ends reach beyond it.
 */
export function cutWindow(column: ColumnMeta, span: Span, cut: Cut): Axis {
  const [lo, hi] = span;
  const { type } = column;
  if (type.kind === 'category') {
    const first = Math.max(0, Math.floor(lo + SLIVER));
    const end = Math.min(type.labels.length, Math.max(first + 1, Math.ceil(hi - SLIVER)));
    return new Axis(column, Array.from({ length: end - first + 1 }, (_, i) => first + i), true, span);
  }
  if (type.kind === 'time') return cutTimeWindow(column, type.ticksPerMs, span, cut);
  if (typeof cut.step === 'number') return evenWindow(column, span, cut.step * 2 ** Math.max(0, Math.ceil(Math.log2((hi - lo) / cut.step / MOST_BINS))), 1);
  const step = niceStep(hi - lo, cut.maxBins);
  return evenWindow(column, span, type.integer ? Math.max(1, step) : step, 1);
}

/** A bin of which less than this shows is noise of the arithmetic. */
const SLIVER = 1e-6;
/** An author's step holds until there are more bins than a screen has pixels. */
const MOST_BINS = 4096;

function cutTimeWindow(column: ColumnMeta, ticksPerMs: number, span: Span, cut: Cut): Axis {
  const [fromMs, toMs] = [span[0] / ticksPerMs, span[1] / ticksPerMs];
  const interval = timeInterval(new Date(fromMs), new Date(toMs), cut);
  if (!interval) return evenWindow(column, span, niceStep(toMs - fromMs, cut.maxBins), ticksPerMs);
  const dates = interval.range(interval.floor(new Date(fromMs)), new Date(+interval.ceil(new Date(toMs)) + 1));
  const widthsMs = dates.slice(1).map((date, i) => +date - +dates[i]!);
  const even = widthsMs.every((widthMs) => widthMs === widthsMs[0]);
  return new Axis(column, dates.map((date) => Math.round(+date * ticksPerMs)), even, span);
}

/** `step` in units of `ticks` ticks. */
function evenWindow(column: ColumnMeta, span: Span, step: number, ticks: number): Axis {
  const first = Math.floor(span[0] / ticks / step + SLIVER);
  const count = Math.max(1, Math.ceil(span[1] / ticks / step - SLIVER) - first);
  return new Axis(column, Array.from({ length: count + 1 }, (_, i) => multiply(first + i, step) * ticks), true, span);
}

/** The smallest of 1, 2, 5 × 10ᵏ that cuts a length into at most `count` parts. Depends on nothing else. */
function niceStep(length: number, count: number): number {
  const least = length / count;
  const power = Math.floor(Math.log10(least) + 1e-9);
  for (const digit of [1, 2, 5]) {
    const step = multiply(digit, power < 0 ? 1 / 10 ** -power : 10 ** power);
    if (step >= least * (1 - 1e-9)) return step;
  }
  return 10 ** (power + 1);
}

const CALENDAR = { second: utcSecond, minute: utcMinute, hour: utcHour, day: utcDay, week: utcWeek, month: utcMonth, year: utcYear } as const;

function cutTime(column: ColumnMeta, ticksPerMs: number, min: number, max: number, cut: Cut, clip: readonly [number, number] | null): Axis {
  const [fromMs, toMs] = clip ?? [min / ticksPerMs, max / ticksPerMs];
  const interval = timeInterval(new Date(fromMs), new Date(toMs), cut);
  if (!interval) {
    const step = tickStep(fromMs, toMs, cut.maxBins);
    const first = Math.floor(fromMs / step);
    const count = Math.floor(toMs / step) + 1 - first;
    return new Axis(column, Array.from({ length: count + 1 }, (_, i) => multiply(first + i, step) * ticksPerMs), true);
  }
  const first = interval.floor(new Date(fromMs));
  const end = interval.offset(clip ? interval.ceil(new Date(toMs - 1)) : interval.floor(new Date(toMs)), clip ? 0 : 1);
  const dates = interval.range(first, interval.offset(end, 1));
  const even = !(cut.step === 'month' || cut.step === 'year') && dates.length > 1 && +dates[1]! - +dates[0]! <= 7 * 86_400_000;
  return new Axis(column, dates.map((date) => Math.round(+date * ticksPerMs)), even);
}

/** Null where only a fixed number of milliseconds (or less) makes sense. */
function timeInterval(from: Date, to: Date, cut: Cut): TimeInterval | null {
  if (typeof cut.step === 'string') return CALENDAR[cut.step];
  return +to - +from < cut.maxBins * 1000 ? null : utcTickInterval(from, to, cut.maxBins);
}

function numberStep(from: number, to: number, cut: Cut, integer: boolean): number {
  const step = typeof cut.step === 'number' ? cut.step : tickStep(from, to, cut.maxBins);
  return integer && typeof cut.step !== 'number' ? Math.max(1, step) : step;
}

/** The smallest nice step (1, 2, 5 × 10ᵏ) that cuts [from, to] into at most `count` bins. */
function tickStep(from: number, to: number, count: number): number {
  if (!(to > from)) return 1;
  let wanted = count;
  for (;;) {
    const increment = tickIncrement(from, to, wanted);
    const step = increment < 0 ? -1 / increment : increment;
    if (Math.floor(to / step) - Math.floor(from / step) + 1 <= count || wanted <= 1) return step;
    wanted *= 0.8;
  }
}

/** i × step without the noise of 0.1 × 3: steps below one are divided by their whole reciprocal. */
function multiply(i: number, step: number): number {
  const reciprocal = Math.round(1 / step);
  return step < 1 && Math.abs(reciprocal * step - 1) < 1e-9 ? i / reciprocal : i * step;
}

/** Bins that cut [lo, hi) of a column, in ticks, into equal parts. */
export function evenBins(column: ColumnMeta, lo: number, hi: number, count: number): Bins {
  return binsOf(column, Array.from({ length: count + 1 }, (_, i) => between(lo, hi, i / count)), true);
}

/** One sum for every threshold between two values, so that none differs in its last bit. */
function between(lo: number, hi: number, fraction: number): number {
  if (fraction <= 0) return lo;
  return fraction >= 1 ? hi : lo + (hi - lo) * fraction;
}

function binsOf(column: ColumnMeta, edges: readonly number[], even: boolean): Bins {
  const { encoding } = column;
  const firsts = edges.slice(0, -1).map((edge) => ceilKey(encoding, edge));
  const last = keyBelow(encoding, edges[edges.length - 1]!);
  return { column: column.id, lane: laneOf(encoding), count: firsts.length, keys: packKeys(laneOf(encoding), [...firsts, last]), even };
}

const spanFormats: readonly (readonly [spanMs: number, format: (date: Date) => string])[] = [
  [86_400_000 * 3, utcFormat('%-d %b %H:%M')],
  [86_400_000 * 400, utcFormat('%-d %b %Y')],
  [Infinity, utcFormat('%b %Y')],
];

function formatTime(date: Date, spanMs: number): string {
  const chosen = spanFormats.find(([limitMs]) => spanMs <= limitMs) ?? spanFormats[0]!;
  return chosen[1](date);
}
