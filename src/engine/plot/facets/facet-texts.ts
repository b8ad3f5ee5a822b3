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
  const all = FACET_CHANNELS.reduce((product, channel) => {
    const unfit = facets.unfit[channel];
    const left = unfit === undefined ? 0 : unfit + (facets.omitted[channel] ?? 0);
    return product * ((facets.labels[channel]?.length ?? 1) + left);
  }, 1);
  const count =
    all > length ? `${length.toLocaleString('en')} of ${all.toLocaleString('en')}` : length.toLocaleString('en');
  const values = FACET_CHANNELS.flatMap((channel) => {
    const labels = facets.labels[channel];
    if (!labels) return [];
    const left = labels.length - MOST_NAMED;
    const more = left > 0 ? ` and ${left.toLocaleString('en')} more` : '';
    return [`${shownTitle(plan, channel)} ${labels.slice(0, MOST_NAMED).join(', ')}${more}`];
  });
  return `${count} ${all === 1 ? 'panel' : 'panels'}: ${values.join('; ')}.`;
}

/** Notes which panels are not drawn; null if all are. */
export function omittedNote(plan: Plan, { omitted, unfit, labels }: LayerFacets): string | null {
  const parts = FACET_CHANNELS.flatMap((channel) => {
    const left = omitted[channel];
    // Another note says how many fit.
    if (left === undefined || unfit[channel] !== undefined) return [];
    const drawn = labels[channel]?.length ?? 0;
    const all = (drawn + left).toLocaleString('en');
    return [`the ${drawn.toLocaleString('en')} largest of ${all} values of ${shownTitle(plan, channel)}`];
  });
  return parts.length > 0 ? `drawn: ${parts.join(', ')}` : null;
}

/** Notes which panels don't fit into the plot, and what to do; null if all do. */
export function unfitNote(plan: Plan, { omitted, unfit, labels }: LayerFacets): string | null {
  const parts = FACET_CHANNELS.flatMap((channel) => {
    const left = unfit[channel];
    const drawn = labels[channel]?.length ?? 0;
    if (left === undefined) return [];
    const all = drawn + left + (omitted[channel] ?? 0);
    const count = `${drawn.toLocaleString('en')} of ${all.toLocaleString('en')} panels`;
    return [`${count} of ${shownTitle(plan, channel)} ${drawn === 1 ? 'fits' : 'fit'}`];
  });
  if (parts.length === 0) return null;
  const [inColumns, inRows] = [labels['facet-x'] !== undefined, labels['facet-y'] !== undefined];
  const wanted = [...(unfit['facet-x'] ? ['wider'] : []), ...(unfit['facet-y'] ? ['taller'] : [])];
  const advice = !inRows
    ? 'a larger plot shows more'
    : !inColumns
      ? 'a taller plot shows more, and facet-x arranges them in columns and rows'
      : `a ${wanted.join(' and ')} plot shows more`;
  return `${parts.join(', ')}, those with the most rows: ${advice}`;
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
