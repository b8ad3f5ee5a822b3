import { channelTitle } from '../grammar/channel-title';
import type { LayerSpec } from '../grammar/plot-spec';
import { axisOf, POSITION_CHANNELS, type PositionChannel } from '../grammar/position-channel';
import type { Plan } from '../plan/plan';

/**
 * The title that the author gave to the axis of a channel, if it names the values there; otherwise null. Where the
 * layers of an axis show several quantities, such as the lowest and the highest, one title can't tell them apart.
 */
export function authoredTitle(
  { spec, layers }: Pick<Plan, 'spec' | 'layers'>,
  layer: LayerSpec,
  channel: PositionChannel,
): string | null {
  const axis = axisOf(layer, channel);
  const { label } = spec.guides[axis];
  if (!label) return null;
  const quantities = layers.flatMap(({ spec: other }) => {
    if (axisOf(other, channel) !== axis) return [];
    return ([channel, `${channel}2`] as const).flatMap((name) => {
      const shown = other.channels.get(name);
      return shown ? (channelTitle(shown, other.channels) ?? []) : [];
    });
  });
  return new Set(quantities).size > 1 ? null : label;
}

/** The author's title of the axis that counts rows; null if there is none. */
export function countsTitle(plan: Pick<Plan, 'spec' | 'layers'>, layer: LayerSpec): string | null {
  const counting = POSITION_CHANNELS.find((channel) => layer.channels.get(channel)?.kind === 'count');
  return counting ? authoredTitle(plan, layer, counting) : null;
}
