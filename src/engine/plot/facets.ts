import type { ChannelName } from '../grammar/channel-name';
import { FACET_CHANNELS, type FacetChannel } from '../grammar/facet-channel';
import type { BinnedAxis } from '../scales/binned-axis';

/** The rows of one panel along one facet channel: lo ≤ value < hi. */
export interface FacetValue {
  readonly label: string;
  /** In ticks of the column, codes for categories. */
  readonly lo: number;
  readonly hi: number;
  /** How many rows of all layers have it. */
  readonly rows: number;
}

/** One facet channel of a layer. All layers of a plot have the same values, each in the unit of its own column. */
export interface LayerFacet {
  /** Ascending. */
  readonly values: readonly FacetValue[];
  /** Its bins hold the values, and what lies between them. */
  readonly axis: BinnedAxis;
  /** The bin of each value. */
  readonly bins: readonly number[];
}

/** A panel: the index of its value along each facet channel. Without facets a plot has one panel. */
export type PanelKey = { readonly [channel in FacetChannel]?: number };

/** How a layer is divided into panels. A layer without a facet channel is drawn in each panel along it. */
export interface LayerFacets {
  readonly channels: ReadonlyMap<ChannelName, LayerFacet>;
  /** Row by row of the plot, from left to right: the same for all layers. */
  readonly panels: readonly PanelKey[];
  /** How many values of each channel are not drawn, because there are too many. */
  readonly omitted: { readonly [channel in FacetChannel]?: number };
  /** The labels of the values of each channel, also of channels that this layer lacks. */
  readonly labels: { readonly [channel in FacetChannel]?: readonly string[] };
}

export const NO_FACETS: LayerFacets = { channels: new Map(), panels: [{}], omitted: {}, labels: {} };

/** The index of the value that holds this one; -1 if none does. */
export function facetIndexOf({ values }: LayerFacet, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]!.lo <= value) low = middle + 1;
    else high = middle;
  }
  const found = values[low - 1];
  return found && value < found.hi ? low - 1 : -1;
}

/** Every combination of values, the ones of `facet-x` running fastest. */
export function panelsOf(labels: LayerFacets['labels']): readonly PanelKey[] {
  const along = (channel: FacetChannel): readonly PanelKey[] =>
    labels[channel]?.map((_, index) => ({ [channel]: index })) ?? [{}];
  return along('facet-y').flatMap((row) => along('facet-x').map((column) => ({ ...column, ...row })));
}

/** Whether the plot has facets. */
export function isFaceted({ labels }: LayerFacets): boolean {
  return FACET_CHANNELS.some((channel) => labels[channel] !== undefined);
}
