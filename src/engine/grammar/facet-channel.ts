import type { ChannelName } from './channel-name';

/** The channels that divide a plot into panels: side by side, and one below the other. */
export const FACET_CHANNELS = ['facet-x', 'facet-y'] as const satisfies readonly ChannelName[];
export type FacetChannel = (typeof FACET_CHANNELS)[number];

export function isFacet(channel: ChannelName): channel is FacetChannel {
  return FACET_CHANNELS.some((facet) => facet === channel);
}
