import { exp, expm1, log, logRatio, power } from './elementary';
import { SLIVER, type BinSpec, type Edges } from './edges';
import { numberEdges, numberEdgesAround } from './number-edges';
import { NiceStep } from './number-steps';
import { exponentOf, powerOf } from './power-ticks';
import type { CurvedScale } from './scale';
import type { Span } from './scale-methods';
import type { SymlogScale } from './symlog-scale';

/**
 * Thresholds numbered from an anchor that does not depend on the domain. Evenly spaced on the axis, except for
 * rounding.
 */
interface Lattice {
  /** Ascending; ±Infinity beyond the largest double. */
  at(i: number): number;
  /** The approximate, fractional number of a value. */
  indexOf(value: number): number;
}

const LN10 = log(10);
/** The smallest step as a fraction of the largest position: below it doubles run out of precision. */
const LEAST_STEP = 2 ** -42;

/**
 * Round thresholds over the scale's domain, both ends inside. `clip` is the interval to show; its ends move outwards to
 * thresholds. An author's step is in values.
 * @throws TooManyBins when the author's step makes too many bins
 */
export function curvedEdges(scale: CurvedScale, spec: BinSpec, clip: Span | null): Edges {
  const [from, to] = clip ? placed(scale, clip) : scale.domain;
  if (typeof spec.step === 'number') {
    const [min, max] = scale.domain;
    return aboveZero(scale, numberEdges(scale.integer, min, max, spec, clip && [from, to]), powerBelow(scale, from));
  }
  const search = clip ? around : holding;
  for (let bins = spec.maxBins; ; bins *= 0.8) {
    const lattice = latticeOf(scale, [from, to], bins);
    const [first, last] = search(lattice, from, to);
    if (last - first <= spec.maxBins || bins < 1) return edgesOf(scale, lattice, first, last, spec);
  }
}

/** Like {@link curvedEdges}, but the first and last bin may extend beyond the domain. */
export function curvedEdgesAround(scale: CurvedScale, spec: BinSpec): Edges {
  const { domain, integer } = scale;
  if (typeof spec.step === 'number')
    return aboveZero(scale, numberEdgesAround(integer, domain, spec), Number.MIN_VALUE);
  const lattice = latticeOf(scale, domain, spec.maxBins);
  return edgesOf(scale, lattice, ...around(lattice, ...domain), spec);
}

/** The part of an author's domain that has a position on the scale; all of the data if none has. */
function placed({ kind, domain }: CurvedScale, [from, to]: Span): Span {
  if (kind !== 'log' || from > 0) return [from, to];
  return to > domain[0] ? [domain[0], to] : domain;
}

/** On a log axis the first bin of an author's step has no lower end: it begins at `least` if that has a position. */
function aboveZero({ kind }: CurvedScale, edges: Edges, least: number): Edges {
  const { thresholds } = edges;
  if (kind !== 'log' || thresholds[0]! > 0) return edges;
  return { thresholds: [least, ...thresholds.filter((threshold) => threshold > least)], uniform: false };
}

function powerBelow(scale: CurvedScale, value: number): number {
  if (scale.kind !== 'log') return value;
  const k = Math.floor(log(value) / log(scale.base));
  return Math.max(Number.MIN_VALUE, [k + 1, k].map((n) => powerOf(scale.base, n)).find((at) => at <= value) ?? 0);
}

/** The thresholds next to the ends, with both ends inside. */
function holding({ at, indexOf }: Lattice, from: number, to: number): readonly [first: number, last: number] {
  let first = Math.floor(indexOf(from));
  while (at(first) > from) first--;
  while (at(first + 1) <= from) first++;
  let last = Math.max(first + 1, Math.floor(indexOf(to)));
  while (at(last) <= to) last++;
  while (last > first + 1 && at(last - 1) > to) last--;
  return [first, last];
}

/** The thresholds next to the ends or on them. */
function around({ at, indexOf }: Lattice, from: number, to: number): readonly [first: number, last: number] {
  let first = Math.floor(indexOf(from) + SLIVER);
  while (at(first) - from > SLIVER * (at(first + 1) - at(first))) first--;
  while (at(first + 1) <= from) first++;
  let last = Math.max(first + 1, Math.ceil(indexOf(to) - SLIVER));
  while (to - at(last) > SLIVER * (at(last) - at(last - 1))) last++;
  while (last > first + 1 && at(last - 1) >= to) last--;
  return [first, last];
}

function edgesOf(scale: CurvedScale, { at }: Lattice, first: number, last: number, spec: BinSpec): Edges {
  const [least, end] = [scale.kind === 'log' ? Number.MIN_VALUE : -Number.MAX_VALUE, at(last)];
  const values = Array.from({ length: last - first }, (_, i) => Math.max(least, at(first + i)));
  const thresholds = [...values, Math.max(least, end)].map((value, i) =>
    !scale.integer || spec.equalCells ? value : i === 0 ? wholeBelow(scale, value) : Math.ceil(value),
  );
  const ascending = thresholds.filter((value, i) => i === 0 || value > thresholds[i - 1]!);
  return { thresholds: ascending.length > 1 ? ascending : [ascending[0]!, Infinity], uniform: false };
}

