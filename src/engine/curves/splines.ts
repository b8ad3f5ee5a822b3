/** Names of curves that consist of cubic Béziers, as d3-shape defines them. */
export type SplineName = 'monotone' | 'natural' | 'basis' | 'cardinal';

/**
 * One coordinate of a chain of cubic Béziers: segment i goes from ends[i] to ends[i + 1], with the control values
 * first[i] and second[i].
 */
export interface Spline {
  readonly ends: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/**
 * The splines through points, or near them (`basis`), one for each coordinate: first that of the positions `at`, then
 * one for each column of values. A position's spline does not depend on the values, so several columns over shared
 * positions bend at the same positions.
 *
 * @param at at least three positions, finite, as are the values
 */
export function splinesOf(name: SplineName, at: Float64Array, values: readonly Float64Array[]): readonly Spline[] {
  switch (name) {
    case 'monotone':
      return [thirds(at), ...values.map((column) => monotone(at, column))];
    case 'natural':
      return [at, ...values].map(natural);
    case 'basis':
      return [at, ...values].map(basis);
    case 'cardinal':
      return [at, ...values].map(cardinal);
  }
}

function splineBy(
  ends: Float64Array,
  first: (i: number, from: number, to: number) => number,
  second: (i: number, from: number, to: number) => number,
): Spline {
  const segments = ends.length - 1;
  const spline = { ends, first: new Float64Array(segments), second: new Float64Array(segments) };
  for (let i = 0; i < segments; i++) {
    spline.first[i] = first(i, ends[i]!, ends[i + 1]!);
    spline.second[i] = second(i, ends[i]!, ends[i + 1]!);
  }
  return spline;
}

function thirds(at: Float64Array): Spline {
  return splineBy(
    at,
    (_, from, to) => from + (to - from) / 3,
    (_, from, to) => to - (to - from) / 3,
  );
}

/**
 * Hermite splines that never overshoot: between two points, values stay between theirs (Fritsch and Carlson 1980, with
 * the tangents of Steffen 1990, as d3.curveMonotoneX has them).
 */
function monotone(at: Float64Array, values: Float64Array): Spline {
  const last = at.length - 1;
  const tangents = new Float64Array(at.length);
  for (let i = 1; i < last; i++) {
    const before = at[i]! - at[i - 1]!;
    const after = at[i + 1]! - at[i]!;
    // Points at one position have an infinite slope, whose sign is that of the other step.
    const slopeBefore = (values[i]! - values[i - 1]!) / (before || (after < 0 ? -0 : 0));
    const slopeAfter = (values[i + 1]! - values[i]!) / (after || (before < 0 ? -0 : 0));
    const middle = (slopeBefore * after + slopeAfter * before) / (before + after);
    const size = Math.min(Math.abs(slopeBefore), Math.abs(slopeAfter), Math.abs(middle) / 2);
    tangents[i] = (sign(slopeBefore) + sign(slopeAfter)) * size || 0;
  }
  const endTangent = (i: number, inner: number): number => {
    const step = at[i + 1]! - at[i]!;
    return step ? ((3 * (values[i + 1]! - values[i]!)) / step - tangents[inner]!) / 2 : tangents[inner]!;
  };
  tangents[0] = endTangent(0, 1);
  tangents[last] = endTangent(last - 1, last - 1);
  const third = (i: number): number => (at[i + 1]! - at[i]!) / 3;
  return splineBy(
    values,
    (i, from) => from + third(i) * tangents[i]!,
    (i, _, to) => to - third(i) * tangents[i + 1]!,
  );
}

function sign(value: number): number {
  return value < 0 ? -1 : 1;
}

/** Continuous second derivatives, which are zero at both ends: solves a tridiagonal system. */
function natural(points: Float64Array): Spline {
  const segments = points.length - 1;
  const pivots = new Float64Array(segments);
  const first = new Float64Array(segments);
  pivots[0] = 2;
  first[0] = points[0]! + 2 * points[1]!;
  for (let i = 1; i < segments; i++) {
    const isLast = i === segments - 1;
    const factor = (isLast ? 2 : 1) / pivots[i - 1]!;
    pivots[i] = (isLast ? 7 : 4) - factor;
    const right = isLast ? 8 * points[i]! + points[i + 1]! : 4 * points[i]! + 2 * points[i + 1]!;
    first[i] = right - factor * first[i - 1]!;
  }
  first[segments - 1]! /= pivots[segments - 1]!;
  for (let i = segments - 2; i >= 0; i--) first[i] = (first[i]! - first[i + 1]!) / pivots[i]!;
  return splineBy(
    points,
    (i) => first[i]!,
    (i, _, to) => (i < segments - 1 ? 2 * to - first[i + 1]! : (to + first[i]!) / 2),
  );
}

/** A cubic B-spline, with lines from the first point and to the last. Does not pass through the points between. */
function basis(points: Float64Array): Spline {
  const last = points.length - 1;
  const at = (i: number): number => points[Math.max(0, Math.min(last, i))]!;
  const knot = (i: number): number => (at(i - 1) + 4 * at(i) + at(i + 1)) / 6;
  const ends = Float64Array.from({ length: points.length + 2 }, (_, i) =>
    i === 0 ? at(0) : i === last + 2 ? at(last) : knot(i - 1),
  );
  const isLine = (i: number): boolean => i === 0 || i === last + 1;
  return splineBy(
    ends,
    (i, from, to) => (isLine(i) ? from + (to - from) / 3 : (2 * at(i - 1) + at(i)) / 3),
    (i, from, to) => (isLine(i) ? to - (to - from) / 3 : (at(i - 1) + 2 * at(i)) / 3),
  );
}

/** Tangents parallel to the line between the neighbors; none at both ends. */
function cardinal(points: Float64Array): Spline {
  const last = points.length - 1;
  const at = (i: number): number => points[i < 0 ? -i : i > last ? 2 * last - i : i]!;
  const tangent = (i: number): number => (at(i + 1) - at(i - 1)) / 6;
  return splineBy(
    points,
    (i, from) => from + tangent(i),
    (i, _, to) => to - tangent(i + 1),
  );
}
