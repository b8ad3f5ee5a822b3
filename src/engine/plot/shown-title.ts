import type { ChannelName } from '../grammar/channel-name';
import { channelTitle } from '../grammar/channel-title';
import type { Plan } from '../plan/plan';

/** The title of a channel that all layers share: that of the first layer that has it. */
export function shownTitle({ layers }: Pick<Plan, 'layers'>, channel: ChannelName): string {
  const shown = layers.map(({ spec }) => spec.channels.get(channel)).find((one) => one !== undefined);
  return (shown && channelTitle(shown)) ?? channel;
}
