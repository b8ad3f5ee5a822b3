import { laneOf } from '../../columns/column';
import { rangeKeys } from '../../columns/keys';
import type { RangeClause } from '../../frame/recording';
import { FACET_CHANNELS } from '../../grammar/facet-channel';
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
