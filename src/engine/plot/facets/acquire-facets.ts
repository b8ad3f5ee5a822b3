import { aggregateOnce } from '../../aggregates/aggregate-once';
import { onlyKey, ceilKey } from '../../columns/keys';
import { COUNT } from '../../frame/recording';
import type { BinOptions } from '../../grammar/channel';
import { FACET_CHANNELS, type FacetChannel } from '../../grammar/facet-channel';
import { BinnedAxis } from '../../scales/binned-axis';
import { binDomain } from '../../scales/bin-domain';
import { binText } from '../../scales/bin-text';
import { binsOf } from '../../scales/bins-of';
import { scaleFor } from '../../scales/scale-for';
import { shownAs, type ShownType } from '../../scales/presentation';
import { checkKinds } from '../../scales/train';
import { isFaceted, NO_FACETS, panelsOf, type FacetValue, type LayerFacet, type LayerFacets } from './facets';
import type { LayerData } from '../layer-data';
import type { PlotColumn } from '../plot-columns';
import type { PlotContext } from '../plot-context';
import { valueBins } from '../value-bins';

/** More panels are too small to read. */
export const MAX_PANELS = 60;
/** The number of bins of `bin(…)` if the author specifies none. */
const DEFAULT_BINS = 6;

/** A layer with a column on a facet channel. */
interface FacetedLayer {
  readonly layer: LayerData;
  readonly column: PlotColumn;
  readonly options: BinOptions | null;
  /** How many ticks of its column equal one tick of the first layer's column. */
  readonly ratio: number;
}

interface MeasuredLayer extends FacetedLayer {
  /** The number of rows without a value. */
  readonly without: number;
}

/**
 * Divides the layers of a plot into panels: one for each value of a facet channel that has rows, or each of its bins.
 * If there are too many values, keeps the ones with the most rows. NULL has no panel:
 * {@link LayerFacets.without} counts its rows.
 * @throws PikaError `plan/mixed-scale`
 */
export async function acquireFacets(
  context: PlotContext,
  layers: readonly LayerData[],
  signal: AbortSignal,
): Promise<readonly LayerData[]> {
  const measured = new Map<FacetChannel, Measured>();
  for (const channel of FACET_CHANNELS) {
    const found = await measureFacet(context, layers, channel, signal);
    if (found) measured.set(channel, found);
  }
  const kept = most(new Map([...measured].map(([channel, { values }]) => [channel, values])));
  const labels = Object.fromEntries([...kept].map(([channel, values]) => [channel, values.map(({ label }) => label)]));
  const omitted = Object.fromEntries(
    [...kept].flatMap(([channel, { length }]) => {
      const left = measured.get(channel)!.values.length - length;
      return left > 0 ? [[channel, left] as const] : [];
    }),
  );
  const shared: Omit<LayerFacets, 'channels' | 'without'> = { labels, omitted, unfit: {}, panels: panelsOf(labels) };
  if (!isFaceted({ ...NO_FACETS, ...shared })) return layers;
  return layers.map((layer) => {
    const channels = new Map(
      [...kept].flatMap(([channel, values]) => {
        const own = measured.get(channel)!.layers.find((one) => one.layer === layer);
        return own && values.length > 0 ? [[channel, facetOf(own, values, channel)] as const] : [];
      }),
    );
    const without = Object.fromEntries(
      [...measured].flatMap(([channel, { layers: own }]) => {
        const rows = own.find((one) => one.layer === layer)?.without ?? 0;
        return rows > 0 ? [[channel, rows] as const] : [];
      }),
    );
    return { ...layer, facets: { ...shared, channels, without } };
  });
}

interface Measured {
  readonly layers: readonly MeasuredLayer[];
  /** In ticks of the first layer's column. */
  readonly values: readonly FacetValue[];
}

async function measureFacet(
  context: PlotContext,
  layers: readonly LayerData[],
  channel: FacetChannel,
  signal: AbortSignal,
): Promise<Measured | null> {
  const using = layers.flatMap((layer): Omit<FacetedLayer, 'ratio'>[] => {
    const column = layer.plotColumns.columns.get(channel);
    const options = layer.plan.dimensions.find((dimension) => dimension.channel === channel)?.options ?? null;
    return column ? [{ layer, column, options }] : [];
  });
  const [first] = using;
  if (!first) return null;
  checkKinds(
    channel,
    using.map(({ layer, column }) => ({ from: layer.plan.spec.from, type: column.meta.type })),
  );
  const ticksOf = (type: ShownType): number => (type.kind === 'time' ? type.ticksPerMs : 1);
  const faceted = using.map((one) => ({
    ...one,
    ratio: ticksOf(one.column.meta.type) / ticksOf(first.column.meta.type),
  }));
  const edges = first.options ? binEdges(faceted, channel, first.options) : null;
  const sums = new Map<number, FacetValue>();
  const counted: MeasuredLayer[] = [];
  for (const one of faceted) {
    const own = await valuesOf(context, one, channel, edges, signal);
    const placed = own.reduce((total, { rows }) => total + rows, 0);
    counted.push({ ...one, without: one.layer.relation.rowCount - placed });
    for (const value of own) {
      const rows = (sums.get(value.lo)?.rows ?? 0) + value.rows;
      if (rows > 0) sums.set(value.lo, { ...value, rows });
    }
  }
  return { layers: counted, values: [...sums.values()].sort((a, b) => a.lo - b.lo) };
}

