import { utcDay, utcSecond, utcTickInterval, utcWeek, type TimeInterval } from 'd3-time';
import { civilOf, dayOfMonthStart } from '../columns/civil-date';
import { CALENDAR_UNITS, type CalendarStep } from '../grammar/calendar-step';
import {
  calendarInterval,
  coarserSteps,
  DAY_MS,
  lengthMsOf,
  monthsOf,
  originMsOf,
  weeksFrom,
  YEAR_MS,
} from './calendar-interval';
import { SLIVER, type BinSpec, type Edges } from './edges';
import { MAX_AXIS_BINS, MAX_WINDOW_BINS, TooManyBins } from './max-bins';
import { NiceStep, niceStepFor, spacingOf } from './number-steps';
import { PLAIN, type Presentation } from './presentation';
import type { Span } from './scale-methods';
import { intervalStarts } from './zoned-interval';

/**
 * Thresholds in ticks over [min, max], both inside. `clip` is the interval to show, in milliseconds; its ends move
 * outwards to whole steps.
 * @param show the time zone and the locale in which units of the calendar begin
 * @throws TooManyBins when the author's step makes too many bins
 */
export function timeEdges(
  ticksPerMs: number,
  min: number,
  max: number,
  spec: BinSpec,
  clip: Span | null,
  show: Presentation = PLAIN,
): Edges {
  const [fromMs, toMs] = clip ?? [min / ticksPerMs, max / ticksPerMs];
  if (typeof spec.step === 'string') checkCount(fromMs, toMs, spec.step);
  const edges = edgesOver(fromMs, toMs, spec, ticksPerMs, clip === null, show);
  // A step finer than the ticks or the spacing of doubles must not leave the last value above the last threshold.
  if (!clip && edges.at(-1)! <= max) edges.push(max + Math.max(1, spacingOf(max)));
  return asEdges(edges);
}

/** Like {@link timeEdges}, for a visible domain, in ticks. The first and last bin may extend beyond it. */
export function timeEdgesAround(ticksPerMs: number, [lo, hi]: Span, spec: BinSpec, show: Presentation = PLAIN): Edges {
  const [fromMs, toMs] = [lo / ticksPerMs, hi / ticksPerMs];
  const fitting =
    typeof spec.step === 'string'
      ? coarserSteps(spec.step).find((step) => (toMs - fromMs) / lengthMsOf(step) <= MAX_WINDOW_BINS)
      : null;
  const coarse =
    fitting === undefined ? { maxBins: MAX_WINDOW_BINS } : fitting === null ? spec : { ...spec, step: fitting };
  return asEdges(edgesOver(fromMs, toMs, coarse, ticksPerMs, false, show));
}

/** At least one bin. */
function asEdges(thresholds: number[]): Edges {
  if (thresholds.length < 2) thresholds.push(thresholds[0]! + Math.max(1, spacingOf(thresholds[0]!)));
  return { thresholds, uniform: isUniform(thresholds) };
}

function checkCount(fromMs: number, toMs: number, step: CalendarStep): void {
  const count = (wider: CalendarStep): number => Math.ceil((toMs - fromMs) / lengthMsOf(wider)) + 1;
  if (count(step) <= MAX_AXIS_BINS) return;
  throw new TooManyBins(count(step), CALENDAR_UNITS.find((unit) => count(unit) <= MAX_AXIS_BINS) ?? null);
}

/**
 * Thresholds in ticks, ascending: from the last one at or below the start to the first one at or above the end (above
 * it if the end is `inside`). Calendar units, or fixed lengths if shorter than a second.
 */
function edgesOver(
  fromMs: number,
  toMs: number,
  spec: BinSpec,
  ticksPerMs: number,
  inside: boolean,
  show: Presentation,
): number[] {
  const tickMs = 1 / ticksPerMs;
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
    : isInDateRange(fromMs, toMs, maxBins, spec)
      ? calendarEdges(
          fromMs,
          toMs,
          typeof spec.step === 'string'
            ? calendarInterval(spec.step, show.locale.firstWeekday)
            : intervalFor(fromMs, toMs, maxBins, tickMs, show),
          inside,
          show,
        )
      : farEdges(fromMs, toMs, spec, inside, show);
  const ticks = timesMs.map((ms) => (isFine ? ms * ticksPerMs : Math.round(ms * ticksPerMs)));
  return ticks.filter((tick, i) => i === 0 || tick > ticks[i - 1]!);
}

function intervalFor(fromMs: number, toMs: number, maxBins: number, tickMs: number, show: Presentation): TimeInterval {
  if (toMs - fromMs < 1000) return tickMs >= DAY_MS ? utcDay : utcSecond;
  const interval = utcTickInterval(new Date(fromMs), new Date(toMs), maxBins) ?? utcDay;
  return interval === utcWeek ? weeksFrom(show.locale.firstWeekday) : interval;
}

function calendarEdges(
  fromMs: number,
  toMs: number,
  interval: TimeInterval,
  inside: boolean,
  { zone }: Presentation,
): number[] {
  // Edges are whole milliseconds, so the first edge from here on is above the end.
  return intervalStarts(interval, fromMs, inside ? Math.floor(toMs) + 1 : toMs, zone);
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
function isInDateRange(fromMs: number, toMs: number, maxBins: number, { step }: BinSpec): boolean {
  const stepMs = typeof step === 'string' ? lengthMsOf(step) : 0;
  const marginMs = Math.max(YEAR_MS, 2 * stepMs) + (4 * (toMs - fromMs)) / maxBins;
  return fromMs - marginMs > -DATE_MS && toMs + marginMs < DATE_MS;
}

/** Beyond the range of Date, all in UTC: years, months, or whole units of a fixed length. */
function farEdges(fromMs: number, toMs: number, spec: BinSpec, inside: boolean, show: Presentation): number[] {
  const step = typeof spec.step === 'string' ? spec.step : null;
  const stepMonths = step && monthsOf(step);
  if (stepMonths !== null || (step === null && (toMs - fromMs) / YEAR_MS > spec.maxBins / 12)) {
    const months = stepMonths ?? 12 * Math.max(1, niceStepFor(fromMs / YEAR_MS, toMs / YEAR_MS, spec.maxBins).size);
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
  const lengthMs = step
    ? lengthMsOf(step)
    : Math.max(DAY_MS, niceStepFor(0, (toMs - fromMs) / DAY_MS, spec.maxBins).size * DAY_MS);
  const originMs = step ? originMsOf(step, show.locale.firstWeekday) : 0;
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
