import type { ColumnMeta, ColumnType } from '../columns/column';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Scale } from '../scales/scale';
import type { Span } from '../scales/scale-methods';

/**
 * The part of an axis that is shown, [lo, hi) in data units: milliseconds since 1970 for times, places in the order of
 * labels for categories.
 */
export interface AxisDomain {
  /** Null where a script gave numbers and nothing else. */
  readonly kind: ColumnType['kind'] | null;
  readonly lo: number;
  readonly hi: number;
  /** Of categories: all of them, in order. */
  readonly labels?: readonly string[];
}

/** How far an axis may be zoomed, in ticks. */
export interface ZoomLimits {
  /** Never further out than this. */
  readonly widest: Span;
  /** Never further in than a part of this length. */
  readonly least: number;
}

/** Room beside the data, of its length. */
const MARGIN = 0.02;
/** A pixel is to be told from the next: doubles have 52 bits, a screen takes a dozen. */
const LEAST_OF_DOUBLE = 2 ** -38;
const LEAST_OF_F32 = 2 ** -22;
/** Of places on a scale that is not in proportion: they lose some bits on the way there and back. */
const LEAST_OF_PLACES = 2 ** -34;

type Measured = Pick<ColumnMeta, 'encoding' | 'type'>;

/**
 * Out to the data with a little room (or to the home view, where that is wider), in to one tick, one category or two
 * keys.
 */
export function limitsOf({ encoding, type }: Measured, extent: Span, scale: Scale): ZoomLimits {
  if (type.kind === 'category') return { widest: [0, type.labels.length], least: 1 };
  const home = scale.domain;
  const roomy = withRoom(extent, scale);
  const widest: Span = [
    Math.max(scale.kind === 'log' ? Number.MIN_VALUE : -Number.MAX_VALUE, Math.min(home[0], roomy[0])),
    Math.min(Number.MAX_VALUE, Math.max(home[1], roomy[1])),
  ];
  const least = leastNear(Math.max(Math.abs(widest[0]), Math.abs(widest[1])), { encoding, type });
  return { widest, least: Math.min(widest[1] - widest[0], least) };
}

function withRoom([min, max]: Span, scale: Scale): Span {
  const space = scale.over([min, max]);
  const [from, to] = [space.toUniform(min), space.toUniform(max)];
  const room = to * MARGIN - from * MARGIN;
  return [space.fromUniform(from - room), space.fromUniform(to + room)];
}

/** The shortest part that can be shown around a value of this size. */
function leastNear(size: number, { encoding }: Measured): number {
  const step = 'step' in encoding ? Number(encoding.step) : 0;
  const least = encoding.kind === 'f32' ? size * LEAST_OF_F32 : Math.max(step, size * LEAST_OF_DOUBLE);
  return Math.max(least, Number.MIN_VALUE);
}

/**
 * A move of a part of an axis in the space where equal steps take equal room. On a scale that is not in proportion the
 * shortest part depends on where it is: on a log axis a part near 1 may be far shorter than one near a million.
 */
export function moveOn(
  { scale, column }: Pick<BinnedAxis, 'scale' | 'column'>,
  span: Span,
  limits: ZoomLimits,
  move: (span: Span, limits: ZoomLimits) => Span,
): Span {
  if (scale.isProportional) return move(span, limits);
  const [first, last] = limits.widest;
  const space = scale.over(limits.widest);
  const [from, to] = [space.toUniform(first), space.toUniform(last)];
  // An end without a place, as 0 on a log axis, is the widest one.
  const wanted = span.map((end) => (space.toUniform(end) === -Infinity ? from : space.toUniform(end))) as Pair;
  const known = new Map<number, number>([
    [wanted[0], span[0]],
    [wanted[1], span[1]],
    [from, first],
    [to, last],
  ]);
  const moved = move(wanted, { widest: [from, to], least: (to - from) * LEAST_OF_PLACES });
  // An end that has not moved is the same to the last bit.
  const [lo, hi] = moved.map((place) => known.get(place) ?? clamp(space.fromUniform(place), first, last)) as Pair;
  const least = Math.min(last - first, leastNear(Math.max(Math.abs(lo), Math.abs(hi)), column));
  return keepWithin([lo, hi], { widest: limits.widest, least });
}