function wholeBelow({ kind }: CurvedScale, value: number): number {
  return kind === 'log' ? Math.max(1, Math.floor(value)) : Math.floor(value);
}

/** The finest lattice with at most about `bins` bins over a domain. */
function latticeOf(scale: CurvedScale, domain: Span, bins: number): Lattice {
  switch (scale.kind) {
    case 'log':
      return logLattice(scale.base, domain, bins);
    case 'symlog':
      return symlogLattice(scale, domain, bins);
    default:
      return powerLattice(scale.exponent, domain, bins);
  }
}

/** Several thresholds per power of the base, or one every few powers. Three per power of ten are 1, 2 and 5 × 10ᵏ. */
function logLattice(base: number, [lo, hi]: Span, bins: number): Lattice {
  const unit = log(base);
  const powers = stepOf(logRatio(lo, hi) / unit, bins, Math.max(Math.abs(log(lo)), Math.abs(log(hi))) / unit);
  const perPower = base === 10 && powers === 0.5 && bins * unit >= 3 * logRatio(lo, hi) ? 3 : Math.round(1 / powers);
  if (powers >= 1) return { at: (i) => powerOf(base, i * powers), indexOf: (value) => log(value) / unit / powers };
  const growth = expm1(unit / perPower);
  return {
    at: (i) => {
      const k = Math.floor(i / perPower);
      const digit = i - k * perPower;
      if (digit === 0) return powerOf(base, k);
      if (perPower === 3) return Number(`${digit === 1 ? 2 : 5}e${k}`);
      const value = powerOf(base, k) * exp((unit * digit) / perPower);
      return rounded(value, value * growth);
    },
    indexOf: (value) => (log(value) / unit) * perPower,
  };
}

/** 0, and thresholds by powers of ten on both sides: 0, 10, 100, … for a constant of 1. */
function symlogLattice(scale: SymlogScale, domain: Span, bins: number): Lattice {
  const [from, to] = domain.map((end) => scale.toUniform(end) / LN10) as [number, number];
  const step = stepOf(to - from, bins, Math.max(Math.abs(from), Math.abs(to))) * LN10;
  const growth = expm1(step);
  return {
    at: (i) => {
      const size = scale.fromUniform(Math.abs(i) * step);
      return Math.sign(i) * rounded(size, (scale.constant + size) * growth);
    },
    indexOf: (value) => scale.toUniform(value) / step,
  };
}

/** The inverse of multiples of a round step: squares of 0, 10, 20, … for square roots. */
function powerLattice(exponent: number, [lo, hi]: Span, bins: number): Lattice {
  const largest = Math.max(Math.abs(lo), Math.abs(hi));
  // No unit if the powers are normal doubles, so that the thresholds do not depend on the domain.
  const isPlain = Math.abs(exponent * exponentOf(largest)) < 290;
  const unit = isPlain ? 1 : Number(`1e${exponentOf(largest)}`);
  const placeOf = (value: number): number => Math.sign(value) * power(Math.abs(value) / unit, exponent);
  const valueOf = (place: number): number => unit * power(place, 1 / exponent);
  const step = NiceStep.from(stepOf(placeOf(hi) - placeOf(lo), bins, power(largest / unit, exponent)));
  return {
    at: (i) => {
      const [size, next] = [valueOf(step.times(Math.abs(i))), valueOf(step.times(Math.abs(i) + 1))];
      return Math.sign(i) * rounded(size, next - size);
    },
    indexOf: (value) => placeOf(value) / step.size,
  };
}

/** The smallest step of 1, 2 or 5 × 10ᵏ that cuts a length into at most `bins`; a fifth of a unit for length 0. */
function stepOf(length: number, bins: number, largest: number): number {
  return NiceStep.from(Math.max(length > 0 ? length / bins : 0.2, largest * LEAST_STEP, LEAST_STEP * LEAST_STEP)).size;
}

/** Rounds to as few digits as stay within a tenth of a bin. */
function rounded(value: number, width: number): number {
  if (!(value > 0 && value < Infinity && width > 0 && width < Infinity)) return value;
  const power = exponentOf(width / 5);
  const digits = exponentOf(value) - power + 1;
  if (digits > 17) return value;
  // Closer to a power of ten than to 0, such as 9 if the next bins begin at 99 and 999.
  if (digits < 1 && value >= Number(`5e${power - 1}`)) return Number(`1e${power}`);
  return Number(value.toPrecision(Math.max(1, digits)));
}
