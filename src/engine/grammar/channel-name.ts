/** The channels of the grammar, which an author maps to columns. Each mark uses some of them. */
export const CHANNEL_NAMES = [
  'x',
  'y',
  'x2',
  'y2',
  'theta',
  'color',
  'size',
  'shape',
  'opacity',
  'label',
  'series',
  'order',
  'facet-x',
  'facet-y',
] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** One value for each channel that has one, in the order in which they were added. */
export type ByChannel<T> = ReadonlyMap<ChannelName, T>;

export function isChannelName(value: unknown): value is ChannelName {
  return CHANNEL_NAMES.some((name) => name === value);
}

/** Maps the value of each channel; keeps the channels and their order. */
export function mapChannels<T, U>(values: ByChannel<T>, map: (value: T, channel: ChannelName) => U): ByChannel<U> {
  return new Map([...values].map(([channel, value]) => [channel, map(value, channel)]));
}

/** Like {@link mapChannels}, with an asynchronous `map` that runs for all channels at once. */
export async function mapChannelsAsync<T, U>(
  values: ByChannel<T>,
  map: (value: T, channel: ChannelName) => Promise<U>,
): Promise<ByChannel<U>> {
  return new Map(
    await Promise.all([...values].map(async ([channel, value]) => [channel, await map(value, channel)] as const)),
  );
}
