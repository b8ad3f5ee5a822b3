import type { ChannelName } from '../grammar/channel-name';
import { isFacet } from '../grammar/facet-channel';

/** Whether rows without a value on a channel are drawn: in a style or a series of their own, but nowhere on an axis. */
export function includesNull(channel: ChannelName): boolean {
  return !isFacet(channel) && !/^[xy]2?$/.test(channel);
}
