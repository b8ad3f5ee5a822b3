import { channelTitle } from '../grammar/channel-title';
import { FACET_CHANNELS } from '../grammar/facet-channel';
import type { Size } from '../grammar/position-channel';
import { gridOf, type FacetGuide } from '../guides/facet-layout';
import { hasFreeScale, type LayerPlan, type Plan } from '../plan/plan';
import { isFaceted, type LayerFacets } from './facets';
import { shownTitle } from './shown-title';

/** The description names at most this many panels along a channel. */
const MOST_NAMED = 12;

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

/** The panels in a sentence, for screen readers; null without facets. */
export function panelsText(plan: Plan, facets: LayerFacets): string | null {
  if (!isFaceted(facets)) return null;
  const { length } = facets.panels;
  const values = FACET_CHANNELS.flatMap((channel) => {
    const labels = facets.labels[channel];
    if (!labels) return [];
    const left = labels.length - MOST_NAMED;
    const more = left > 0 ? ` and ${left.toLocaleString('en')} more` : '';
    return [`${shownTitle(plan, channel)} ${labels.slice(0, MOST_NAMED).join(', ')}${more}`];
  });
  return `${length.toLocaleString('en')} ${length === 1 ? 'panel' : 'panels'}: ${values.join('; ')}.`;
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

/** Notes how many rows of a layer are in no panel; null if all are in one. */
export function withoutPanelNote({ spec }: LayerPlan, { without }: LayerFacets): string | null {
  const parts = FACET_CHANNELS.flatMap((channel) => {
    const rows = without[channel];
    const shown = spec.channels.get(channel);
    if (rows === undefined || !shown) return [];
    return [`${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} without a value of ${channelTitle(shown)}`];
  });
  return parts.length > 0 ? `in no panel: ${parts.join(', ')}` : null;
}
