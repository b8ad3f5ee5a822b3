import { channelTitle } from '../grammar/channel-title';
import { FACET_CHANNELS } from '../grammar/facet-channel';
import type { Size } from '../grammar/position-channel';
import { gridOf, type FacetGuide } from '../guides/facet-layout';
import { hasFreeScale, type Plan } from '../plan/plan';
import { isFaceted, type LayerFacets } from './facets';

/** The guide of a plot's panels; null without facets. */
export function facetGuide(plan: Plan, facets: LayerFacets): FacetGuide | null {
  if (!isFaceted(facets)) return null;
  const titles = FACET_CHANNELS.flatMap((channel) => {
    if (!facets.labels[channel]) return [];
    const shown = plan.layers.map(({ spec }) => spec.channels.get(channel)).find((one) => one !== undefined);
    return [(shown && channelTitle(shown)) ?? channel];
  });
  return {
    columns: facets.labels['facet-x'] ?? null,
    rows: facets.labels['facet-y'] ?? null,
    title: titles.join(' × '),
    wrap: plan.spec.facet.wrap,
    isFree: { x: hasFreeScale(plan.spec, 'x'), y: hasFreeScale(plan.spec, 'y') },
  };
}

/** About the size of a panel, for bins that depend on it. */
export function panelSize(plan: Plan, facets: LayerFacets, { width, height }: Size): Size {
  const guide = facetGuide(plan, facets);
  if (!guide || facets.panels.length === 0) return { width, height };
  const { columns, rows } = gridOf(guide, width, height);
  return { width: width / columns, height: height / rows };
}

/** Notes which panels are not drawn; null if all are. */
export function omittedNote({ omitted, labels }: LayerFacets): string | null {
  const parts = FACET_CHANNELS.flatMap((channel) => {
    const left = omitted[channel];
    const drawn = labels[channel]?.length ?? 0;
    if (left === undefined) return [];
    return [`the ${drawn.toLocaleString('en')} largest of ${(drawn + left).toLocaleString('en')} values of ${channel}`];
  });
  return parts.length > 0 ? `drawn: ${parts.join(', ')}` : null;
}
