import { channelTitle } from '../../grammar/channel-title';
import { FACET_CHANNELS } from '../../grammar/facet-channel';
import type { FacetText } from '../../inspect/hover';
import type { LayerPlan, Plan } from '../../plan/plan';
import { isFaceted, type LayerFacets } from './facets';
import { shownTitle } from '../shown-title';

/** The description names at most this many panels along a channel. */
const MOST_NAMED = 12;

/** The values of a panel in words. */
export function facetTexts({ spec }: LayerPlan, { labels, panels }: LayerFacets, panel: number): readonly FacetText[] {
  return FACET_CHANNELS.flatMap((channel): FacetText[] => {
    const text = labels[channel]?.[panels[panel]?.[channel] ?? -1];
    const shown = spec.channels.get(channel);
    return text === undefined
      ? []
      : [{ channel, title: (shown && channelTitle(shown, spec.channels)) ?? channel, text }];
  });
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
    const title = channelTitle(shown, spec.channels);
    return [`${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} without a value of ${title}`];
  });
  return parts.length > 0 ? `in no panel: ${parts.join(', ')}` : null;
}
