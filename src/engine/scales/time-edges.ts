import {
  utcDay,
  utcHour,
  utcMinute,
  utcMonth,
  utcSecond,
  utcTickInterval,
  utcWeek,
  utcYear,
  type TimeInterval,
} from 'd3-time';
import { civilOf, dayOfMonthStart } from '../columns/civil-date';
import { SLIVER, type BinSpec, type CalendarStep, type Edges } from './edges';
import { MAX_AXIS_BINS, MAX_WINDOW_BINS, TooManyBins } from './max-bins';
import { NiceStep, niceStepFor, spacingOf } from './number-steps';
import type { Span } from './scale-methods';

const DAY_MS = 86_400_000;
const YEAR_MS = 365.2425 * DAY_MS;
const INTERVALS: Readonly<Record<CalendarStep, TimeInterval>> = {
  second: utcSecond,
  minute: utcMinute,
  hour: utcHour,
  day: utcDay,
  week: utcWeek,
  month: utcMonth,
  year: utcYear,
};
/** From fine to coarse. */
const LENGTHS_MS: Readonly<Record<CalendarStep, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: YEAR_MS / 12,
  year: YEAR_MS,
};
const UNITS = Object.keys(LENGTHS_MS) as readonly CalendarStep[];

/**
 * Thresholds in ticks over [min, max], both inside. `clip` is the interval to show, in milliseconds; its ends move
 * outwards to whole steps.
 * @throws TooManyBins when the author's step makes too many bins
 */
export function timeEdges(ticksPerMs: number, min: number, max: number, spec: BinSpec, clip: Span | null): Edges {
  const [fromMs, toMs] = clip ?? [min / ticksPerMs, max / ticksPerMs];
  if (typeof spec.step === 'string') checkCount(fromMs, toMs, spec.step);
  const edges = edgesOver(fromMs, toMs, spec, 1 / ticksPerMs, clip === null, ticksPerMs);
  // A step finer than the ticks or the spacing of doubles must not leave the last value above the last threshold.
  if (!clip && edges.at(-1)! <= max) edges.push(max + Math.max(1, spacingOf(max)));
  return asEdges(edges);
}

/** The same kind of thresholds around a visible domain, in ticks. The first and last bin may exceed it. */
export function timeEdgesAround(ticksPerMs: number, [lo, hi]: Span, spec: BinSpec): Edges {
  const [fromMs, toMs] = [lo / ticksPerMs, hi / ticksPerMs];
  const fitting =
    typeof spec.step === 'string'
      ? UNITS.slice(UNITS.indexOf(spec.step)).find((unit) => (toMs - fromMs) / LENGTHS_MS[unit] <= MAX_WINDOW_BINS)
      : null;
  const coarse =
    fitting === undefined ? { maxBins: MAX_WINDOW_BINS } : fitting === null ? spec : { ...spec, step: fitting };
  return asEdges(edgesOver(fromMs, toMs, coarse, 1 / ticksPerMs, false, ticksPerMs));
}

/** At least one bin. */
function asEdges(thresholds: number[]): Edges {
  if (thresholds.length < 2) thresholds.push(thresholds[0]! + Math.max(1, spacingOf(thresholds[0]!)));
  return { thresholds, uniform: isUniform(thresholds) };
}

function checkCount(fromMs: number, toMs: number, step: CalendarStep): void {
  const count = (unit: CalendarStep): number => Math.ceil((toMs - fromMs) / LENGTHS_MS[unit]) + 1;
  if (count(step) <= MAX_AXIS_BINS) return;
  throw new TooManyBins(count(step), UNITS.find((unit) => count(unit) <= MAX_AXIS_BINS) ?? null);
}

/**
 * Thresholds in ticks, ascending: from the last one at or below the start to the first one at or above the end (above
 * it if the end is `inside`). Calendar units, or fixed lengths if shorter than a second.
 */
function edgesOver(
  fromMs: number,
  toMs: number,
  spec: BinSpec,
  tickMs: number,
  inside: boolean,
  ticksPerMs: number,
): number[] {
  const lengthMs = toMs - fromMs;
  // A DATE has no hours.
  const maxBins = Math.max(1, Math.min(spec.maxBins, lengthMs / tickMs));
  const isFine = typeof spec.step !== 'string' && tickMs < 1000 && lengthMs < spec.maxBins * 1000;
  const timesMs = isFine
    ? fixedEdges(
        fromMs,
        toMs,
        inside ? niceStepFor(fromMs, toMs, spec.maxBins, tickMs) : windowStep(fromMs, toMs, spec.maxBins, tickMs),
        inside,
      )
    : isInDateRange(fromMs, toMs, maxBins)
      ? calendarEdges(
          fromMs,
          toMs,
          typeof spec.step === 'string' ? INTERVALS[spec.step] : intervalFor(fromMs, toMs, maxBins, tickMs),
          inside,
        )
      : farEdges(fromMs, toMs, spec, inside);
  const ticks = timesMs.map((ms) => (isFine ? ms * ticksPerMs : Math.round(ms * ticksPerMs)));
  return ticks.filter((tick, i) => i === 0 || tick > ticks[i - 1]!);
}

