import { laneOf } from '../columns/column';
import { rangeKeys } from '../columns/keys';
import type { RangeClause } from '../frame/recording';
import { channelTitle } from '../grammar/channel-title';
import { FACET_CHANNELS } from '../grammar/facet-channel';
import type { FacetText } from '../inspect/hover';
import type { LayerPlan } from '../plan/plan';
import type { LayerFacets } from './facets';

/** The rows of a panel, for kernels. */
export function panelFilter({ channels, panels }: LayerFacets, panel: number): readonly RangeClause[] {
  return FACET_CHANNELS.flatMap((channel): RangeClause[] => {
    const facet = channels.get(channel);
    const value = facet?.values[panels[panel]?.[channel] ?? -1];
    if (!facet || !value) return [];
    const { id, encoding } = facet.axis.column;
    return [{ kind: 'range', column: id, lane: laneOf(encoding), keys: rangeKeys(encoding, value.lo, value.hi) }];
  });
}

/** The values of a panel in words. */
export function facetTexts({ spec }: LayerPlan, { labels, panels }: LayerFacets, panel: number): readonly FacetText[] {
  return FACET_CHANNELS.flatMap((channel): FacetText[] => {
    const text = labels[channel]?.[panels[panel]?.[channel] ?? -1];
    const shown = spec.channels.get(channel);
    return text === undefined ? [] : [{ channel, title: (shown && channelTitle(shown)) ?? channel, text }];
  });
}
