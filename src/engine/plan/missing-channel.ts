import { PikaError } from '../errors';
import { channelProperty, kebabCase } from '../grammar/attributes/attribute-groups';
import type { ChannelName } from '../grammar/channel-name';
import type { LayerSpec } from '../grammar/plot-spec';

/** The error of a layer without a channel that its mark needs. */
export function missingChannel({ mark, from }: LayerSpec, channel: ChannelName, next: string): PikaError {
  const attribute = kebabCase(channelProperty(channel));
  return new PikaError('spec/missing-channel', {
    subject: `${mark} plot from "${from}"`,
    expected: `${attribute}="…"`,
    found: `no ${attribute}`,
    next,
  });
}