function intervalFor(fromMs: number, toMs: number, maxBins: number, tickMs: number): TimeInterval {
  if (toMs - fromMs < 1000) return tickMs >= DAY_MS ? utcDay : utcSecond;
  return utcTickInterval(new Date(fromMs), new Date(toMs), maxBins) ?? utcDay;
}

function calendarEdges(fromMs: number, toMs: number, interval: TimeInterval, inside: boolean): number[] {
  const first = interval.floor(new Date(fromMs));
  const end = inside ? interval.offset(interval.floor(new Date(toMs)), 1) : interval.ceil(new Date(toMs));
  return interval.range(first, new Date(+end + 1)).map(Number);
}

/** The width of a bin depends only on the length of the domain, so it stays while the domain moves. */
function windowStep(fromMs: number, toMs: number, count: number, tickMs: number): NiceStep {
  return NiceStep.from(
    Math.max((toMs - fromMs) / count, tickMs, spacingOf(Math.max(Math.abs(fromMs), Math.abs(toMs)))),
  );
}

function fixedEdges(fromMs: number, toMs: number, step: NiceStep, inside: boolean): number[] {
  let first = Math.floor(fromMs / step.size + SLIVER);
  while (inside && step.times(first) > fromMs) first--;
  let last = inside ? Math.floor(toMs / step.size) + 1 : Math.ceil(toMs / step.size - SLIVER);
  while (inside && step.times(last) <= toMs) last++;
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, i) => step.times(first + i));
}

/** The range of Date. */
const DATE_MS = 8.64e15;

/** Whether these times and a few bins around them are in the range of Date. */
function isInDateRange(fromMs: number, toMs: number, maxBins: number): boolean {
  const marginMs = YEAR_MS + (4 * (toMs - fromMs)) / maxBins;
  return fromMs - marginMs > -DATE_MS && toMs + marginMs < DATE_MS;
}

/** Beyond the range of Date: years, months, or whole units of a fixed length. */
function farEdges(fromMs: number, toMs: number, spec: BinSpec, inside: boolean): number[] {
  const unit = typeof spec.step === 'string' ? spec.step : null;
  if (unit === 'month' || unit === 'year' || (unit === null && (toMs - fromMs) / YEAR_MS > spec.maxBins / 12)) {
    const months =
      unit === 'month'
        ? 1
        : 12 * (unit === 'year' ? 1 : Math.max(1, niceStepFor(fromMs / YEAR_MS, toMs / YEAR_MS, spec.maxBins).size));
    const stepOf = (ms: number): number => {
      const [year, month] = civilOf(Math.floor(ms / DAY_MS));
      return Math.floor((year * 12 + month - 1) / months);
    };
    const at = (i: number): number =>
      dayOfMonthStart(Math.floor((i * months) / 12), ((((i * months) % 12) + 12) % 12) + 1) * DAY_MS;
    const last = stepOf(toMs);
    const end = inside || at(last) < toMs ? last + 1 : last;
    return Array.from({ length: end - stepOf(fromMs) + 1 }, (_, i) => at(stepOf(fromMs) + i));
  }
  const lengthMs = unit
    ? LENGTHS_MS[unit]
    : Math.max(DAY_MS, niceStepFor(0, (toMs - fromMs) / DAY_MS, spec.maxBins).size * DAY_MS);
  const originMs = unit === 'week' ? 3 * DAY_MS : 0; // a Sunday
  const first = Math.floor((fromMs - originMs) / lengthMs);
  const end = Math.max(
    first + 1,
    inside ? Math.floor((toMs - originMs) / lengthMs) + 1 : Math.ceil((toMs - originMs) / lengthMs),
  );
  return Array.from({ length: end - first + 1 }, (_, i) => originMs + (first + i) * lengthMs);
}

function isUniform(edges: readonly number[]): boolean {
  return edges.every((edge, i) => i < 2 || edge - edges[i - 1]! === edges[1]! - edges[0]!);
}
