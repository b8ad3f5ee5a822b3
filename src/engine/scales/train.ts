import type { ColumnType } from '../columns/column';
import { PikaError } from '../errors';
import type { ChannelName } from '../grammar/channel-name';
import type { AxisScaleSpec } from '../grammar/plot-spec';
import { labelOrder } from '../grammar/scale-spec';
import { BandScale } from './band-scale';
import { checkScaleKind } from './check-scale-kind';
import { domainOf } from './edges-over';
import { LinearScale } from './linear-scale';
import { niceDomain } from './nice-domain';
import { numberEdges } from './number-edges';
import { roundNumbers } from './number-ticks';
import type { ShownType } from './presentation';
import type { Scale } from './scale';
import { scaleFor } from './scale-for';
import type { Span } from './scale-methods';

/** What one layer shows along a channel. */
export interface LayerValues {
  /** The query of the layer, for errors. */
  readonly from: string;
  readonly type: ShownType;
  /**
   * The least and the greatest value, in ticks of the type; see {@link extentOf}. Null if there is none. Not used for
   * categories, which show all labels of their type.
   */
  readonly extent: Span | null;
  /** The extent of the rows that pass the filters; null or left out if nothing filters the layer. */
  readonly filtered?: Span | null;
  /** Its instances are lengths from 0. */
  readonly hasBaseline: boolean;
  /** Its instances are bars of counts of rows. */
  readonly isCount?: boolean;
}

/** About so many ticks decide where a rounded domain ends. */
const TICKS = 6;
/** Fewer would leave much of the plot empty above bars of counts; more would end it between two ticks. */
const COUNT_TICKS = 8;
const DAY_MS = 86_400_000;
/** The first day of 2000, for an axis of times without values. */
const NO_DAY_MS: Span = [10_957 * DAY_MS, 10_958 * DAY_MS];
/** The length of a log domain whose low end has no position. */
const DECADES = 1e3;

const KINDS = { number: 'numbers', time: 'times', category: 'categories' } as const;

/**
 * The scale that all layers of a plot share along a channel: the author's domain, else the union of the layers' values,
 * rounded outwards. If the values that pass the filters exceed it, it grows by as many of its steps as they need. Times
 * are in the finest unit of the layers, categories in the author's order, else in that of the first layer that has
 * them. Reversed if the author asks for it; counts never are. Null if no layer uses the channel.
 * @throws PikaError `plan/mixed-scale` if layers show different kinds of values, `plan/wrong-scale` if the author's
 *   scale doesn't fit the values
 */
export function trainScale(channel: ChannelName, layers: readonly LayerValues[], spec: AxisScaleSpec): Scale | null {
  const [first] = layers;
  if (!first) return null;
  checkKinds(channel, layers);
  if (spec.scale) checkScaleKind(channel, spec.scale, first.type.kind, first.from);
  if (first.type.kind === 'category') return bandScale(layers, labelOrder(spec.scale) ?? [], spec.reverse ?? false);
  if (layers.every(({ isCount }) => isCount)) return countScale(layers, spec);
  const type = sharedType(layers);
  const scale = scaleFor(type, trainDomain(layers, type, spec), spec.scale, spec.reverse ?? false);
  if (spec.domain) return scale;
  const home = spec.nice === false ? scale : scale.over(niceDomain(scale, TICKS));
  return withFiltered(home, layers, type, spec);
}

/** A domain that would grow by more steps than this is rounded anew. */
const MAX_STEPS = 50;

/** The scale, extended over the values that pass the filters. Its ends stay where these values are inside. */
function withFiltered(home: Scale, layers: readonly LayerValues[], type: ColumnType, spec: AxisScaleSpec): Scale {
  const ends = endsOf(layers, type, ({ filtered }) => filtered);
  const [from, to] = home.domain;
  const [lo, hi] = [Math.min(from, ...ends), Math.max(to, ...ends)];
  if (lo === from && hi === to) return home;
  const whole = home.over([lo, hi]);
  if (spec.nice === false) return whole;
  if (home.kind === 'time' || home.kind === 'log' || home.kind === 'band') return home.over(niceDomain(whole, TICKS));
  const { step } = roundNumbers(from, to, TICKS);
  if (!((hi - lo) / step <= MAX_STEPS)) return home.over(niceDomain(whole, TICKS));
  const [first, last] = domainOf(numberEdges(home.integer, lo, hi, { maxBins: TICKS, step }, [lo, hi]));
  return home.over([lo === from ? from : first, hi === to ? to : last]);
}

/**
 * Converts values of a layer to the unit of a shared scale: ticks, or codes of labels. Null if they are in that unit
 * already. Labels that the scale lacks become NaN.
 */
export function unitOf(scale: Scale, type: ColumnType): ((value: number) => number) | null {
  if (scale.kind === 'band') return conversion(type, { kind: 'category', labels: scale.labels });
  return scale.kind === 'time' ? conversion(type, { kind: 'time', ticksPerMs: scale.ticksPerMs }) : null;
}

/** Converts values of one type to another of the same kind; null if they are the same. Missing labels become NaN. */
export function conversion(type: ColumnType, shared: ColumnType): ((value: number) => number) | null {
  if (shared.kind === 'category' && type.kind === 'category') {
    const { labels } = shared;
    if (type.labels.every((label, code) => label === labels[code])) return null;
    const codes = new Map(labels.map((label, code) => [label, code]));
    const own = type.labels.map((label) => codes.get(label) ?? NaN);
    return (code) => own[code] ?? NaN;
  }
  if (shared.kind === 'time' && type.kind === 'time' && shared.ticksPerMs !== type.ticksPerMs) {
    const ratio = shared.ticksPerMs / type.ticksPerMs;
    return ratio >= 1 ? (ticks) => ticks * Math.round(ratio) : (ticks) => ticks / Math.round(1 / ratio);
  }
  return null;
}