/** Makes a part `factor` times as long; what stands at `fraction` of it stays there, as far as the limits allow. */
export function zoomAbout(span: Span, fraction: number, factor: number, limits: ZoomLimits): Span {
  const [lo, hi] = span;
  if (isTooLong(limits)) return quartered(span, limits, (quarter, less) => zoomAbout(quarter, fraction, factor, less));
  const length = clamp((hi - lo) * factor, limits.least, limits.widest[1] - limits.widest[0]);
  const from = lo + (hi - lo - length) * fraction;
  return keepWithin([from, from + length], limits);
}

/**
 * Moves a part by a fraction of its length, upwards when positive. Its length stays, to the last bit where doubles
 * allow.
 */
export function panBy(span: Span, fraction: number, limits: ZoomLimits): Span {
  const [lo, hi] = span;
  if (isTooLong(limits)) return quartered(span, limits, (quarter, less) => panBy(quarter, fraction, less));
  const by = (hi - lo) * fraction;
  return keepWithin([lo + by, hi + by], limits);
}

/** Nearest to a part that the limits allow: moved if it can be, shortened or lengthened if it must be. */
export function keepWithin(span: Span, limits: ZoomLimits): Span {
  if (isTooLong(limits)) return quartered(span, limits, keepWithin);
  const [
    [lo, hi],
    {
      widest: [first, last],
      least,
    },
  ] = [span, limits];
  const length = hi - lo;
  if (!(length >= least)) {
    const middle = Math.max(first + least / 2, Math.min(last - least / 2, (lo + hi) / 2));
    return [middle - least / 2, middle + least / 2];
  }
  if (length >= last - first) return [first, last];
  if (lo < first) return [first, first + length];
  return hi > last ? [last - length, last] : [lo, hi];
}

/** Longer than the largest double. */
function isTooLong({ widest }: ZoomLimits): boolean {
  return !Number.isFinite(widest[1] - widest[0]);
}

/** The same move where no length overflows; a power of two takes no bit from numbers so large. */
function quartered(
  [lo, hi]: Span,
  { widest, least }: ZoomLimits,
  move: (span: Span, limits: ZoomLimits) => Span,
): Span {
  const moved = move([lo / 4, hi / 4], { widest: [widest[0] / 4, widest[1] / 4], least: least / 4 });
  return [moved[0] * 4, moved[1] * 4];
}

/** The smallest that holds both. */
export function unite(a: AxisDomain, b: AxisDomain): AxisDomain {
  return { ...a, lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}

export function domainOf([lo, hi]: Span, type: ColumnType): AxisDomain {
  const perUnit = type.kind === 'time' ? type.ticksPerMs : 1;
  return {
    kind: type.kind,
    lo: lo / perUnit,
    hi: hi / perUnit,
    ...(type.kind === 'category' && { labels: type.labels }),
  };
}

/**
 * In ticks of a column, which may have other ticks and other labels than the one before. Null when it is of another
 * kind.
 */
export function spanOf(domain: AxisDomain, type: ColumnType): Span | null {
  if (domain.kind !== null && domain.kind !== type.kind) return null;
  if (type.kind === 'time') return [domain.lo * type.ticksPerMs, domain.hi * type.ticksPerMs];
  if (type.kind !== 'category' || !domain.labels || domain.labels === type.labels) return [domain.lo, domain.hi];
  return relabelled(domain, domain.labels, type.labels);
}

/** Categories came or went: from the first one shown before that is still there to the last. */
function relabelled({ lo, hi }: AxisDomain, before: readonly string[], after: readonly string[]): Span | null {
  const shown = before
    .slice(Math.max(0, Math.floor(lo)), Math.ceil(hi))
    .map((label, i) => ({ from: Math.floor(lo) + i, to: after.indexOf(label) }))
    .filter(({ to }) => to >= 0);
  const [first, last] = [shown[0], shown[shown.length - 1]];
  // In another order a part of this one may be no part.
  return first && last && first.to <= last.to
    ? [first.to + Math.max(0, lo - first.from), last.to + Math.min(1, hi - last.from)]
    : null;
}

type Pair = [number, number];

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
