import type { ChannelName } from '../../grammar/channel-name';
import { FACET_CHANNELS, type FacetChannel } from '../../grammar/facet-channel';
import type { PanelRoom } from '../../guides/layout';
import { panelsOf, type FacetValue, type LayerFacet, type LayerFacets } from './facets';

/** The facet values that keep their panels: indices among all values of a channel, ascending. */
export type KeptValues = ReadonlyMap<ChannelName, readonly number[]>;

/** Whether a panel has a part of the plot's selection. */
export type IsSelected = (channel: FacetChannel, value: FacetValue) => boolean;

/**
 * Keeps the values that are selected and those with the most rows, as many as there is room for.
 * @param layers all layers of a plot, which share their facet values; first the one in which values are selected
 */
export function fittingValues(
  layers: readonly LayerFacets[],
  { columns, rows }: PanelRoom,
  isSelected: IsSelected,
): KeptValues {
  const most: Readonly<Record<FacetChannel, number>> = { 'facet-x': columns, 'facet-y': rows };
  return new Map(
    FACET_CHANNELS.flatMap((channel) => {
      const values = layers.flatMap(({ channels }) => channels.get(channel) ?? [])[0]?.values ?? [];
      if (values.length <= most[channel]) return [];
      const rank = values.map((value) => Number(isSelected(channel, value)));
      const first = [...values.keys()].sort(
        (a, b) => rank[b]! - rank[a]! || values[b]!.rows - values[a]!.rows || a - b,
      );
      return [[channel, first.slice(0, most[channel]).sort((a, b) => a - b)] as const];
    }),
  );
}

/** The facets of a layer with panels for these values only. Its axes stay, and so do counts along them. */
export function keepValues(facets: LayerFacets, kept: KeptValues): LayerFacets {
  const labels = Object.fromEntries(
    FACET_CHANNELS.flatMap((channel) => {
      const own = facets.labels[channel];
      return own ? [[channel, kept.get(channel)?.map((index) => own[index]!) ?? own] as const] : [];
    }),
  );
  const unfit = Object.fromEntries(
    FACET_CHANNELS.flatMap((channel) => {
      const indices = kept.get(channel);
      return indices ? [[channel, facets.labels[channel]!.length - indices.length] as const] : [];
    }),
  );
  const channels = new Map(
    [...facets.channels].map(([channel, facet]): [ChannelName, LayerFacet] => {
      const indices = kept.get(channel);
      if (!indices) return [channel, facet];
      const { values, bins } = facet;
      return [
        channel,
        { ...facet, values: indices.map((index) => values[index]!), bins: indices.map((index) => bins[index]!) },
      ];
    }),
  );
  return { ...facets, channels, labels, unfit, panels: panelsOf(labels) };
}
