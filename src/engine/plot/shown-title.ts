import type { ChannelName } from '../grammar/channel-name';
import { channelTitle } from '../grammar/channel-title';
import type { Plan } from '../plan/plan';

/** The title of a channel that all layers share: that of the first layer that has it. */
export function shownTitle({ layers }: Pick<Plan, 'layers'>, channel: ChannelName): string {
  const channels = layers.map(({ spec }) => spec.channels).find((some) => some.has(channel));
  return (channels && channelTitle(channels.get(channel)!, channels)) ?? channel;
}