/**
 * The least and the greatest finite value; null if there is none.
 * @param positive take values above 0 only, the ones with a position on a log scale
 */
export function extentOf(values: ArrayLike<number>, positive = false): Span | null {
  let [lo, hi] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value) || (positive && value <= 0)) continue;
    if (value < lo) lo = value;
    if (value > hi) hi = value;
  }
  return lo <= hi ? [lo, hi] : null;
}

/** The labels of several layers: the author's order first, the others in the order of the layers. */
export function uniteLabels(types: readonly ColumnType[], order: readonly string[]): readonly string[] {
  return [...new Set([...order, ...types.flatMap((type) => (type.kind === 'category' ? type.labels : []))])];
}

/** @throws PikaError `plan/mixed-scale` if layers show different kinds of values */
export function checkKinds(channel: ChannelName, layers: readonly Pick<LayerValues, 'from' | 'type'>[]): void {
  const first = layers[0]!;
  const other = layers.find(({ type }) => type.kind !== first.type.kind);
  if (!other) return;
  throw new PikaError('plan/mixed-scale', {
    subject: `${channel} of the plot from "${first.from}"`,
    expected: 'columns of one kind in all layers: numbers, times or categories',
    found: `${KINDS[first.type.kind]} from "${first.from}", ${KINDS[other.type.kind]} from "${other.from}"`,
    next: 'Convert one of them in SQL, or draw the layers in two plots.',
  });
}

function bandScale(layers: readonly LayerValues[], order: readonly string[], reversed: boolean): BandScale {
  const labels = uniteLabels(
    layers.map(({ type }) => type),
    order,
  );
  return new BandScale([0, Math.max(1, labels.length)], labels, reversed, layers[0]!.type.show);
}

function countScale(layers: readonly LayerValues[], spec: AxisScaleSpec): Scale {
  const largest = layers.reduce((most, { extent }) => Math.max(most, extent?.[1] ?? 0), 1);
  const scale = new LinearScale(spec.domain ?? [0, largest], true, false, layers[0]!.type.show);
  return spec.domain || spec.nice === false ? scale : scale.over(niceDomain(scale, COUNT_TICKS));
}

/**
 * The type that the values of all layers convert to: times in the finest unit, categories with the labels of all.
 * Numbers are integers if they are in all layers.
 */
export function sharedType(layers: readonly Pick<LayerValues, 'type'>[]): ShownType {
  const types = layers.map(({ type }) => type);
  return types.reduce((a, b) => {
    if (a.kind === 'time' && b.kind === 'time') return b.ticksPerMs > a.ticksPerMs ? b : a;
    if (a.kind === 'category') return a === b ? a : { ...a, labels: uniteLabels([a, b], []) };
    return a.kind === 'number' && a.integer ? b : a;
  });
}

/** In ticks of the shared type. */
function trainDomain(layers: readonly LayerValues[], type: ColumnType, spec: AxisScaleSpec): Span {
  const perMs = perMsOf(type);
  if (spec.domain) return inPlace([spec.domain[0] * perMs, spec.domain[1] * perMs], type, spec);
  const ends = endsOf(layers, type, ({ extent }) => extent);
  const hasZero = type.kind === 'number' && spec.scale?.kind !== 'log';
  if (hasZero && (spec.zero ?? layers.some(({ hasBaseline }) => hasBaseline))) ends.push(0);
  return inPlace(extentOf(ends), type, spec);
}

/** The finite ends of the layers' extents, in ticks of the shared type. */
function endsOf(
  layers: readonly LayerValues[],
  type: ColumnType,
  extentOf: (layer: LayerValues) => Span | null | undefined,
): number[] {
  return layers.flatMap((layer) => {
    const ratio = perMsOf(type) / perMsOf(layer.type);
    return (extentOf(layer) ?? []).filter(Number.isFinite).map((end) => end * ratio);
  });
}

function perMsOf(type: ColumnType): number {
  return type.kind === 'time' ? type.ticksPerMs : 1;
}

/** A domain with a length, and with a position for both of its ends. */
function inPlace(domain: Span | null, type: ColumnType, spec: AxisScaleSpec): Span {
  const [lo, hi] = domain ?? emptyDomain(type, spec);
  if (spec.scale?.kind === 'log') {
    if (!(hi > 0)) return emptyDomain(type, spec);
    if (lo <= 0) return [Math.max(Number.MIN_VALUE, hi / DECADES), hi];
    return lo < hi ? [lo, hi] : [Math.max(Number.MIN_VALUE, lo / 2), Math.min(Number.MAX_VALUE, hi * 2)];
  }
  return lo < hi ? [lo, hi] : around(lo, type);
}

function emptyDomain(type: ColumnType, { scale }: AxisScaleSpec): Span {
  if (type.kind === 'time') return [NO_DAY_MS[0] * type.ticksPerMs, NO_DAY_MS[1] * type.ticksPerMs];
  return scale?.kind === 'log' ? [1, 10] : [0, 1];
}

/** A domain around a single value: half of it to each side, a day of times. */
function around(value: number, type: ColumnType): Span {
  if (value === 0 && type.kind === 'number') return [0, 1];
  const margin =
    type.kind === 'time' ? (DAY_MS / 2) * type.ticksPerMs : Math.max(Number.MIN_VALUE, Math.abs(value) / 2);
  return [Math.max(-Number.MAX_VALUE, value - margin), Math.min(Number.MAX_VALUE, value + margin)];
}
