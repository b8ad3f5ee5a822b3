import { SLIVER, type BinSpec, type Edges } from './edges';
import { MAX_AXIS_BINS, MAX_WINDOW_BINS, TooManyBins } from './max-bins';
import { binsBetween, NiceStep, niceStepFor, spacingOf, stepsOf, type Steps } from './number-steps';
import type { Span } from './scale-methods';

/**
 * Whole steps over [min, max], both inside. `clip` is the interval to show; its ends move outwards to whole steps.
 * @param integer values are whole numbers, and so are steps, unless the author chose one
 * @throws TooManyBins when the author's step makes too many bins
 */
export function numberEdges(integer: boolean, min: number, max: number, spec: BinSpec, clip: Span | null): Edges {
  const [from, to] = clip ?? [min, max];
  if (typeof spec.step === 'number' && !(binsBetween(from, to, spec.step) <= MAX_AXIS_BINS)) {
    throw new TooManyBins(binsBetween(from, to, spec.step), String(smallestStep(from, to)));
  }
  const step = stepFor(integer, from, to, spec);
  const [first, last] = clip ? clippedSteps(from, to, step) : holdingSteps(from, to, step);
  return { thresholds: edgesOf(step, first, last), uniform: true };
}

/** An author's end counts as on a threshold if only a rounding error separates them. */
function clippedSteps(from: number, to: number, { size }: Steps): readonly [first: number, last: number] {
  const first = Math.floor(from / size + 1e-9);
  return [first, Math.max(first + 1, Math.ceil(to / size - 1e-9))];
}

/** The thresholds next to the ends, with both ends inside: a quotient may round to either side. */
function holdingSteps(from: number, to: number, step: Steps): readonly [first: number, last: number] {
  let first = Math.floor(from / step.size);
  while (finite(step.times(first)) > from) first--;
  while (step.times(first + 1) <= from) first++;
  if (step.times(first) >= Number.MAX_VALUE) first--; // else the axis would have no length
  let last = Math.floor(to / step.size) + 1;
  while (step.times(last) <= to) last++;
  while (step.times(last - 1) > to) last--;
  return [first, Math.max(first + 1, last)];
}

/** Like {@link numberEdges}, for a visible domain. The first and last bin may extend beyond it. */
export function numberEdgesAround(integer: boolean, [lo, hi]: Span, spec: BinSpec): Edges {
  const step =
    typeof spec.step === 'number'
      ? authorsSteps(widened(spec.step, lo, hi), lo, hi)
      : NiceStep.from(leastStep(integer, lo, hi, spec.maxBins));
  const first = Math.floor(lo / step.size + SLIVER);
  const last = Math.max(first + 1, Math.ceil(hi / step.size - SLIVER));
  return { thresholds: edgesOf(step, first, last), uniform: true };
}

function stepFor(integer: boolean, from: number, to: number, { step, maxBins }: BinSpec): Steps {
  return typeof step === 'number' ? authorsSteps(step, from, to) : niceStepFor(from, to, maxBins, integer ? 1 : 0);
}

/** No finer than the spacing of doubles. */
function authorsSteps(step: number, from: number, to: number): Steps {
  return stepsOf(Math.max(step, spacingOf(Math.max(Math.abs(from), Math.abs(to)))));
}

/**
 * Depends only on the length of the domain, so that panning keeps the width of bins (unless limited by the spacing of
 * doubles).
 */
function leastStep(integer: boolean, lo: number, hi: number, count: number): number {
  return Math.max(hi / count - lo / count, spacingOf(Math.max(Math.abs(lo), Math.abs(hi))), integer ? 1 : 0);
}

/** Doubled until there are few enough bins. */
function widened(step: number, lo: number, hi: number): number {
  const doubled = step * 2 ** Math.max(0, Math.ceil(Math.log2((hi / step - lo / step) / MAX_WINDOW_BINS)));
  return Number.isFinite(doubled) ? doubled : hi / MAX_WINDOW_BINS - lo / MAX_WINDOW_BINS;
}

/** The smallest step of two digits that works. */
function smallestStep(from: number, to: number): number {
  const least = to / MAX_AXIS_BINS - from / MAX_AXIS_BINS;
  const power = Math.floor(Math.log10(least)) - 1;
  for (let digits = Math.floor(least / Number(`1e${power}`)); ; digits++) {
    const step = Number(`${digits}e${power}`);
    if (binsBetween(from, to, step) <= MAX_AXIS_BINS) return step;
  }
}

/** Ascending. The last is Infinity if it would exceed the largest double, which then lies in the last bin. */
function edgesOf(step: Steps, first: number, last: number): number[] {
  const edges = Array.from({ length: last - first + 1 }, (_, i) => finite(step.times(first + i)));
  const kept = edges.filter((edge, i) => i === 0 || edge > edges[i - 1]!);
  if (kept.at(-1)! === Number.MAX_VALUE && kept.length > 1) kept.pop();
  return kept.at(-1)! < finite(step.times(last)) || kept.length === 1 ? [...kept, Infinity] : kept;
}

function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
