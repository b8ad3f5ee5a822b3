import type { ChannelName } from '../../grammar/channel-name';
import { FACET_CHANNELS, type FacetChannel } from '../../grammar/facet-channel';
import type { BinnedAxis } from '../../scales/binned-axis';

/** The rows of one panel along one facet channel: lo ≤ value < hi. */
export interface FacetValue {
  readonly label: string;
  /** In ticks of the column, codes for categories. */
  readonly lo: number;
  readonly hi: number;
  /** The number of rows with this value, over all layers. */
  readonly rows: number;
}

/** One facet channel of a layer. All layers of a plot have the same values, each in the unit of its own column. */
export interface LayerFacet {
  /** Ascending. */
  readonly values: readonly FacetValue[];
  /** An axis whose bins hold the values and the gaps between them. */
  readonly axis: BinnedAxis;
  /** The bin of each value. */
  readonly bins: readonly number[];
}

/** A panel, as the index of its value along each facet channel. A plot without facets has one panel. */
export type PanelKey = { readonly [channel in FacetChannel]?: number };

/** How a layer is divided into panels. A layer without a facet channel is drawn in each panel along it. */
export interface LayerFacets {
  readonly channels: ReadonlyMap<ChannelName, LayerFacet>;
  /** Row by row, each from left to right. All layers of a plot have the same panels. */
  readonly panels: readonly PanelKey[];
  /** How many values of each channel have no panel, because there are too many. */
  readonly omitted: { readonly [channel in FacetChannel]?: number };
  /** How many values of each channel have no panel, because it would not fit into the plot. */
  readonly unfit: { readonly [channel in FacetChannel]?: number };
  /** How many rows of this layer have no value of a channel, and so no panel; 0 is left out. */
  readonly without: { readonly [channel in FacetChannel]?: number };
  /** The labels of each channel's values, including channels that this layer doesn't have. */
  readonly labels: { readonly [channel in FacetChannel]?: readonly string[] };
}

export const NO_FACETS: LayerFacets = {
  channels: new Map(),
  panels: [{}],
  omitted: {},
  unfit: {},
  without: {},
  labels: {},
};

/** The index of the facet value that contains a value; −1 if none does. */
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

/** All combinations of values; `facet-x` varies fastest. */
export function panelsOf(labels: LayerFacets['labels']): readonly PanelKey[] {
  const along = (channel: FacetChannel): readonly PanelKey[] =>
    labels[channel]?.map((_, index) => ({ [channel]: index })) ?? [{}];
  return along('facet-y').flatMap((row) => along('facet-x').map((column) => ({ ...column, ...row })));
}

/** Whether the plot has facets. */
export function isFaceted({ labels }: LayerFacets): boolean {
  return FACET_CHANNELS.some((channel) => labels[channel] !== undefined);
}
