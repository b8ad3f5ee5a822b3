import type { LayerAxes } from '../layer-data';
import { facetIndexOf, type LayerFacets } from './facets';

/**
 * The counts along all axes, with 0 where no panel shows them: between the values of facets, and in panels that don't
 * fit.
 */
export function countsInPanels(axes: LayerAxes, counts: Uint32Array, { channels }: LayerFacets): Uint32Array {
  if (channels.size === 0) return counts;
  const sides = [...axes].map(([channel, { bins, edges }]) => {
    const facet = channels.get(channel);
    return Array.from({ length: bins.count }, (_, bin) => !facet || facetIndexOf(facet, edges[bin]!) >= 0);
  });
  return counts.map((count, cell) => {
    let rest = cell;
    for (const isShown of sides) {
      if (!isShown[rest % isShown.length]) return 0;
      rest = Math.floor(rest / isShown.length);
    }
    return count;
  });
}
