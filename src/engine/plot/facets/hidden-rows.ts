import { FACET_CHANNELS } from '../../grammar/facet-channel';
import type { GroupDimension } from '../../sql/dimension-sql';
import type { PlotLayer } from '../plot-layer';
import type { PlotLayers } from '../plot-layers';
import { facetIndexOf, type LayerFacet, type LayerFacets } from './facets';

/** How many rows of a plot are in panels that it doesn't show, in words. */
export interface HiddenRows {
  /** The panels at the time of counting. */
  readonly facets: LayerFacets;
  /** One for each layer that has such rows. */
  readonly notes: readonly string[];
}

/**
 * Counts the rows that pass the filters of each layer and are in panels that the plot doesn't show. The database
 * counts them, as no picture needs them. Rejects as `Relation.groups`.
 */
export async function hiddenRows(layers: PlotLayers): Promise<HiddenRows> {
  const { facets } = layers;
  if (!hidesPanels(facets)) return { facets, notes: [] };
  const notes = await Promise.all(layers.all.map((layer, i) => hiddenRowsOf(layer, `${layers.id}.hidden-${i}`)));
  return { facets, notes: [...new Set(notes.filter((note) => note !== null))] };
}

function hidesPanels({ omitted, unfit }: LayerFacets): boolean {
  return FACET_CHANNELS.some((channel) => omitted[channel] !== undefined || unfit[channel] !== undefined);
}

async function hiddenRowsOf({ loaded, filterParts }: PlotLayer, replaces: string): Promise<string | null> {
  // The parts of a mark have the same rows.
  if (!loaded || loaded.plan.part != null) return null;
  const { facets, plan, relation, signal } = loaded;
  const divided = FACET_CHANNELS.flatMap((channel) => {
    const facet = facets.channels.get(channel);
    return facet ? [{ facet, dimension: dimensionOf(facet, plan.columns.get(channel)!.expression) }] : [];
  });
  if (divided.length === 0) return null;
  const groups = await relation.groups(
    {
      dimensions: divided.map(({ dimension }) => dimension),
      measures: [{ op: 'count' }],
      where: filterParts.map(({ sql }) => sql),
    },
    { signal, replaces },
  );
  let [shown, all] = [0, 0];
  for (const [group, rows] of groups.measures[0]!.values.entries()) {
    all += rows;
    const isShown = divided.every(({ facet, dimension: { edges } }, i) => {
      const bin = groups.bins[i]![group]!;
      return facetIndexOf(facet, edges ? edges[bin]! : bin) >= 0;
    });
    if (isShown) shown += rows;
  }
  if (shown === all) return null;
  const which =
    filterParts.length > 0 ? `the ${all.toLocaleString('en')} rows that pass` : `${all.toLocaleString('en')} rows`;
  return `${(all - shown).toLocaleString('en')} of ${which} ${all - shown === 1 ? 'is' : 'are'} in panels not shown`;
}

/** The bins of a facet, and the values below and above them. */
function dimensionOf({ axis: { column, edges } }: LayerFacet, expression: string): GroupDimension {
  const { type } = column;
  if (type.kind === 'category') return { expression, type, edges: null };
  // An infinite value has no panel.
  const most = type.kind === 'number' && !type.integer ? Number.MAX_VALUE : Infinity;
  return { expression, type, edges: [-most, ...edges, most] };
}
