import { FACET_CHANNELS } from '../../grammar/facet-channel';
import type { FacetGuide } from '../../guides/facet-grid';
import { hasFreeScale, type Plan } from '../../plan/plan';
import { isFaceted, type LayerFacets } from './facets';
import { shownTitle } from '../shown-title';

/** The guide of a plot's panels; null without facets. */
export function facetGuide(plan: Plan, facets: LayerFacets): FacetGuide | null {
  if (!isFaceted(facets)) return null;
  const titles = FACET_CHANNELS.flatMap((channel) => (facets.labels[channel] ? [shownTitle(plan, channel)] : []));
  return {
    columns: facets.labels['facet-x'] ?? null,
    rows: facets.labels['facet-y'] ?? null,
    title: titles.join(' × '),
    wrap: plan.spec.facet.wrap,
    isFree: { x: hasFreeScale(plan.spec, 'x'), y: hasFreeScale(plan.spec, 'y') },
  };
}