/** Bins over the values of all layers, in ticks of the first layer's column. */
function binEdges(
  layers: readonly FacetedLayer[],
  channel: FacetChannel,
  { maxBins = DEFAULT_BINS, step }: BinOptions,
): readonly number[] | null {
  const { layer, column } = layers[0]!;
  const ends = layers.flatMap(({ column: { extent }, ratio }) => extent?.map((end) => end / ratio) ?? []);
  if (ends.length === 0) return null;
  const spec = { maxBins, ...(step !== undefined && { step }) };
  const meta = { ...column.meta, type: shownAs(column.meta.type, layer.plan.show(channel)) };
  return binDomain(meta, Math.min(...ends), Math.max(...ends), spec, null).edges;
}

/** The values of a layer and how many rows each has, in ticks of the first layer's column. */
async function valuesOf(
  context: PlotContext,
  { layer, column, ratio }: FacetedLayer,
  channel: FacetChannel,
  binned: readonly number[] | null,
  signal: AbortSignal,
): Promise<readonly FacetValue[]> {
  const { meta, extent } = column;
  if (!extent) return [];
  const type = shownAs(meta.type, layer.plan.show(channel));
  const { expression } = layer.plan.columns.get(channel)!;
  const labels = type.kind === 'category' ? type.labels.length : 0;
  const edges = type.kind === 'category' ? Array.from({ length: labels + 1 }, (_, code) => code) : binned;
  const own = edges?.map((edge) => edge * ratio) ?? null;
  const bins = own ? binsOf(meta, { thresholds: own, uniform: false }) : (valueBins(meta, extent)?.bins ?? null);
  const thresholds = own ?? valueBins(meta, extent)?.values ?? null;
  if (thresholds && bins) {
    const axis = new BinnedAxis(meta, scaleFor(type, [extent[0], Math.max(extent[1], extent[0] + 1)]), {
      thresholds: own ?? [...thresholds, nextAfter(thresholds.at(-1)!, meta)],
      uniform: false,
    });
    const counts = await countRows(context, layer, expression, axis, signal);
    return Array.from(counts, (rows, bin): FacetValue => {
      const label = own ? binText(axis, bin) : axis.scale.format(axis.edges[bin]!);
      return { label, lo: axis.edges[bin]! / ratio, hi: axis.edges[bin + 1]! / ratio, rows };
    });
  }
  const groups = await layer.relation.groups(
    { dimensions: [{ expression, type: meta.type, edges: null }], measures: [{ op: 'count' }], where: [] },
    { signal },
  );
  const scale = scaleFor(type, [extent[0], Math.max(extent[1], nextAfter(extent[0], meta))]);
  return Array.from(groups.bins[0]!, (value, row) => ({
    label: scale.format(value),
    lo: value / ratio,
    hi: nextAfter(value, meta) / ratio,
    rows: groups.measures[0]!.values[row]!,
  }));
}

async function countRows(
  context: PlotContext,
  { relation, plotColumns }: LayerData,
  expression: string,
  { bins, edges, column }: BinnedAxis,
  signal: AbortSignal,
): Promise<Uint32Array> {
  if (!plotColumns.resident) return relation.counts([{ expression, type: column.type, edges }], [], { signal });
  return aggregateOnce(context, { dimensions: [bins], accumulators: COUNT, clauses: [] }, signal);
}

/** Keeps the values with the most rows, in their order, up to {@link MAX_PANELS} panels. */
function most(all: ReadonlyMap<FacetChannel, readonly FacetValue[]>): ReadonlyMap<FacetChannel, readonly FacetValue[]> {
  const counts = new Map([...all].map(([channel, { length }]) => [channel, length]));
  const panels = (): number => [...counts.values()].reduce((product, count) => product * Math.max(1, count), 1);
  while (panels() > MAX_PANELS) {
    const [longest, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    counts.set(longest, count - 1);
  }
  return new Map(
    [...all].map(([channel, values]) => {
      const largest = [...values].sort((a, b) => b.rows - a.rows || a.lo - b.lo).slice(0, counts.get(channel)!);
      return [channel, largest.sort((a, b) => a.lo - b.lo)];
    }),
  );
}

/** The plot's facet values in the unit of one layer, with an axis whose bins hold them. */
function facetOf(
  { layer, column: { meta }, ratio }: FacetedLayer,
  shared: readonly FacetValue[],
  channel: FacetChannel,
): LayerFacet {
  const values = shared.map((value) => ({ ...value, lo: value.lo * ratio, hi: value.hi * ratio }));
  const thresholds = [...new Set(values.flatMap(({ lo, hi }) => [lo, hi]))].sort((a, b) => a - b);
  const type = shownAs(meta.type, layer.plan.show(channel));
  const scale = scaleFor(type, [thresholds[0]!, thresholds.at(-1)!]);
  const axis = new BinnedAxis({ ...meta, type }, scale, { thresholds, uniform: false });
  return { values, axis, bins: values.map(({ lo }) => thresholds.indexOf(lo)) };
}

/** The next value that a column can hold. */
function nextAfter(value: number, { encoding }: PlotColumn['meta']): number {
  if ('step' in encoding) return value + Number(encoding.step);
  return Number(onlyKey(encoding, ceilKey(encoding, value))[1]);
}
