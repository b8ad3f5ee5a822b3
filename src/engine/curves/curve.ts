import { splinesOf, type Spline, type SplineName } from './splines';

/** How points of a line are joined, as d3-shape defines it. */
export const CURVES = [
  'linear',
  'step',
  'step-before',
  'step-after',
  'monotone',
  'natural',
  'basis',
  'cardinal',
] as const;

export type Curve = (typeof CURVES)[number];

/**
 * Points of several series. A position or value that is not finite makes a gap. Lines have one column of values, areas
 * two, which then bend at the same positions. For lines from left to right, positions are x and values are y.
 */
export interface Points<Values extends readonly Float64Array<ArrayBuffer>[]> {
  readonly at: Float64Array<ArrayBuffer>;
  readonly values: Values;
  /** Series i has the points starts[i] ≤ p < starts[i + 1]. */
  readonly starts: Uint32Array<ArrayBuffer>;
}

/** How far a chord may be from a curve, in device pixels. */
const TOLERANCE_PX = 0.1;
/** A curve that extends far beyond the panel needs no more. */
const MAX_CHORDS = 256;

/**
 * Points whose straight connections draw the curve. Time and memory are linear in the number of points; a bend gets as
 * many as it needs to look smooth.
 */
export function interpolate<Values extends readonly Float64Array<ArrayBuffer>[]>(
  curve: Curve,
  points: Points<Values>,
): Points<Values> {
  if (curve === 'linear') return points;
  const out: Columns = [[], ...points.values.map(() => [])];
  const starts = new Uint32Array(points.starts.length);
  for (let series = 0; series + 1 < starts.length; series++) {
    const end = points.starts[series + 1]!;
    let first = points.starts[series]!;
    for (let p = first; p <= end; p++) {
      if (p < end && isPoint(points, p)) continue;
      if (first < p) addRun(curve, runOf(points, first, p), out);
      if (p < end) for (const column of out) column.push(NaN);
      first = p + 1;
    }
    starts[series + 1] = out[0].length;
  }
  const [at, ...values] = out.map((column) => Float64Array.from(column));
  return { at: at!, values: values as unknown as Values, starts };
}

/** Positions, then each column of values. */
type Columns = [at: number[], ...values: number[][]];
type Run = readonly [at: Float64Array, ...values: Float64Array[]];

function isPoint({ at, values }: Points<readonly Float64Array<ArrayBuffer>[]>, p: number): boolean {
  return isFinite(at[p]!) && values.every((column) => isFinite(column[p]!));
}

function runOf({ at, values }: Points<readonly Float64Array<ArrayBuffer>[]>, from: number, to: number): Run {
  return [at.subarray(from, to), ...values.map((column) => column.subarray(from, to))];
}

function addRun(curve: Exclude<Curve, 'linear'>, run: Run, out: Columns): void {
  const [at, ...values] = run;
  if (curve === 'step' || curve === 'step-before' || curve === 'step-after') addSteps(STEP_AT[curve], run, out);
  else if (at.length < 3) run.forEach((column, c) => out[c]!.push(...column));
  else addSplines(splinesOf(curve satisfies SplineName, at, values), out);
}

/** Where between two positions the values change. */
const STEP_AT = { step: 0.5, 'step-before': 0, 'step-after': 1 } as const;

function addSteps(share: number, [at, ...values]: Run, [outAt, ...outValues]: Columns): void {
  for (let p = 0; p < at.length; p++) {
    if (p > 0) {
      const step = at[p - 1]! * (1 - share) + at[p]! * share;
      if (share > 0) add(step, p - 1);
      if (share < 1) add(step, p);
    }
    if (p === 0 || p === at.length - 1 || share !== 0.5) add(at[p]!, p);
  }
  function add(position: number, p: number): void {
    outAt.push(position);
    outValues.forEach((column, c) => column.push(values[c]![p]!));
  }
}

function addSplines(splines: readonly Spline[], out: Columns): void {
  splines.forEach(({ ends }, c) => out[c]!.push(ends[0]!));
  const segments = splines[0]!.first.length;
  for (let i = 0; i < segments; i++) {
    const chords = chordsOf(splines, i);
    for (let k = 1; k <= chords; k++)
      for (let c = 0; c < splines.length; c++) out[c]!.push(valueAt(splines[c]!, i, k / chords));
  }
}

/** Enough chords for every coordinate, by Wang's bound of their distance from a cubic Bézier. */
function chordsOf(splines: readonly Spline[], i: number): number {
  let bend = 0;
  for (const { ends, first, second } of splines) {
    const [p0, p1, p2, p3] = [ends[i]!, first[i]!, second[i]!, ends[i + 1]!];
    bend = Math.max(bend, Math.abs(p0 - 2 * p1 + p2), Math.abs(p1 - 2 * p2 + p3));
  }
  // Two coordinates of the same bend are √2 times as far apart.
  return Math.min(MAX_CHORDS, Math.max(1, Math.ceil(Math.sqrt((0.75 * Math.SQRT2 * bend) / TOLERANCE_PX))));
}

function valueAt({ ends, first, second }: Spline, i: number, t: number): number {
  if (t === 1) return ends[i + 1]!;
  const u = 1 - t;
  return u * u * u * ends[i]! + 3 * u * u * t * first[i]! + 3 * u * t * t * second[i]! + t * t * t * ends[i + 1]!;
}
