import type { ChannelName } from '../grammar/channel-name';
import type { Plan } from '../plan/plan';
import { partText } from '../scales/part-text';

/** A category as its axis or legend shows it: `Mon` for the weekday "1"; other labels stay as they are. */
export function shownLabel({ layers }: Pick<Plan, 'layers'>, channel: ChannelName, label: string): string {
  const show = layers.find(({ spec }) => spec.channels.has(channel))?.show(channel);
  return show?.part ? partText(show.part, label, show.locale) : label;
}
