import type { ColumnMeta, ColumnType } from '../columns/column';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Scale } from '../scales/scale';
import type { Span } from '../scales/scale-methods';

/**
 * The visible domain of an axis, [lo, hi) in data units: milliseconds since 1970 for times, positions in the order of
 * labels for categories.
 */
export interface AxisDomain {
  /** Null if a script gave plain numbers. */
  readonly kind: ColumnType['kind'] | null;
  readonly lo: number;
  readonly hi: number;
  /** All categories, in order. */
  readonly labels?: readonly string[];
}

/** How far an axis may be zoomed, in ticks. */
export interface ZoomLimits {
  /** The widest domain. */
  readonly widest: Span;
  /** The shortest length of a domain. */
  readonly least: number;
}

/** Padding on each side of the data, as a fraction of its length. */
const MARGIN = 0.02;
/** Adjacent pixels must stay distinct: doubles have 52 bits, and a screen takes a dozen. */
const LEAST_OF_DOUBLE = 2 ** -38;
const LEAST_OF_F32 = 2 ** -22;
/** In uniform units of a nonlinear scale: converting there and back loses some bits. */
const LEAST_OF_PLACES = 2 ** -34;

type Measured = Pick<ColumnMeta, 'encoding' | 'type'>;

/**
 * The user can zoom out to the data with a little padding (or to the home domain if that is wider), and in to one tick,
 * one category or two keys.
 */
export function limitsOf({ encoding, type }: Measured, extent: Span, scale: Scale): ZoomLimits {
  if (type.kind === 'category') return { widest: [0, type.labels.length], least: 1 };
  const home = scale.domain;
  const wide = padded(extent, scale);
  const widest: Span = [
    Math.max(scale.kind === 'log' ? Number.MIN_VALUE : -Number.MAX_VALUE, Math.min(home[0], wide[0])),
    Math.min(Number.MAX_VALUE, Math.max(home[1], wide[1])),
  ];
  const least = leastNear(Math.max(Math.abs(widest[0]), Math.abs(widest[1])), { encoding, type });
  return { widest, least: Math.min(widest[1] - widest[0], least) };
}

function padded([min, max]: Span, scale: Scale): Span {
  const space = scale.over([min, max]);
  const [from, to] = [space.toUniform(min), space.toUniform(max)];
  const padding = to * MARGIN - from * MARGIN;
  return [space.fromUniform(from - padding), space.fromUniform(to + padding)];
}

/** The shortest domain that can be shown around a value of this size. */
function leastNear(size: number, { encoding }: Measured): number {
  const step = 'step' in encoding ? Number(encoding.step) : 0;
  const least = encoding.kind === 'f32' ? size * LEAST_OF_F32 : Math.max(step, size * LEAST_OF_DOUBLE);
  return Math.max(least, Number.MIN_VALUE);
}

/**
 * Applies `move` in the scale's uniform units. On a nonlinear scale the shortest domain depends on its position: on a
 * log axis a domain near 1 may be far shorter than one near a million.
 */
export function moveOn(
  { scale, column }: Pick<BinnedAxis, 'scale' | 'column'>,
  span: Span,
  limits: ZoomLimits,
  move: (span: Span, limits: ZoomLimits) => Span,
): Span {
  if (scale.isLinear) return move(span, limits);
  const [first, last] = limits.widest;
  const space = scale.over(limits.widest);
  const [from, to] = [space.toUniform(first), space.toUniform(last)];
  // An end without a position, such as 0 on a log axis, becomes the widest one.
  const wanted = span.map((end) => (space.toUniform(end) === -Infinity ? from : space.toUniform(end))) as Pair;
  const known = new Map<number, number>([
    [wanted[0], span[0]],
    [wanted[1], span[1]],
    [from, first],
    [to, last],
  ]);
  const moved = move(wanted, { widest: [from, to], least: (to - from) * LEAST_OF_PLACES });
  // An end that has not moved keeps every bit.
  const [lo, hi] = moved.map((place) => known.get(place) ?? clamp(space.fromUniform(place), first, last)) as Pair;
  const least = Math.min(last - first, leastNear(Math.max(Math.abs(lo), Math.abs(hi)), column));
  return keepWithin([lo, hi], { widest: limits.widest, least });
}

/** Makes a domain `factor` times as long. The value at `fraction` keeps its position, as far as the limits allow. */
export function zoomAbout(span: Span, fraction: number, factor: number, limits: ZoomLimits): Span {
  const [lo, hi] = span;
  if (isTooLong(limits)) return quartered(span, limits, (quarter, less) => zoomAbout(quarter, fraction, factor, less));
  const length = clamp((hi - lo) * factor, limits.least, limits.widest[1] - limits.widest[0]);
  const from = lo + (hi - lo - length) * fraction;
  return keepWithin([from, from + length], limits);
}

/** Moves a domain by a fraction of its length, upwards if positive. Keeps its length, exactly if doubles allow. */
export function panBy(span: Span, fraction: number, limits: ZoomLimits): Span {
  const [lo, hi] = span;
  if (isTooLong(limits)) return quartered(span, limits, (quarter, less) => panBy(quarter, fraction, less));
  const by = (hi - lo) * fraction;
  return keepWithin([lo + by, hi + by], limits);
}

/** The closest domain within the limits: moved if that suffices, else shortened or lengthened. */
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

/** Whether the widest length overflows a double. */
function isTooLong({ widest }: ZoomLimits): boolean {
  return !Number.isFinite(widest[1] - widest[0]);
}

/** Applies `move` at a quarter of the size, so that no length overflows. Scaling by a power of two is exact here. */
function quartered(
  [lo, hi]: Span,
  { widest, least }: ZoomLimits,
  move: (span: Span, limits: ZoomLimits) => Span,
): Span {
  const moved = move([lo / 4, hi / 4], { widest: [widest[0] / 4, widest[1] / 4], least: least / 4 });
  return [moved[0] * 4, moved[1] * 4];
}

/** The smallest domain that contains both. */
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

/** The domain in ticks of a column, whose ticks and labels may differ from the domain's. Null if the kinds differ. */
export function spanOf(domain: AxisDomain, type: ColumnType): Span | null {
  if (domain.kind !== null && domain.kind !== type.kind) return null;
  if (type.kind === 'time') return [domain.lo * type.ticksPerMs, domain.hi * type.ticksPerMs];
  if (type.kind !== 'category' || !domain.labels || domain.labels === type.labels) return [domain.lo, domain.hi];
  return relabelled(domain, domain.labels, type.labels);
}

/** After categories changed: from the first to the last remaining category that was visible. */
function relabelled({ lo, hi }: AxisDomain, before: readonly string[], after: readonly string[]): Span | null {
  const shown = before
    .slice(Math.max(0, Math.floor(lo)), Math.ceil(hi))
    .map((label, i) => ({ from: Math.floor(lo) + i, to: after.indexOf(label) }))
    .filter(({ to }) => to >= 0);
  const [first, last] = [shown[0], shown[shown.length - 1]];
  // In another order the visible categories may no longer form one range.
  return first && last && first.to <= last.to
    ? [first.to + Math.max(0, lo - first.from), last.to + Math.min(1, hi - last.from)]
    : null;
}

type Pair = [number, number];

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
